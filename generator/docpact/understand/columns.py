"""Which column of a table holds what: by its head, and where the head is wrong, by its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from docpact.diagnostics import Diagnostic, Edit
from docpact.pages.model import Cell, Row, Table
from docpact.understand import codes
from docpact.understand.dialect import Dialect
from docpact.understand.markdown import plain

_ENOUGH = 0.6
_STATUS = re.compile(r"[1-5]\d\d\b.*", re.DOTALL)


class Line(NamedTuple):
    """One row of a table, its cells by what they hold. `rest` are cells under heads that say nothing known."""

    cells: dict[str, Cell]
    row: Row
    rest: tuple[tuple[str, Cell], ...] = ()

    def text(self, role: str) -> str:
        cell = self.cells.get(role)
        return "" if cell is None else cell.text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are understood."""

    table: Table
    roles: tuple[str | None, ...]

    def __contains__(self, role: str) -> bool:
        return role in self.roles

    @property
    def is_errors(self) -> bool:
        return "code" in self.roles and ("message" in self.roles or "status" in self.roles)

    @property
    def is_statuses(self) -> bool:
        """Whether it lists HTTP statuses and what they mean, and no error codes."""
        if "status" not in self.roles or {"code", "name", "type", "required"} & set(self.roles) or not self.table.rows:
            return False
        column = self.roles.index("status")
        return all(_STATUS.fullmatch(plain(row.cells[column].text)) for row in self.table.rows)

    @property
    def is_parameters(self) -> bool:
        return "name" in self.roles and not self.is_errors and ("type" in self.roles or "required" in self.roles)

    def lines(self) -> Iterator[Line]:
        known = [(number, role) for number, role in enumerate(self.roles) if role is not None]
        others = [number for number, role in enumerate(self.roles) if role is None]
        heads = self.table.header.cells
        for row in self.table.rows:
            cells = {role: row.cells[number] for number, role in known}
            rest = [(plain(heads[number].text), row.cells[number]) for number in others if row.cells[number].text]
            yield Line(cells, row, tuple(rest))


def understand_columns(table: Table, dialect: Dialect, *, errors: bool = False) -> tuple[Grid, list[Diagnostic]]:
    """The table with what its columns hold. `errors` says that it stands where errors are expected."""
    problems: list[Diagnostic] = []
    roles: list[str | None] = []
    for cell in table.header.cells:
        guess = dialect.column(cell.text, errors=errors) if cell.text else None
        roles.append(None if guess is None or guess.role in roles else guess.role)
        if guess is not None and guess.meant is not None:
            problems.append(
                codes.MISSPELT.at(
                    cell.span,
                    f"`{plain(cell.text)}` is taken for `{guess.meant}`",
                    help="correct it",
                    edits=[Edit(cell.span, guess.meant)],
                )
            )
    if errors:
        _two_descriptions(table, dialect, roles)
    if not errors and not ("code" in roles and ("message" in roles or "status" in roles)):
        _judge_by_cells(table, dialect, roles)
    for role, cell, column in zip(roles, table.header.cells, range(len(roles)), strict=True):
        if role is not None or not cell.text or not ("name" in roles or "code" in roles):
            continue
        if any(row.cells[column].text for row in table.rows):
            problems.append(
                codes.UNKNOWN_COLUMN.at(
                    cell.span,
                    f"nothing is known about a column `{plain(cell.text)}`; its cells are kept as text",
                    help=f"correct the head, or add it to the dialect `{dialect.id}`",
                )
            )
    return Grid(table, tuple(roles)), problems


def _two_descriptions(table: Table, dialect: Dialect, roles: list[str | None]) -> None:
    """Of two columns of descriptions in an error table without messages, the first holds the messages."""
    if "code" not in roles or "message" in roles or "description" not in roles:
        return
    for column in range(roles.index("description") + 1, len(roles)):
        guess = dialect.columns.find(table.header.cells[column].text) if roles[column] is None else None
        if guess is not None and guess.role == "description":
            roles[roles.index("description")] = "message"
            roles[column] = "description"
            return


def _judge_by_cells(table: Table, dialect: Dialect, roles: list[str | None]) -> None:
    """Mends the roles of a parameter table where its cells show that a head is wrong or missing."""
    if "name" not in roles and "status" in roles and ("type" in roles or "required" in roles):
        roles[roles.index("status")] = "name"
    if "name" not in roles and "code" in roles and "type" in roles:
        roles[roles.index("code")] = "name"
    if "name" not in roles and roles and roles[0] is None and ("type" in roles or "required" in roles):
        roles[0] = "name"
    if not table.rows:
        return
    if "type" not in roles and "name" in roles:
        _assign(table, roles, "type", lambda text: dialect.type(text) is not None)
    if "required" in roles and "description" not in roles:
        column = roles.index("required")
        if _share(table, column, lambda text: dialect.required(text) is not None) < 1 - _ENOUGH:
            roles[column] = "description"
    if "required" not in roles and "name" in roles and "type" in roles:
        _assign(table, roles, "required", lambda text: dialect.required(text) is not None)
    if "description" not in roles and "name" in roles and roles[-1] is None and len(roles) > 2:
        roles[-1] = "description"


def _assign(table: Table, roles: list[str | None], role: str, test: Callable[[str], bool]) -> None:
    for column, known in enumerate(roles):
        if known is None and _share(table, column, test) >= _ENOUGH:
            roles[column] = role
            return


def _share(table: Table, column: int, test: Callable[[str], bool]) -> float:
    """The share of the filled cells of a column that pass a test."""
    texts = [row.cells[column].text for row in table.rows if row.cells[column].text]
    return sum(map(test, texts)) / len(texts) if texts else 0.0
