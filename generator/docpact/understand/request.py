"""The request tables of a page become parameters and a body; flat names become the structures they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docpact.contract.model import JSON, Layout, Location, Parameter, Property, Schema
from docpact.diagnostics import Diagnostic, Note, Span
from docpact.understand import codes, facts
from docpact.understand.dialect import TypeName
from docpact.understand.names import Step
from docpact.understand.prose import Facts
from docpact.understand.rows import Entry, typed

_NO_TYPE = TypeName(None)
_LOCATIONS = {"query": Location.QUERY, "path": Location.PATH, "header": Location.HEADER}


@dataclass(slots=True)
class Node:
    """A parameter or a part of one, while its rows are collected."""

    name: str
    level: int = 0
    entry: Entry | None = None
    indexed: int = 0
    dotted: bool = False
    children: dict[str, Node] = field(default_factory=dict)
    others: list[Entry] = field(default_factory=list)

    @property
    def required(self) -> bool:
        """Its own flag; a group without a row of its own is required where one of its parts is."""
        if self.entry is not None:
            return self.entry.required
        return any(child.required for child in self.children.values())

    @property
    def is_array(self) -> bool:
        return self.indexed > 0 or (self.entry is not None and self.entry.type.type == "array")


def build_tree(
    entries: Iterable[Entry], problems: list[Diagnostic], spans: dict[tuple[str | int, ...], Span], kind: str
) -> Node:
    """The rows as a tree. `spans` learns under (`kind`, name) and under (`kind`, path from the top) where each row stands."""
    root = Node("")
    open_rows: list[Node] = []
    paths: list[str] = []
    for entry in entries:
        depth = min(entry.name.depth, len(open_rows))
        parent = open_rows[depth - 1] if depth else root
        node = _place(parent, entry.name.steps)
        del open_rows[depth:], paths[depth:]
        open_rows.append(node)
        paths.append(".".join([*paths[-1:], *(step.name for step in entry.name.steps)]))
        spans.setdefault((kind, paths[-1]), entry.span)
        spans.setdefault((kind, entry.name.text), entry.span)
        spans.setdefault((kind, entry.name.steps[0].name), entry.span)
        if node.entry is None:
            node.entry = entry
            continue
        node.others.append(entry)
        if entry.name.text == node.entry.name.text or not entry.name.is_numbered:
            problems.append(
                codes.DUPLICATE_PARAMETER.at(
                    entry.span,
                    f"`{entry.name.text}` is described a second time; the first row counts",
                    help="delete one of the rows",
                    notes=[Note(node.entry.span, "the first one")],
                )
            )
    return root


def _place(parent: Node, steps: tuple[Step, ...]) -> Node:
    for number, step in enumerate(steps):
        node = parent.children.get(step.name)
        if node is None:
            node = parent.children[step.name] = Node(step.name, number)
        node.indexed = max(node.indexed, len(step.indices))
        if number + 1 < len(steps) and not step.indices:
            node.dotted = True
        parent = node
    return parent


def parameters(root: Node, reader: facts.Reader, placeholders: Iterable[str], default: Location) -> list[Parameter]:
    """The parameters of the tree's top, in the order of their rows."""
    places = set(placeholders)
    return [_parameter(node, reader, places, default) for node in root.children.values()]


def _parameter(node: Node, reader: facts.Reader, placeholders: set[str], default: Location) -> Parameter:
    entry = node.entry
    fields, said = schema_fields(node, reader, node.name)
    location = default
    if entry is not None and entry.position in _LOCATIONS:
        location = _LOCATIONS[entry.position]
    if node.name in placeholders:
        location = Location.PATH
    layout = Layout.PLAIN
    if node.indexed or (entry is not None and _is_repeat_list(entry)):
        layout = Layout.REPEAT
    elif node.dotted:
        layout = Layout.DOTTED
    example = fields.pop("example", None) if layout is Layout.PLAIN else None
    return Parameter(
        name=node.name,
        schema=Schema(**fields),
        location=location,
        required=node.required or location is Location.PATH,
        description=entry.description if entry is not None else "",
        example=example,
        layout=layout,
        deprecated=bool(said is not None and said.deprecated),
        unparsed=entry.notes if entry is not None else (),
        extensions=more_rows(node.others),
    )


def _is_repeat_list(entry: Entry) -> bool:
    return entry.type.type == "array" and entry.type_text.replace(" ", "").casefold() == "repeatlist"


