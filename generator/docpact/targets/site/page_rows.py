"""The rows of parameter tables: one or several for each parameter, member and field, as the reader takes them apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docpact.contract.model import JSON, Layout, Location, Parameter, Property, Schema, Style
from docpact.targets.site.page_words import Words
from docpact.targets.site.statements import complete

_NOTE = re.compile(r"(type|required|position|status): (.*)", re.DOTALL)
_SECOND_INDEX = re.compile(r"(?<![A-Za-z])[mM](?![A-Za-z])")
"""A description that calls the index of an inner list by a letter of its own."""
_INDEX = re.compile(r"\.[NM](?=\.|$)")
_NUMBER = re.compile(r"\.\d+(?=\.|$)")
_TYPES = {
    ("string", None): "String",
    ("integer", "int32"): "Integer",
    ("integer", "int64"): "Long",
    ("integer", None): "Integer",
    ("number", "float"): "Float",
    ("number", "double"): "Double",
    ("number", None): "Double",
    ("boolean", None): "Boolean",
    ("object", None): "Object",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a parameter table. `more` are cells under heads of their own."""

    name: str
    type: str
    required: str
    position: str
    example: str
    text: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows. `names` are those of all parameters of the operation, `ruled` the flat names in its rules."""

    words: Words
    style: Style
    names: Sequence[str]
    ruled: frozenset[str] = frozenset()

    def parameter(self, parameter: Parameter) -> Iterator[Row]:
        """The rows of a request parameter with its parts."""
        schema = parameter.schema
        name = parameter.name
        position = ""
        if self.style is Style.REST or parameter.location is not Location.QUERY:
            position = parameter.location.value.capitalize()
        if parameter.layout is Layout.PLAIN:
            text = self.text(parameter.description, schema, name, parameter.example, parameter.extensions)
            yield self.row(name, schema, parameter.required, text, parameter.example, parameter.unparsed, position)
            yield from self.members(schema, 1, position)
            yield from self.more_rows(parameter.extensions, position)
        else:
            part = Property(
                name=name,
                required=parameter.required,
                schema=replace(
                    schema,
                    description=parameter.description,
                    unparsed=parameter.unparsed,
                    extensions=parameter.extensions,
                ),
            )
            yield from self.part(name, part, position)

    def part(self, name: str, part: Property, position: str) -> Iterator[Row]:
        """The rows of a repeated or dotted group: its own where it has one, and those of its parts."""
        schema = part.schema
        text, notes, example = schema.description, schema.unparsed, schema.example
        levels = 0
        inner = schema
        while inner.type == "array" and inner.items is not None:
            inner = inner.items
            levels += 1
        nested = ".N" in name and schema.max_items is not None and _SECOND_INDEX.search(text)
        flat = name + (".M" if nested else ".N") * levels
        parts = inner.properties
        if not parts:
            shown = example if example is not None else inner.example
            flat = self.numbered(flat, schema.extensions)
            text = self.text(text, schema, flat, shown, schema.extensions)
            yield self.row(flat, inner if levels else schema, part.required, text, shown, notes, position)
        else:
            if text or notes or part.required != any(each.required for each in parts):
                yield self.row(flat, Schema(type="object"), part.required, text, None, notes, position, own_type="")
            for each in parts:
                yield from self.part(f"{flat}.{each.name}", each, position)
        yield from self.more_rows(schema.extensions, position)

    def numbered(self, flat: str, extensions: Mapping[str, JSON]) -> str:
        """The name under the number that its row had (`Filter.1.Key`), where its rules or its further rows tell."""
        first = _INDEX.sub(".1", flat)
        others = {str(row.get("name", "")) for row in _more_rows(extensions)}
        if first in self.ruled or (any(_NUMBER.search(other) for other in others) and first not in others):
            return first
        return flat

    def text(self, text: str, schema: Schema, name: str, example: JSON, extensions: Mapping[str, JSON]) -> str:
        """The description, completed where it does not state what the schema says. Of several rows each has a share."""
        if _more_rows(extensions):
            return text
        return complete(text, schema, name, self.names, example, self.words.phrases)

    def body(self, schema: Schema) -> Iterator[Row]:
        """The rows of a body's members; those that rules call by dotted names have these."""
        for member in _innermost(schema).properties:
            alone = replace(schema, type="object", items=None, properties=(member,))
            prefix = f"{member.name}."
            if any(name.startswith(prefix) for name in self.ruled):
                yield from self.dotted(member, "")
            else:
                yield from self.members(alone, 0)

    def dotted(self, member: Property, path: str) -> Iterator[Row]:
        """The rows of a member and its parts under their whole names."""
        name = f"{path}{member.name}"
        yield self.member(member, name, "")
        yield from self.more_rows(member.schema.extensions, "")
        inside = f"{name}.N." if member.schema.items is not None else f"{name}."
        for part in _innermost(member.schema).properties:
            yield from self.dotted(part, inside)

    def members(self, schema: Schema, depth: int, position: str = "") -> Iterator[Row]:
        """The rows of what is inside a plain parameter or a body, marked by their depth."""
        for member in _innermost(schema).properties:
            yield self.member(member, "└" * depth + member.name, position)
            yield from self.members(member.schema, depth + 1, position)
            yield from self.more_rows(member.schema.extensions, position, depth)

    def member(self, member: Property, name: str, position: str) -> Row:
        """The row of one member."""
        schema = member.schema
        return self.row(name, schema, member.required, schema.description, schema.example, schema.unparsed, position)

    def more_rows(self, extensions: Mapping[str, JSON], position: str, depth: int = 0) -> Iterator[Row]:
        """Rows that describe the same thing again."""
        for row in _more_rows(extensions):
            yield Row(
                "└" * depth + str(row.get("name", "")),
                str(row.get("type", "")),
                self.words.yes if row.get("required") else self.words.no,
                position,
                str(row.get("example", "")),
                str(row.get("description", "")),
                {},
            )

    def row(
        self,
        name: str,
        schema: Schema,
        required: bool,
        text: str,
        example: JSON,
        notes: Sequence[str],
        position: str,
        own_type: str | None = None,
    ) -> Row:
        cells = {
            "type": type_cell(schema, self.words) if own_type is None else own_type,
            "required": self.words.yes if required else self.words.no,
            "position": position,
        }
        more: dict[str, str] = {}
        for note in notes:
            match = _NOTE.fullmatch(note)
            if match is not None:
                cells[match[1]] = match[2]
            else:
                head, _, cell = note.partition(": ")
                more[head] = cell
        return Row(name, cells["type"], cells["required"], cells["position"], example_cell(example), text, more)


