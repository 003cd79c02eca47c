"""Reads the tables of these pages, in which a row is not a line.

A cell may run over lines, hold blank lines, lists and code blocks; a row ends at a line that ends with `|` once enough
bars were seen, often at a line that is only `|`. In a *vertical* table each cell, of the header too, stands on
lines of its own; the number of columns is then that of the delimiter row. No Markdown library reads such tables:
for GFM a blank line ends the table.

Of a row with too many bars, those inside code and bold text are taken for text first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docpact.diagnostics import Diagnostic, Span
from docpact.pages import codes
from docpact.pages.lines import Lines, delimiter_columns, is_delimiter
from docpact.pages.model import Cell, Row, Table

_HEADER_LINES = 64
_CONTINUATION_LINES = 40
_MOST_EXTRA = 40
_PROTECTED = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|(?<![*\\])\*\*(?![*\s]).+?(?<![*\s\\])\*\*(?!\*)")

Place = tuple[int, int]
"""A line and a column, both from 0."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table, the line after it, and what is wrong with it."""

    table: Table
    end: int
    problems: list[Diagnostic]


def read_table(lines: Lines, index: int) -> Found | None:
    """The table whose header begins on the line, or None where none does."""
    header = _header(lines, index)
    if header is None:
        return None
    return _Reader(lines, index, *header).run()


def _header(lines: Lines, index: int) -> tuple[int, int] | None:
    """The lines of the delimiter row (or, without one, of the header itself) and its number of columns."""
    text = lines.lines
    first = text[index].strip()
    if is_delimiter(first):
        return None
    for at in range(index + 1, min(index + _HEADER_LINES, len(text))):
        line = text[at].strip()
        if not line:
            continue
        if is_delimiter(line):
            if not _fits(lines, index, at, delimiter_columns(line)):
                break
            return at, delimiter_columns(line)
        if line[0] != "|" or first[0] != "|":
            break
    return _bare_header(lines, index)


def _fits(lines: Lines, index: int, delimiter: int, columns: int) -> bool:
    """Whether the lines above a delimiter row are its header and nothing more."""
    bars = sum(len(lines.bars(at)) for at in range(index, delimiter))
    outer = lines.lines[index].lstrip().startswith("|")
    cells = bars if outer else bars + 1
    if outer and lines.lines[delimiter - 1].rstrip().endswith("|") and cells > 1:
        cells -= 1
    return columns - 1 <= cells <= columns + 1 or (delimiter == index + 1 and (outer or columns > 1))


def _bare_header(lines: Lines, index: int) -> tuple[int, int] | None:
    """A header without a delimiter row: two lines alike, each with bars on both ends and at least three cells."""
    if index + 1 >= len(lines):
        return None
    first, second = lines.lines[index].strip(), lines.lines[index + 1].strip()
    if not (first.startswith("|") and first.endswith("|") and second.startswith("|")):
        return None
    bars = len(lines.bars(index))
    if bars < 4 or len(lines.bars(index + 1)) not in (bars, bars - 1):
        return None
    return index, bars - 1


