"""Response tables that show the whole answer as a tree, as docpact publishes them.

Of other tables the nesting is found with the help of examples (`align`, `response`). In a table under the dialect's
tree head each row says itself how deep it stands, what it is, and where table and example disagree: nothing is
inferred, so that what was once understood is understood alike when it is read again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from docpact.contract.model import Conflict, Property, Schema
from docpact.diagnostics import Diagnostic, Span
from docpact.understand import facts
from docpact.understand.columns import Grid, Line
from docpact.understand.dialect import Dialect, TreeForms, TypeName, fold
from docpact.understand.layout import Layout
from docpact.understand.markdown import plain
from docpact.understand.names import FlatName, Step
from docpact.understand.request import more_rows, value_fields
from docpact.understand.rows import Entry, read_row, typed

NAMELESS = "[]"
"""The name of a row about list items that have no element name."""


@dataclass(slots=True)
class _Member:
    """A row with those below it. `forms` are the forms of its type cell, with what stood in their gaps."""

    name: str
    entry: Entry | None = None
    shown: str | None = None
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: list[_Member] = field(default_factory=list)
    item: _Member | None = None
    others: list[Entry] = field(default_factory=list)


def is_tree(grid: Grid, dialect: Dialect) -> bool:
    """Whether a response table shows its answer as a tree."""
    if dialect.tree is None or "name" not in grid:
        return False
    return fold(grid.table.header.cells[grid.roles.index("name")].text) == fold(dialect.tree.name)


@dataclass(frozen=True, slots=True)
class Tree:
    """An answer that a table shows as a tree, of which nobody read the descriptions yet. It is so many lists deep."""

    root: _Member
    forms: TreeForms
    levels: int

    def schema(self, reader: facts.Reader) -> Schema:
        """The schema of the answer, with the values that its descriptions list."""
        schema = Schema(type="object", properties=_Finish(self.forms, reader).properties(self.root))
        for _ in range(self.levels):
            schema = Schema(type="array", items=schema)
        return schema


def read_tree(grid: Grid, layout: Layout, levels: int) -> Tree:
    """The answer that a table shows. The layout's `spans` learn under ("response", path) where its rows stand."""
    dialect, problems = layout.dialect, layout.problems
    assert dialect.tree is not None
    root = _Member("")
    open_members = [root]
    for line in grid.lines():
        text = plain(line.text("name"))
        bare = text.lstrip(dialect.child_marks)
        depth = min(len(text) - len(bare), len(open_members) - 1)
        repeated = _parts(dialect.tree.again, bare)
        if repeated is not None and depth + 1 < len(open_members):
            name = _unquoted(repeated[0])
            open_members[depth + 1].others.append(read_row(line, FlatName(name, (Step(name),)), dialect, problems))
            continue
        member = _member(line, bare, dialect, problems)
        parent = open_members[depth]
        if "item" in member.forms:
            parent.item = member
        else:
            parent.members.append(member)
        del open_members[depth + 1 :]
        open_members.append(member)
    _record(root, "", layout.spans)
    return Tree(root, dialect.tree, levels)


def _record(parent: _Member, path: str, spans: dict[tuple[str | int, ...], Span]) -> None:
    """Records where the rows below a member stand."""
    for member in parent.members:
        assert member.entry is not None
        inner = f"{path}.{member.name}" if path else member.name
        spans.setdefault(("response", inner), member.entry.span)
        kind: TypeName | None = member.entry.type
        while kind is not None and kind.type == "array":
            inner, kind = f"{inner}[]", kind.of
        _record(member, inner, spans)


