"""Rows of parameter tables as values: name, type, required flag, example and description, each understood by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docpact.contract.model import JSON
from docpact.diagnostics import Diagnostic, Edit, Span
from docpact.pages.model import Cell
from docpact.understand import codes
from docpact.understand.columns import Grid, Line
from docpact.understand.dialect import Dialect, TypeName, fold
from docpact.understand.markdown import plain, unescape, without_comments
from docpact.understand.names import FlatName, Step, flat_name

_NO_TYPE = TypeName(None)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `notes` are facts of the row that were not understood, as text.

    `marks` is the line of the row's table where some of its rows carry marks of their depth (`└`), else 0. `within` names
    what the row is a part of, where something besides its own name says so.
    """

    name: FlatName
    type: TypeName
    type_text: str
    required: bool
    example: str
    description: str
    position: str | None
    span: Span
    notes: tuple[str, ...] = ()
    marks: int = 0
    within: tuple[Step, ...] = ()

    @property
    def above(self) -> tuple[Step, ...]:
        """What the row is certainly a part of, the outermost first."""
        return (*self.within, *self.name.steps[:-1])


def read_rows(grid: Grid, dialect: Dialect, problems: list[Diagnostic], unparsed: list[str]) -> list[Entry]:
    """The rows of a parameter table. Rows without a name go to `unparsed`, complaints to `problems`."""
    rows = list(_read(grid, dialect, problems, unparsed))
    if any(row.name.depth for row in rows):
        return [replace(row, marks=grid.table.span.line) for row in rows]
    return rows


def _read(grid: Grid, dialect: Dialect, problems: list[Diagnostic], unparsed: list[str]) -> Iterator[Entry]:
    unmarked = "required" in grid or not dialect.marks
    for line in grid.lines():
        cell = line.cells["name"]
        required = None
        if not unmarked:
            text, required = dialect.marked(cell.text, line.text("description"))
            cell = cell._replace(text=text)
        name = flat_name(cell.text, dialect)
        if not name.steps:
            if any(c.text for c in line.row.cells):
                unparsed.append(" | ".join(c.text for c in line.row.cells))
                problems.append(codes.NAMELESS_ROW.at(line.row.span, "this row has no name", help="name the parameter"))
            continue
        if fold(cell.text) in dialect.pseudo_parameters:
            continue
        if _is_caption(line, dialect):
            unparsed.append(plain(cell.text))
            continue
        row = read_row(line, name, dialect, problems)
        yield row if required is None else replace(row, required=required)


def _is_caption(line: Line, dialect: Dialect) -> bool:
    """Whether a row only names what the rows below it are parts of: `Engine objects`, and no other cell."""
    if sum(1 for cell in line.row.cells if cell.text) != 1:
        return False
    return dialect.group_row.fullmatch(plain(line.text("name"))) is not None


def detailed(entries: list[Entry], label: str, rows: list[Entry]) -> Entry | None:
    """The parameter whose parts a second table describes: named above it, or the list or struct right before it."""
    if not entries or not rows or any(row.name.text == "Action" for row in rows):
        return None
    words = set(_IDENTIFIER.findall(label))
    open_ones = [e for e in entries if e.type.type in (None, "array", "object") or e.type.json]
    for entry in reversed(open_ones):
        if words & {entry.name.steps[-1].name, entry.type.of_name or ""} and len(entry.name.steps) == 1:
            return entry
    for entry in reversed(open_ones):
        kind: TypeName | None = entry.type
        while kind is not None:
            if kind.of_name is not None and kind.of_name in words:
                return entry
            kind = kind.of
    last = entries[-1]
    names = {entry.name.text for entry in entries}
    if (
        last.type.type in ("array", "object")
        and last.type.of is None
        and last.name.text not in names - {last.name.text}
    ):
        return last if not any(row.position for row in rows) else None
    return None


def below(owner: Entry, row: Entry) -> Entry:
    """The row as a part of its owner; of a list, of each item."""
    steps = owner.name.steps
    if owner.type.type == "array" and not steps[-1].indices:
        steps = (*steps[:-1], Step(steps[-1].name, ("N",)))
    text = ".".join([owner.name.text, *(["N"] if steps != owner.name.steps else []), row.name.text])
    name = FlatName(text, (*steps, *row.name.steps), row.name.depth)
    return replace(row, name=name, position=row.position or owner.position)


