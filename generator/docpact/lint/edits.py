"""Applies edits to a text."""

from __future__ import annotations

from collections.abc import Iterable

from docpact.diagnostics import Edit


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits done. Of edits that overlap, the first in the text is done and the others are left."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + column - 1, len(text))

    out: list[str] = []
    done = 0
    for edit in sorted(set(edits), key=lambda e: (e.span, e.text)):
        start = offset(edit.span.line, edit.span.column)
        end = offset(edit.span.end_line, edit.span.end_column)
        if start < done or end < start:
            continue
        out += (text[done:start], edit.text)
        done = end
    out.append(text[done:])
    return "".join(out)
