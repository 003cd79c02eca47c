"""The pages as the cases quote them: which line says it.

The contract holds no line numbers, so they are looked up in the page's text when the suite is planned. Where the
pages are not at hand, the contract's own words are quoted, without a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from docpact.contract.model import JSON

_NOISE = re.compile(r"[\\*`\s]+")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: the line it starts on (from 1), its first lines' cells, and its whole text."""

    line: int
    table: int
    cells: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Page:
    """One page. `name` is how quotes call it."""

    name: str
    lines: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def row(self, name: str, *, after_table: int = -1) -> Row | None:
        """The first row whose first cell is `name`, in a table later than `after_table`."""
        return next((row for row in self.rows if row.table > after_table and row.cells[:1] == (name,)), None)

    def error(self, code: str, message: str) -> Row | None:
        """The row that holds `code`, preferably the one with exactly that message."""
        rows = [row for row in self.rows if code in row.cells]
        return next((row for row in rows if message in row.cells), rows[0] if rows else None)

    def find(self, sentence: str, start: int = 1) -> int | None:
        """The line on which a sentence starts, at or after line `start`; markup and spacing do not count."""
        wanted = _bare(sentence)[:40]
        if not wanted:
            return None
        for number in range(start, len(self.lines) + 1):
            here = _bare(self.lines[number - 1])
            if wanted in here:
                return number
            ahead = here + _bare(" ".join(self.lines[number : number + 3]))
            if wanted in ahead and ahead.index(wanted) < len(here):
                return number
        return None


class Book:
    """The pages of a service, read once each. `operations` are the names of the pages that describe an operation."""

    def __init__(self, service: Path | None, operations: Iterable[str] = ()) -> None:
        self._service = service
        self._operations = frozenset(operations)
        self._pages: dict[str, Page] = {}

    def page(self, name: str) -> Page:
        """The page at `name`, relative to the contract; an empty one where it cannot be read."""
        if name not in self._pages:
            self._pages[name] = self._read(name)
        return self._pages[name]

    def pages(self) -> Iterator[Page]:
        """Every page of the service's `pages` folder, in the order of their names."""
        return map(self.page, self._names)

    @cached_property
    def common(self) -> tuple[Page, ...]:
        """The pages that describe no operation: what is true of all stands there."""
        return tuple(self.page(name) for name in self._names if name not in self._operations)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        if self._service is None:
            return ()
        return tuple(f"pages/{path.name}" for path in sorted((self._service / "pages").glob("*.md")))

    def _read(self, name: str) -> Page:
        page = Page(name)
        if self._service is None or not name:
            return page
        try:
            text = (self._service / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return page
        page.lines = text.splitlines()
        page.rows = list(_rows(page.lines))
        return page


def quote(text: str, page: str, line: int | None) -> dict[str, JSON]:
    """A quote as the case files hold it."""
    text = " ".join(text.split())
    return {"text": text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", "page": page, "line": line}


def row_quote(page: Page, row: Row | None, otherwise: str) -> dict[str, JSON]:
    """The quote of a row, or of the contract's words where there is no page."""
    return quote(row.text, page.name, row.line) if row else quote(otherwise, page.name, None)


def _rows(lines: list[str]) -> Iterator[Row]:
    table = -1
    inside = False
    for index, line in enumerate(lines):
        stripped = line.strip()
        below = lines[index + 1].strip() if index + 1 < len(lines) else ""
        if not inside and stripped.startswith("|") and re.fullmatch(r"\|?[\s:|-]*-[\s:|-]*", below):
            table, inside = table + 1, True
            continue
        if stripped.startswith("#"):
            inside = False
        if inside and stripped.startswith("|") and len(stripped) > 1 and not re.fullmatch(r"[\s:|-]+", stripped):
            cells = tuple(_plain(cell) for cell in re.split(r"(?<!\\)\|", stripped.strip("|")))
            yield Row(index + 1, table, cells, _whole(lines, index))


def _whole(lines: list[str], index: int) -> str:
    """A row's text up to its closing `|`; a cell may run over several lines."""
    text = lines[index].strip()
    columns = text.count("|")
    if text.endswith("|") and columns > 2:
        return text
    for line in lines[index + 1 : index + 30]:
        stripped = line.strip()
        if stripped.startswith("#") or (stripped.startswith("|") and len(stripped) > 1):
            break
        text += f" {stripped}"
        if stripped.endswith("|"):
            break
    return text


def _plain(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell).replace("**", "").replace("`", "").strip()


def _bare(text: str) -> str:
    return _NOISE.sub("", text)
