"""What can be wrong with the two sides of a comparison."""

from __future__ import annotations

from docpact.diagnostics import Code, Severity

NO_SIDE = Code(
    "DP802",
    "unknown-side",
    Severity.ERROR,
    """A side of a comparison can be:

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
    """A side of a comparison holds no operation: no page there describes one, or the path does not exist at that
revision. Compared with it, everything would be new or gone, which is hardly what is meant.
""",
)