def _member(line: Line, bare: str, dialect: Dialect, problems: list[Diagnostic]) -> _Member:
    forms: TreeForms | None = dialect.tree
    assert forms is not None
    names = _parts(forms.respelt, bare) or (bare,)
    found: dict[str, tuple[str, ...]] = {}
    kind = line.cells.get("type")
    if kind is not None:
        text = plain(kind.text)
        for form in ("unlisted", "untyped", "disputed"):
            gaps = _parts(getattr(forms, form), text)
            if gaps is not None:
                found[form] = gaps
                text = gaps[0]
        if fold(text) == fold(forms.item):
            found["item"] = ()
            text = ""
        if found:
            line = line._replace(cells={**line.cells, "type": kind._replace(text=text)})
    name, *shown = map(_unquoted, names)
    entry = read_row(line, FlatName(name, (Step(name),)), dialect, problems)
    return _Member(name, entry, shown[0] if shown else None, found)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(map(re.escape, form.split("{}"))), re.DOTALL)


def _parts(form: str, text: str) -> tuple[str, ...] | None:
    """What stands in the gaps of a form."""
    match = _pattern(form).fullmatch(f" {text}")  # the first gap may be empty, and its blank gone
    return None if match is None else tuple(part.strip() for part in match.groups())


def quoted(name: str, dialect: Dialect) -> str:
    """The name as a tree writes it: one that could be taken for something else as a JSON string."""
    simple = (
        name == plain(name) and not set(name) & set('()（）\\`*_<[]"') and name[:1] not in ("", *dialect.child_marks)
    )
    if simple or re.fullmatch(r"\w+", name, re.ASCII):
        return name
    return json.dumps(name).replace("(", "\\u0028").replace("  ", " \\u0020")


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        try:
            value = json.loads(text)
        except ValueError:
            return text
        return value if isinstance(value, str) else text
    return text


@dataclass(frozen=True, slots=True)
class _Finish:
    forms: TreeForms
    reader: facts.Reader

    def properties(self, parent: _Member) -> tuple[Property, ...]:
        out = {member.name: Property(name=member.name, schema=self.schema(member)) for member in parent.members}
        return tuple(out.values())

    def schema(self, member: _Member) -> Schema:
        entry, forms = member.entry, member.forms
        assert entry is not None
        kind = entry.type
        stated = "unlisted" not in forms and "untyped" not in forms
        schema = self.shaped(kind, member, member.item, entry, stated)
        extensions = more_rows(member.others)
        if "unlisted" in forms:
            return replace(schema, extensions={"x-docpact-undocumented": True, **extensions})
        said: dict[str, Any] = {"description": entry.description, "unparsed": entry.notes, "extensions": extensions}
        conflicts = []
        if member.shown is not None:
            conflicts.append(Conflict(fact="name", table=member.name, example=member.shown))
        if "disputed" in forms:
            conflicts.append(Conflict(fact="type", table=forms["disputed"][1], example=forms["disputed"][2]))
        if entry.example and not member.members:
            said["example"] = typed(entry.example, kind.type if stated else None)
        return replace(schema, conflicts=tuple(conflicts), **said)

    def shaped(self, kind: TypeName, member: _Member, item: _Member | None, entry: Entry, stated: bool) -> Schema:
        """The schema of that type with the member's parts inside. `stated` says that the table has the type."""
        if kind.type == "array":
            if kind.of is None and (kind is not entry.type or "disputed" in member.forms):
                return Schema(type="array")
            inner = self.shaped(kind.of or TypeName(None), member, item and item.item, entry, stated)
            if item is not None and item.entry is not None:
                name = None if item.name == NAMELESS else item.name
                inner = replace(inner, xml_name=name, description=item.entry.description)
            return Schema(type="array", items=inner)
        fields = value_fields(kind)
        if not stated:
            fields.pop("format", None)
        if member.members:
            fields["properties"] = self.properties(member)
        elif entry.type.type != "array":
            fields |= facts.listed_values(self.reader, entry.description, kind.type, entry.example)
        return Schema(**fields)


def only_tree(grids: Sequence[Grid], dialect: Dialect) -> Grid | None:
    """The table that shows the answer as a tree, where it is the only one."""
    return grids[0] if len(grids) == 1 and is_tree(grids[0], dialect) else None