class _Reader:
    """One table: its header is known, its rows are read one after the other."""

    def __init__(self, lines: Lines, index: int, delimiter: int, columns: int) -> None:
        self.lines, self.index, self.columns = lines, index, columns
        self.next = delimiter + 1
        self.outer = lines.lines[index].lstrip().startswith("|")
        self.problems: list[Diagnostic] = []
        self.numbers = [0] * columns
        self.rows: list[Row] = []
        last = max(delimiter - 1, index)
        if delimiter == index:
            self.problems.append(
                codes.NO_DELIMITER.at(
                    lines.span_of(index, index),
                    "these lines look like a table but have no delimiter row",
                    help=f"add the line `|{'---|' * min(columns, 20)}` below this one",
                )
            )
        bars = [(at, column) for at in range(index, last + 1) for column in lines.bars(at)]
        self.header = self.row(index, last, bars, header=True)
        filled = [number for number, cell in enumerate(self.header.cells, 1) if cell.text]
        self.least = max(filled, default=columns)

    def run(self) -> Found:
        while self.next < len(self.lines) and self.read_row():
            pass
        last = self.next - 1
        while last > self.index and not self.lines.lines[last].strip():
            last -= 1
        span = self.lines.span_of(self.index, last)
        return Found(Table(self.header, tuple(self.rows), span), last + 1, self.problems)

    def read_row(self) -> bool:
        """Reads from line `next` on; False where the table has ended."""
        text = self.lines.lines
        at = self.next
        while at < len(text) and not text[at].strip():
            at += 1
        if at == len(text):
            return False
        line = text[at].strip()
        if line[0] == "|":
            if not line.strip("| \t\u00a0\u200b") and self.rows and line.count("|") <= max(1, min(2, self.columns - 1)):
                self.next = at + 1  # a second closing bar
                return True
            if is_delimiter(line) or (at + 1 < len(text) and is_delimiter(text[at + 1])):
                return False
            return self.gather(at)
        if self.lines.is_heading(at) or self.lines.fence(at):
            return False
        bars = self.lines.bars(at)
        if at == self.next and bars and (not self.outer or len(bars) >= max(2, self.columns - 1)):
            if at + 1 < len(text) and is_delimiter(text[at + 1]):
                return False
            self.rows.append(self.row(at, at, bars, closed=line.endswith("|")))
            self.next = at + 1
            return True
        return self.continue_row(at)

    def continue_row(self, at: int) -> bool:
        """Lines behind a closed row that end in a bar belong to its last cell: a bar ended a line of that cell."""
        text = self.lines.lines
        if not self.rows or not self.outer:
            return False
        for last in range(at, min(at + _CONTINUATION_LINES, len(text))):
            line = text[last].strip()
            if not line:
                continue
            if (line[0] == "|" and line != "|") or self.lines.is_heading(last) or self.lines.fence(last):
                return False
            if line.endswith("|") and not line.endswith("\\|"):
                self.extend(last)
                return True
        return False

    def extend(self, last: int) -> None:
        row = self.rows[-1]
        start = row.cells[-1].span
        bar = len(self.lines.lines[last].rstrip()) - 1
        cell = self.cell((start.line - 1, start.column - 1), (last, bar))
        span = self.lines.span(row.span.line - 1, row.span.column - 1, last, bar + 1)
        self.rows[-1] = Row((*row.cells[:-1], cell), span)
        self.next = last + 1

    def gather(self, start: int) -> bool:
        """Reads the row that begins on a line with a bar in front."""
        text = self.lines.lines
        if self.simple(start, text[start]):
            return True
        bars: list[Place] = []
        at = start
        while at < len(text):
            line = text[at].strip()
            if at > start and line:
                if line[0] == "|" and line != "|":
                    if is_delimiter(line):
                        return False  # these lines are the header of another table
                    if self.starts_row(at, len(bars)):
                        self.finish(start, at - 1, bars, closed=self.ends_with_bar(at - 1))
                        return True
                elif self.lines.is_heading(at):
                    self.finish(start, at - 1, bars, closed=False)
                    return True
                fence = self.lines.fence(at) if line[0] in "`~" else None
                if fence is not None:
                    end = self.lines.fence_end(at, *fence, closers="|")
                    if end is not None:
                        if self.lines.lines[end].rstrip().endswith("|"):
                            bars.append((end, len(self.lines.lines[end].rstrip()) - 1))
                            self.finish(start, end, bars, closed=True)
                            return True
                        at = end + 1
                        continue
            bars += [(at, column) for column in self.lines.bars(at)]
            if len(bars) > self.least and bars[-1] == (at, len(text[at].rstrip()) - 1):
                self.finish(start, at, bars, closed=True)
                return True
            at += 1
        self.finish(start, len(text) - 1, bars, closed=self.ends_with_bar(len(text) - 1))
        return True

    def simple(self, at: int, line: str) -> bool:
        """Reads a row that stands on one line with as many cells as the header, as most do."""
        if "\\|" in line:
            return False
        pieces = line.split("|")
        if len(pieces) != self.columns + 2 or (pieces[0] + pieces[-1]).strip():
            return False
        path, number, column = self.lines.path, at + 1, len(pieces[0]) + 2
        first = column - 1
        cells = []
        for position, piece in enumerate(pieces[1:-1]):
            text = piece.strip()
            begin = column + piece.index(text[0]) if text else column
            end = begin + len(text) if text else column + len(piece)
            cells.append(Cell(text, Span(path, number, begin, number, end)))
            column += len(piece) + 1
            if text.isdecimal():
                self.numbers[position] += 1
        self.rows.append(Row(tuple(cells), Span(path, number, first, number, column)))
        self.next = at + 1
        return True

    def starts_row(self, at: int, seen: int) -> bool:
        """Whether a line with a bar in front begins a row although the one before is not closed."""
        if seen >= self.columns:
            return True
        here = len(self.lines.bars(at))
        if self.ends_with_bar(at - 1):
            return here >= self.columns
        completes = seen + here == self.columns + 1 and self.ends_with_bar(at)
        return here >= self.columns > 2 and not completes

    def ends_with_bar(self, at: int) -> bool:
        while at > 0 and not self.lines.lines[at].strip():
            at -= 1
        line = self.lines.lines[at].rstrip()
        return line.endswith("|") and not line.endswith("\\|")

    def finish(self, start: int, last: int, bars: list[Place], *, closed: bool) -> None:
        while not self.lines.lines[last].strip():
            last -= 1
        self.rows.append(self.row(start, last, bars, closed=closed))
        self.next = last + 1

    def row(
        self, first: int, last: int, bars: list[Place] | list[int], *, closed: bool = True, header: bool = False
    ) -> Row:
        """The row on these lines, cut at its bars."""
        text = self.lines.lines
        places: list[Place] = [(first, bar) if isinstance(bar, int) else bar for bar in bars]
        begin = (first, len(text[first]) - len(text[first].lstrip()))
        end = (last, len(text[last].rstrip()))
        cuts = list(places)
        if cuts and cuts[0] == begin:
            cuts = cuts[1:]
            begin = (begin[0], begin[1] + 1)
        if cuts and cuts[-1] == (end[0], end[1] - 1) and (closed or header):
            end = cuts.pop()
        if len(cuts) >= self.columns:
            fewer = self.unprotected(first, last, cuts)
            if len(fewer) >= self.columns - 1:
                cuts = fewer
        too_many = len(cuts) >= self.columns
        cells = self.cells(begin, end, self.choose(begin, end, cuts) if too_many else cuts)
        missing = self.columns - len(cells)
        cells += [Cell("", self.lines.span(*end, *end))] * missing
        span = self.lines.span_of(first, last)
        row = Row(tuple(cells), span)
        if not header:
            self.judge(row, missing, closed, too_many)
            self.numbers = [count + c.text.isdecimal() for count, c in zip(self.numbers, cells, strict=True)]
        return row

    def cells(self, begin: Place, end: Place, cuts: list[Place]) -> list[Cell]:
        out = []
        for cut in cuts:
            out.append(self.cell(begin, cut))
            begin = (cut[0], cut[1] + 1)
        out.append(self.cell(begin, end))
        return out

    def choose(self, begin: Place, end: Place, cuts: list[Place]) -> list[Place]:
        """Which adjacent cells to take for one: the last ones, unless a column of numbers would then hold no number."""
        extra = len(cuts) - self.columns + 1
        numbers = [column for column, count in enumerate(self.numbers) if count * 5 > len(self.rows) * 4]
        if numbers and extra <= _MOST_EXTRA:
            pieces = [cell.text.isdecimal() for cell in self.cells(begin, end, cuts)]
            for column in range(self.columns - 1, -1, -1):
                kept = [*pieces[:column], False, *pieces[column + extra + 1 :]]
                if all(kept[number] for number in numbers):
                    return cuts[:column] + cuts[column + extra :]
        return cuts[: self.columns - 1]

    def judge(self, row: Row, missing: int, closed: bool, too_many: bool) -> None:
        if missing > self.columns - self.least:
            what = f"this row has {self.columns - missing} of {self.least} cells"
            self.problems.append(codes.SHORT_ROW.at(row.span, what, help="add the missing cells, empty ones included"))
        elif not closed and self.outer:
            self.problems.append(codes.UNCLOSED_ROW.at(row.span, "this row is not closed", help="end it with ` |`"))
        if too_many:
            what = f"this row has more than {self.columns} cells; what is too much was read as part of one of them"
            self.problems.append(
                codes.LONG_ROW.at(row.span, what, help="write `\\|` for a bar that separates no cells")
            )

    def unprotected(self, first: int, last: int, cuts: list[Place]) -> list[Place]:
        """The bars outside code and bold text."""
        protected: dict[int, list[tuple[int, int]]] = {}
        for at in {cut[0] for cut in cuts}:
            protected[at] = [match.span() for match in _PROTECTED.finditer(self.lines.lines[at])]
        out = []
        position = dict.fromkeys(protected, 0)
        for at, column in cuts:
            spans, index = protected[at], position[at]
            while index < len(spans) and spans[index][1] <= column:
                index += 1
            position[at] = index
            if index == len(spans) or column < spans[index][0]:
                out.append((at, column))
        return out

    def cell(self, begin: Place, end: Place) -> Cell:
        """The text between two places, freed of the blanks around it, with the span of what remains."""
        lines = self.lines.lines
        (first, start), (last, stop) = begin, end
        if first == last:
            raw = lines[first][start:stop]
        else:
            raw = "\n".join((lines[first][start:], *lines[first + 1 : last], lines[last][:stop]))
        text = raw.strip()
        if not text:
            return Cell("", self.lines.span(first, start, last, max(stop, start) if first == last else stop))
        lead = raw[: len(raw) - len(raw.lstrip())]
        if "\n" in lead:
            first += lead.count("\n")
            start = len(lead) - lead.rfind("\n") - 1
        else:
            start += len(lead)
        tail = raw[len(raw.rstrip()) :]
        if "\n" in tail:
            last -= tail.count("\n")
            stop = len(lines[last].rstrip())
        else:
            stop -= len(tail)
        return Cell(text, self.lines.span(first, start, last, stop))
