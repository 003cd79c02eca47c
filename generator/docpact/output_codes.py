"""What can be found about generated files."""

from __future__ import annotations

from pathlib import Path

from docpact.diagnostics import Code, Findings, Severity, Span

HAND_EDITED = Code(
    "DP601",
    "edited-by-hand",
    Severity.ERROR,
    """A generated file differs from what docpact wrote there: somebody edited it, and it is kept.

Its manifest (`MANIFEST.json`) records the hash of each file as it was written, which is how this is known.

Move the change to where it belongs (the page, the overlay, the template), then run the command with `--force`,
or remove the file and run it again.
""",
)

STALE = Code(
    "DP602",
    "stale-output",
    Severity.ERROR,
    """A generated file is not what the pages, the overlay and the templates say now.

Run `docpact build` and commit the result.
""",
)


def edited(paths: tuple[str, ...], folder: Path | str) -> Findings:
    """A finding for each file that was kept because somebody edited it."""
    help = "move the change to the page, the overlay or the template; `--force` overwrites it"
    message = "this generated file was edited by hand and is kept as it is"
    return Findings([HAND_EDITED.at(Span.whole(f"{folder}/{path}"), message, help=help) for path in paths])
