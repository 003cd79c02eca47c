"""What the server target reports."""

from docpact.diagnostics import Code, Severity

PATTERN_NOT_PYTHON = Code(
    "DP520",
    "pattern-not-python",
    Severity.WARNING,
    r"""A pattern of the contract is no regular expression of Python, so the generated server does not check it.

Patterns in the contract follow ECMA-262. Nearly all of them mean the same in Python; a few (`\p{Han}`, `(?<name>…)`)
do not exist there.

Mend it in the overlay: write the pattern with what both have, for example `[\u4e00-\u9fff]` for `\p{Han}`.
""",
)
