"""Table rows whose last cell is Markdown of any length, and cannot end the row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docpact.pages.lines import Lines

_LAST_BAR = re.compile(r"(?<!\\)\|(?=\s*$)")


def table_head(heads: Sequence[str]) -> str:
    """The head of a table and the row of dashes below it."""
    return f"|{'|'.join(heads)}|\n|{'|'.join('-' * max(3, len(head)) for head in heads)}|"


def table_row(cells: Sequence[str], text: str) -> str:
    """A row; `text` is what stands in its last cell."""
    text = _contained(text.strip())
    start = "\n\n" if "\n" in text and Lines("", text).fence(0) else ""  # a code block begins on a line of its own
    end = "\n\n |" if "\n" in text else "|"
    # A backslash at the end of a cell would make its bar a part of it.
    closed = [f"{cell} " if cell.endswith("\\") else cell for cell in (*cells, f"{start}{text}")]
    return f"|{'|'.join(closed)}{end}"


def _contained(text: str) -> str:
    """The text with what would begin a section, a row or an endless code block taken for text."""
    if "\n" not in text:
        return text
    lines = Lines("", text)
    out = list(lines.lines)
    at = 0
    while at < len(out):
        fence = lines.fence(at)
        end = None if fence is None else lines.fence_end(at, *fence)
        if end is not None:
            at = end + 1
            continue
        bare = out[at].lstrip()
        if fence is not None or (at and (lines.is_heading(at) or bare.startswith("|"))):
            out[at] = out[at][: len(out[at]) - len(bare)] + "\\" + bare
        out[at] = _LAST_BAR.sub(r"\\|", out[at])
        at += 1
    return "\n".join(out)
