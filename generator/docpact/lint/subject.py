"""A page as rules see it: its text, its rows with the place of every cell, and the operation they became."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from docpact.contract.model import Operation, Parameter, Schema
from docpact.diagnostics import Diagnostic, Span
from docpact.pages.model import Cell, Fence, Page
from docpact.understand import operation as understand
from docpact.understand.columns import Grid, Line
from docpact.understand.dialect import Dialect, builtin
from docpact.understand.layout import Layout, choose_dialect, lay_out
from docpact.understand.markdown import plain, unescape
from docpact.understand.names import FlatName, flat_name
from docpact.understand.operations import Understood


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a parameter or response table. `schema` is what the row became; None where it became nothing."""

    name: FlatName
    line: Line
    schema: Schema | None = None
    path: str = ""
    """Of a response row: where its field stands, `EipAddresses.EipAddress[].Status`."""

    @property
    def span(self) -> Span:
        return self.line.row.span

    def cell(self, role: str) -> Cell | None:
        return self.line.cells.get(role)

    def text(self, role: str) -> str:
        """The cell as a reader sees it, on one line."""
        return plain(self.line.text(role))

    def at(self, role: str) -> Span:
        """The place of the cell, or of the row where it has no such cell."""
        cell = self.cell(role)
        return cell.span if cell is not None and cell.text else self.name_span

    @property
    def name_span(self) -> Span:
        cell = self.cell("name")
        return cell.span if cell is not None else self.span

    @property
    def example(self) -> str:
        """The example cell's text, without escapes."""
        return unescape(self.line.text("example")).strip("`").replace("\xa0", " ").strip()

    @property
    def description(self) -> str:
        return self.line.text("description")


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A row of an error table, its cells as a reader sees them."""

    status: str
    code: str
    message: str
    description: str
    line: Line
    has_status_column: bool

    @property
    def span(self) -> Span:
        return self.line.row.span

    def at(self, role: str) -> Span:
        cell = self.line.cells.get(role)
        return cell.span if cell is not None and cell.text else self.span


@dataclass
class Subject:
    """One page under the linter's eyes. What costs work is done when a rule first asks for it."""

    page: Page
    problems: list[Diagnostic] = field(default_factory=list)
    """What reading and understanding found."""
    dialects: tuple[Dialect, ...] = ()

    @property
    def path(self) -> str:
        return self.page.path

    @property
    def is_readable(self) -> bool:
        """Whether there is anything to look at: of a file that could not be read only its problems are known."""
        return bool(self.page.text) or not self.problems

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the page, without their ends but for a carriage return."""
        return self.page.text.split("\n")

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The numbers of the lines of code blocks."""
        fences = (fence for section in self.page.sections for fence in section.fences())
        return frozenset(number for f in fences for number in range(f.span.line, f.span.end_line + 1))

    @cached_property
    def dialect(self) -> Dialect:
        return choose_dialect(self.page, self.dialects or builtin())

    @cached_property
    def understood(self) -> Understood:
        return understand(self.page, self.dialect)

    @property
    def operation(self) -> Operation | None:
        return self.understood.operation

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.page, self.dialect)

    @cached_property
    def request(self) -> tuple[Row, ...]:
        """The rows of the request tables, of headers and body too."""
        parameters = self.operation.parameters if self.operation else self.understood.common_parameters
        body = self.operation.body.schema if self.operation and self.operation.body else None
        rows = self._rows([part.grid for part in (*self.layout.request, *self.layout.body)])
        return tuple(replace(row, schema=_schema(row.name, parameters, body)) for row in rows)

    @cached_property
    def response(self) -> tuple[Row, ...]:
        """The rows of the response tables."""
        rows = self._rows([part.grid for part in self.layout.response])
        schema = self.operation.response.schema if self.operation else None
        by_path = dict(schema.walk()) if schema is not None else {}
        paths = {
            span: str(key[1]) for key, span in self.understood.sources.items() if len(key) == 2 and key[0] == "response"
        }
        out = []
        for row in rows:
            path = paths.get(row.span, "")
            out.append(replace(row, path=path, schema=by_path.get(path) if path else None))
        return tuple(out)

    @cached_property
    def errors(self) -> tuple[ErrorLine, ...]:
        """The rows of the error tables that hold anything."""
        return tuple(
            ErrorLine(
                plain(line.text("status")),
                plain(line.text("code")),
                plain(line.text("message")),
                plain(line.text("description")),
                line,
                "status" in grid,
            )
            for grid in self.layout.errors
            for line in grid.lines()
            if any(cell.text for cell in line.row.cells)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """All names that the request tables describe, flat ones and their parts, in lower case."""
        return frozenset(
            name.lower() for row in self.request for name in (row.name.text, *(step.name for step in row.name.steps))
        )

    def _rows(self, grids: list[Grid]) -> Iterator[Row]:
        for grid in grids:
            for line in grid.lines():
                cell = line.cells.get("name")
                name = flat_name(cell.text, self.dialect) if cell is not None else None
                if name is not None and name.steps:
                    yield Row(name, line)

    def inside(self, fence: Fence, text: str) -> Span:
        """The place of `text` in a code block, or of the block where it is not there as it stands."""
        for number in range(fence.span.line, min(fence.span.end_line, len(self.lines)) + 1):
            column = self.lines[number - 1].find(text)
            if text and column >= 0:
                return Span(self.path, number, column + 1, number, column + 1 + len(text))
        return fence.span


def _schema(name: FlatName, parameters: tuple[Parameter, ...], body: Schema | None) -> Schema | None:
    """The schema of the value that a flat name stands for: below the items of its lists."""
    if name.is_numbered and any(
        index not in ("1", "0") for step in name.steps for index in step.indices if index.isdecimal()
    ):
        return None  # `Filter.2.Key`: what its row says is of the second item only
    first, *rest = name.steps
    schema = next((p.schema for p in parameters if p.name == first.name), None)
    if schema is None and body is not None:
        member = (body.items or body).property(first.name)
        schema = member.schema if member is not None else None
    for step in (first, *rest):
        if schema is None:
            return None
        if step is not first:
            member = schema.property(step.name)
            if member is None:
                return None
            schema = member.schema
        for _ in step.indices:
            schema = schema.items if schema is not None and schema.items is not None else schema
    return schema