def adopt(entries: list[Entry]) -> list[Entry]:
    """Rows without a position behind a list or struct that has one are its parts, where its example does not deny it."""
    if not any(entry.position for entry in entries):
        return entries
    out: list[Entry] = []
    owner: Entry | None = None
    for entry in entries:
        if entry.position is None and not entry.name.depth and owner is not None:
            if not owner.example or f'"{entry.name.text}"' in owner.example:
                entry = below(owner, entry)
        elif entry.position is not None and not entry.name.depth:
            owner = entry if entry.type.type in ("array", "object") else owner
        out.append(entry)
    return out


def read_row(line: Line, name: FlatName, dialect: Dialect, problems: list[Diagnostic]) -> Entry:
    """The row of that name, its other cells understood."""
    notes = [f"{head}: {cell.text}" if head else cell.text for head, cell in line.rest]
    type_cell, required_cell = line.cells.get("type"), line.cells.get("required")
    kind = _NO_TYPE
    if type_cell is not None and type_cell.text:
        kind = _read_type(type_cell, dialect, problems, notes)
    required = False
    if required_cell is not None and required_cell.text:
        says = dialect.required(required_cell.text)
        nearly = dialect.nearly_required(required_cell.text) if says is None else None
        if nearly is not None and nearly.meant is not None:
            says = nearly.role == "yes"
            problems.append(_misspelt(required_cell, nearly.meant))
        if says is None:
            notes.append(f"required: {plain(required_cell.text)}")
            problems.append(
                codes.UNKNOWN_REQUIRED.at(
                    required_cell.span,
                    f"`{plain(required_cell.text)}` is neither yes nor no; `{name.text}` is taken for optional",
                )
            )
        required = bool(says)
    position_cell = line.cells.get("position")
    position = None
    if position_cell is not None and position_cell.text:
        guess = dialect.positions.find(position_cell.text)
        if guess is None:
            notes.append(f"position: {plain(position_cell.text)}")
            problems.append(
                codes.UNKNOWN_POSITION.at(position_cell.span, f"`{plain(position_cell.text)}` is no place in a request")
            )
        else:
            position = guess.role
    return Entry(
        name=name,
        type=kind,
        type_text=plain(line.text("type")),
        required=required,
        example=_example(line.text("example"), dialect),
        description=_description(line, dialect),
        position=position,
        span=line.row.span,
        notes=tuple(notes),
    )


def _read_type(cell: Cell, dialect: Dialect, problems: list[Diagnostic], notes: list[str]) -> TypeName:
    kind = dialect.type(cell.text)
    if kind is None:
        notes.append(f"type: {plain(cell.text)}")
        problems.append(
            codes.UNKNOWN_TYPE.at(
                cell.span, f"`{plain(cell.text)}` is no known type", help="correct it, or add it to the dialect"
            )
        )
        return TypeName(None, of_name=plain(cell.text))
    if kind.meant is not None:
        problems.append(_misspelt(cell, kind.meant))
    return kind


def _misspelt(cell: Cell, meant: str) -> Diagnostic:
    edits = [Edit(cell.span, meant)]
    return codes.MISSPELT.at(cell.span, f"`{plain(cell.text)}` is taken for `{meant}`", help="correct it", edits=edits)


def _example(text: str, dialect: Dialect) -> str:
    if not text:
        return ""
    if "\n" in text or "`" in text:
        text = text.strip("`") if text.count("`") == 2 and text[0] == text[-1] == "`" else text
    out = unescape(text).replace("\u00a0", " ").strip()
    return "" if fold(out) in dialect.no_example else out


def _description(line: Line, dialect: Dialect) -> str:
    """The description; what columns of their own say about the value stands behind it as sentences."""
    text = _cleaned(line.text("description"))
    for role, sentence in dialect.sentences.items():
        said = _example(line.text(role), dialect)
        if said:
            text = f"{text} {sentence.format(said)}".strip()
    return text


def _cleaned(text: str) -> str:
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u200b", "")
    return without_comments(text).strip()


def typed(text: str, kind: str | None) -> JSON:
    """A value in the page's writing as the JSON value its declared type makes of it; the text where it makes none."""
    if kind == "integer":
        try:
            number = int(text)
        except ValueError:
            return text
        return number if str(number) == text else text
    if kind == "number":
        try:
            value = float(text)
        except ValueError:
            return text
        if value != value or value in (float("inf"), float("-inf")):
            return text
        return int(value) if value.is_integer() and "." not in text and abs(value) < 1 << 53 else value
    if kind == "boolean" and text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    return text
