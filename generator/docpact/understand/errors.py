"""Error tables become rows: status, code, message, description, as documented, misspellings included."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docpact.contract.model import ErrorRow
from docpact.diagnostics import Diagnostic, Span
from docpact.understand.columns import Grid, Line
from docpact.understand.markdown import plain

_STATUS = re.compile(r"(?<!\d)([1-5]\d\d)(?!\d)")


def error_rows(grids: Iterable[Grid], problems: list[Diagnostic], unparsed: list[str]) -> list[tuple[ErrorRow, Span]]:
    """The rows of the error tables with the places where they stand, in page order."""
    out = []
    for grid in grids:
        for line in grid.lines():
            if not any(cell.text for cell in line.row.cells):
                continue
            out.append((_row(line), line.row.span))
    return out


def successes(grids: Iterable[Grid]) -> list[tuple[int, str]]:
    """The statuses of success in tables of statuses, and what is said of them."""
    return [
        (row.status, row.description)
        for grid in grids
        for line in grid.lines()
        if (row := _row(line)).status is not None and 200 <= row.status < 300
    ]


def failures(grids: Iterable[Grid]) -> list[tuple[ErrorRow, Span]]:
    """The other rows of tables of statuses: errors without a code."""
    found = ((_row(line), line.row.span) for grid in grids for line in grid.lines())
    return [(row, span) for row, span in found if row.status is None or not 200 <= row.status < 300]


def _row(line: Line) -> ErrorRow:
    status_text = plain(line.text("status"))
    status = _STATUS.search(status_text)
    rest = [f"{head}: {cell.text}" if head else cell.text for head, cell in line.rest]
    if status is None and status_text:
        rest.insert(0, f"status: {status_text}")
    return ErrorRow(
        status=int(status[1]) if status is not None else None,
        code=plain(line.text("code")),
        message=plain(line.text("message")),
        description=line.text("description").replace("\u00a0", " ").strip(),
        extensions={"x-docpact-unparsed": list(rest)} if rest else {},
    )
