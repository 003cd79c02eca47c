"""What can be wrong with the two sides of a comparison."""

from __future__ import annotations

from docpact.diagnostics import Code, Severity

BAD_RULE = Code(
    "DP801",
    "invalid-diff-rule",
    Severity.ERROR,
    """A rule about changes (`[[diff.rules]]` in `docpact.toml`, or in the file given with `--rules`) cannot be used.

It names a kind that does not exist, a level that is none, an unknown key, or gives no reason.

    [[diff.rules]]
    kind = "error-message-changed"
    operation = "AssociateEipAddress"   # optional
    subject = "OperationDenied"         # optional
    level = "compatible"                # breaking, risky, compatible, text only, or ignore
    reason = "Only the punctuation differs on the wire."

`docpact explain diff` lists the kinds.
""",
)
NO_SIDE = Code(
    "DP802",
    "unknown-side",
    Severity.ERROR,
    """A side of a comparison is not one that docpact knows.

It can be:

- a contract file (`spec/eip/openapi.yaml`),
- a page or a folder of pages (`spec/eip/pages`),
- a git revision (`v1.2`, `HEAD~3`, a commit), with `--pages` naming what to look at in it, as a path of the work
  tree; without `--pages`, the pages of the only service in `docpact.toml`,
- one file or folder of a revision (`v1.2:spec/eip/pages`).

`v1.2..` compares a revision with the work tree, `v1.2..v1.3` compares two revisions. Revisions are read out of git
directly: nothing is checked out.
""",
)
NOTHING_THERE = Code(
    "DP803",
    "empty-side",
    Severity.ERROR,
    """A side of a comparison holds no operation: no page there describes one, or the path does not exist at that revision.

Compared with it, everything would be new or gone, which is hardly what is meant.
""",
)
TOO_SMALL = Code(
    "DP804",
    "release-too-small",
    Severity.ERROR,
    """A release was asked for as a minor or patch version, and it holds a change that needs more: people who take every
minor version would find their code broken.

Release it as what it is (`--as major`), keep callers alive (`docpact diff` suggests aliases for renames, as overlay
actions), or, where the change harms nobody, say so with a reason:

    [[diff.rules]]
    kind = "maximum-lowered"
    operation = "CreateDisk"
    level = "compatible"
    reason = "The service never accepted more."
""",
)