def properties(node: Node, reader: facts.Reader, prefix: str) -> tuple[Property, ...]:
    """The parts of a group as members of an object."""
    return tuple(
        Property(name=child.name, schema=_member(child, reader, prefix), required=child.required)
        for child in node.children.values()
    )


def _member(node: Node, reader: facts.Reader, prefix: str) -> Schema:
    fields, _ = schema_fields(node, reader, f"{prefix}.{node.name}" if prefix else node.name)
    if node.entry is not None:
        fields["description"], fields["unparsed"] = node.entry.description, node.entry.notes
    if node.others:
        if fields["type"] not in ("array", "object"):
            fields = facts.agreed(fields, [_constraints(row, fields["type"], reader) for row in node.others])
        fields["extensions"] = more_rows(node.others)
    return Schema(**fields)


def _constraints(row: Entry, kind: str | None, reader: facts.Reader) -> Fields:
    """What a row says about a value of that type."""
    return facts.constraints(kind, reader.read(row.description, kind, row.name.text, row.example or None))


Fields = dict[str, Any]
"""Arguments for Schema."""


def schema_fields(node: Node, reader: facts.Reader, name: str) -> tuple[Fields, Facts | None]:
    """The schema of a node with everything below it, but for its description, and what its description says."""
    entry = node.entry
    kind = entry.type if entry is not None else _NO_TYPE
    description = entry.description if entry is not None else ""
    flat = entry.name.text if entry is not None else name
    example = (entry.example or None) if entry is not None else None
    if node.children:
        inner: Fields = {"type": "object", "properties": properties(node, reader, name)}
        said = reader.read(description, "array" if node.is_array else "object", flat)
        if not node.is_array:
            return inner | facts.constraints("object", said), said
        fields = _list_of(inner, max(node.indexed, _levels(kind), 1))
        for part in _below(node):
            facts.limit_index(fields, reader.about(part.name.text), part.name.steps, node.level)
        facts.limit(fields, said)
        return fields, said
    if node.indexed or kind.type == "array":
        inner = value_fields(kind.of or _NO_TYPE) if kind.type == "array" else value_fields(kind)
        if node.indexed:
            if inner["type"] == "array" or (inner["type"] is None and kind.of_name is None):
                inner["type"] = "string"
            if example is not None:
                inner["example"] = typed(example, inner["type"])
        said = reader.read(description, inner["type"] if node.indexed else "array", flat, example)
        inner |= facts.constraints(inner["type"], said)
        fields = _list_of(inner if inner["type"] or len(inner) > 1 else None, max(node.indexed, 1))
        if not node.indexed and example is not None:
            fields["example"] = example
        if entry is not None:
            facts.limit_index(fields, said, entry.name.steps, node.level)
        facts.limit(fields, said)
        return fields, said
    fields = value_fields(kind)
    if example is not None:
        fields["example"] = typed(example, kind.type)
    said = reader.read(description, kind.type, flat, example)
    return fields | facts.constraints(kind.type, said), said


def _levels(kind: TypeName | None) -> int:
    """How many lists in each other a type is."""
    return 0 if kind is None or kind.type != "array" else 1 + _levels(kind.of)


def _below(node: Node) -> Iterator[Entry]:
    """The rows of all parts of a group."""
    for child in node.children.values():
        if child.entry is not None:
            yield child.entry
        yield from _below(child)


def _list_of(items: Fields | None, levels: int) -> Fields:
    """The fields of an array of so many levels."""
    schema = None if items is None else Schema(**items)
    for _ in range(levels - 1):
        schema = Schema(type="array", items=schema)
    return {"type": "array", "items": schema}


def value_fields(kind: TypeName) -> Fields:
    """The fields that a type name alone states."""
    if kind.type == "array":
        items = value_schema(kind.of) if kind.of is not None and kind.of.type is not None else None
        return {"type": "array", "items": items}
    fields: Fields = {"type": kind.type}
    if kind.format is not None:
        fields["format"] = kind.format
    if kind.json:
        fields["json"] = Schema()
    return fields


def value_schema(kind: TypeName) -> Schema:
    """The schema of a type name alone."""
    return Schema(**value_fields(kind))


def more_rows(entries: Iterable[Entry]) -> dict[str, JSON]:
    """Rows that describe the same parameter again, as they stand, for the extensions of the first."""
    rows: list[JSON] = []
    for entry in entries:
        row: dict[str, JSON] = {"name": entry.name.text, "type": entry.type_text, "required": entry.required}
        if entry.example:
            row["example"] = entry.example
        row["description"] = entry.description
        rows.append(row)
    return {"x-docpact-more-rows": rows} if rows else {}
