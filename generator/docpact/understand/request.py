"""The request tables of a page become parameters and a body; flat names become the structures they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from docpact.contract.model import JSON, Layout, Location, Parameter, Property, Schema
from docpact.diagnostics import Diagnostic, Note, Span
from docpact.understand import codes, facts
from docpact.understand.dialect import TypeName
from docpact.understand.names import Step
from docpact.understand.rows import Entry, typed

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
    """The rows as a tree. `spans` learns under (`kind`, name) where each row stands."""
    root = Node("")
    open_rows: list[Node] = []
    for entry in entries:
        depth = min(entry.name.depth, len(open_rows))
        parent = open_rows[depth - 1] if depth else root
        node = _place(parent, entry.name.steps)
        del open_rows[depth:]
        open_rows.append(node)
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
    schema, said = schema_of(node, reader, node.name)
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
    description = entry.description if entry is not None else ""
    example = schema.example if layout is Layout.PLAIN else None
    return Parameter(
        name=node.name,
        schema=replace(schema, description="", example=None if layout is Layout.PLAIN else schema.example),
        location=location,
        required=node.required or location is Location.PATH,
        description=description,
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
    schema, _ = schema_of(node, reader, f"{prefix}.{node.name}" if prefix else node.name)
    entry = node.entry
    if entry is not None and entry.notes:
        schema = replace(schema, unparsed=(*schema.unparsed, *entry.notes))
    extensions = more_rows(node.others)
    return replace(schema, extensions={**schema.extensions, **extensions}) if extensions else schema


def schema_of(node: Node, reader: facts.Reader, name: str) -> tuple[Schema, Any]:
    """The schema of a node with everything below it, and what its description says."""
    entry = node.entry
    kind = entry.type if entry is not None else TypeName(None)
    description = entry.description if entry is not None else ""
    flat = entry.name.text if entry is not None else name
    if node.children:
        inner = Schema(type="object", properties=properties(node, reader, name))
        said = reader.read(description, "array" if node.is_array else "object", flat)
        if not node.is_array:
            return replace(facts.apply(inner, said), description=description), said
        schema = _array(inner, max(node.indexed, 1), description)
        for part in _below(node):
            schema = facts.apply_index(schema, reader.about(part.name.text), part.name.steps, node.level)
        return facts.apply_limits(schema, said), said
    if node.indexed:
        inner = value_schema(kind.of or kind if kind.type == "array" else kind)
        if inner.type is None or inner.type == "array":
            inner = replace(inner, type="string")
        inner = _with_example(inner, entry)
        said = reader.read(description, inner.type, flat, entry.example if entry is not None else None)
        schema = _array(facts.apply(inner, said), node.indexed, description)
        if entry is not None:
            schema = facts.apply_index(schema, said, entry.name.steps, node.level)
        return facts.apply_limits(schema, said), said
    schema = value_schema(kind)
    schema = _with_example(schema, entry)
    said = reader.read(description, schema.type, flat, entry.example if entry is not None else None)
    if schema.type == "array":
        if schema.items is not None:
            schema = replace(schema, items=facts.apply(schema.items, said))
        schema = facts.apply_limits(schema, said)
    else:
        schema = facts.apply(schema, said)
    return replace(schema, description=description), said


def _below(node: Node) -> Iterator[Entry]:
    """The rows of all parts of a group."""
    for child in node.children.values():
        if child.entry is not None:
            yield child.entry
        yield from _below(child)


def _array(items: Schema, levels: int, description: str) -> Schema:
    for _ in range(levels):
        items = Schema(type="array", items=items)
    return replace(items, description=description)


def value_schema(kind: TypeName) -> Schema:
    """The schema of a type name alone."""
    if kind.type == "array":
        items = value_schema(kind.of) if kind.of is not None and kind.of.type is not None else None
        return Schema(type="array", items=items)
    return Schema(type=kind.type, format=kind.format, json=Schema() if kind.json else None)


def _with_example(schema: Schema, entry: Entry | None) -> Schema:
    if entry is None or not entry.example:
        return schema
    return replace(schema, example=typed(entry.example, schema.type))


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
