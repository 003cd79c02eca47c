"""What can keep a target from being made."""

from docpact.diagnostics import Code, Severity

TARGET_FAILED = Code(
    "DP500",
    "target-failed",
    Severity.ERROR,
    """A target cannot be made of the contract with the options it was given.

The message says what is missing or in the way. Options stand in `docpact.toml`, in the target's table, or
come from `docpact generate --option KEY=VALUE`.
""",
)