def _innermost(schema: Schema) -> Schema:
    """The items of the items of a list; any other schema itself."""
    while schema.items is not None:
        schema = schema.items
    return schema


def _more_rows(extensions: Mapping[str, JSON]) -> list[dict[str, JSON]]:
    rows = extensions.get("x-docpact-more-rows")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def type_cell(schema: Schema, words: Words, *, rough: bool = False) -> str:
    """The type as a page names it; a `rough` one says nothing of the size of numbers."""
    if schema.type is None:
        return ""
    if schema.type == "array":
        if schema.items is None or schema.items.type is None:
            return "Array"
        return f"Array of {type_cell(schema.items, words, rough=rough)}"
    if schema.json is not None and "json" not in schema.says:
        return "JSON String"
    if schema.format == "date-time" and "format" not in schema.says:
        return "Date"
    if schema.format is None and not rough and schema.type in ("integer", "number"):
        return words.whole if schema.type == "integer" else words.number
    known = _TYPES.get((schema.type, schema.format)) or _TYPES.get((schema.type, None))
    return known or schema.type.capitalize()


def example_cell(value: JSON) -> str:
    """An example as a table cell shows it, before it is escaped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def note_cells(notes: Sequence[str]) -> dict[str, str]:
    """What was not understood of a row, by the heads of the columns that hold it."""
    cells = {}
    for note in notes:
        head, parted, cell = note.partition(": ")
        cells[head if parted else ""] = cell if parted else note
    return cells
