"""What can be wrong with the way findings are suppressed."""

from docpact.diagnostics import Code, Severity

BAD_SUPPRESSION = Code(
    "DP790",
    "suppression-without-reason",
    Severity.ERROR,
    """A suppression comment gives no reason, or names no rule. It suppresses nothing.

A comment in a page takes findings of a rule off that page. It says why, so that the next reader need not ask:

    <!-- docpact: ignore misspelt-error-code (Forbbiden) because the service sends it so -->

The rule stands there by its name or its id. Words in brackets, if any, narrow it to findings whose message has them.
In `docpact.toml` the same is said for many pages at once:

    [[lint.suppress]]
    rule = "misspelt-error-code"
    pages = "spec/eip/pages/*.md"
    text = "Forbbiden"
    because = "the service sends it so"
""",
)

UNUSED_SUPPRESSION = Code(
    "DP791",
    "unused-suppression",
    Severity.WARNING,
    """A suppression takes nothing away: the page was mended, or the comment never matched.

A comment that stays behind would hide the same fault when it comes back. Delete it.
""",
)
