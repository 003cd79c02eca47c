"""The rows of parameter tables: one or several for each parameter, member and field, as the reader takes them apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docpact.contract.model import JSON, Layout, Location, Parameter, Property, Schema, Style
from docpact.escape import markdown
from docpact.targets.site.page_words import Words
from docpact.targets.site.statements import complete

_NOTE = re.compile(r"(type|required|position|status): (.*)", re.DOTALL)
_SECOND_INDEX = re.compile(r"(?<![A-Za-z])[mM](?![A-Za-z])")
"""A description that calls the index of an inner list by a letter of its own."""
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
    """Makes rows. `names` are those of all parameters of the operation."""

    words: Words
    style: Style
    names: Sequence[str]

    def parameter(self, parameter: Parameter) -> Iterator[Row]:
        """The rows of a request parameter with its parts."""
        schema = parameter.schema
        name = parameter.name
        position = ""
        if self.style is Style.REST or parameter.location is not Location.QUERY:
            position = parameter.location.value.capitalize()
        if parameter.layout is Layout.PLAIN:
            text = complete(parameter.description, schema, name, self.names, parameter.example, self.words.phrases)
            yield self.row(name, schema, parameter.required, text, parameter.example, parameter.unparsed, position)
            yield from self.members(schema, 1, position)
        else:
            yield from self.group(
                name,
                schema,
                parameter.required,
                parameter.description,
                schema.example,
                parameter.unparsed,
                position,
                True,
            )
        yield from self.more_rows(parameter.extensions, position)

    def group(
        self,
        name: str,
        schema: Schema,
        required: bool,
        text: str,
        example: JSON,
        notes: Sequence[str],
        position: str,
        top: bool = False,
    ) -> Iterator[Row]:
        """The rows of a repeated or dotted group: its own where it has one, and those of its parts."""
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
            text = complete(text, schema, flat, self.names, shown, self.words.phrases)
            yield self.row(flat, inner if levels else schema, required, text, shown, notes, position)
            return
        if text or notes or required != any(part.required for part in parts):
            yield self.row(flat, Schema(type="object"), required, text, None, notes, position, own_type="")
        for part in parts:
            yield from self.part(f"{flat}.{part.name}", part, position)

    def part(self, name: str, part: Property, position: str) -> Iterator[Row]:
        schema = part.schema
        yield from self.group(
            name, schema, part.required, schema.description, schema.example, schema.unparsed, position
        )
        yield from self.more_rows(schema.extensions, position)

    def members(self, schema: Schema, depth: int, position: str = "") -> Iterator[Row]:
        """The rows of what is inside a plain parameter or a body, marked by their depth."""
        inner = schema
        while inner.items is not None:
            inner = inner.items
        for member in inner.properties:
            yield self.row(
                "└" * depth + member.name,
                member.schema,
                member.required,
                member.schema.description,
                member.schema.example,
                member.schema.unparsed,
                position,
            )
            yield from self.members(member.schema, depth + 1, position)
            yield from self.more_rows(member.schema.extensions, position)

    def more_rows(self, extensions: Mapping[str, JSON], position: str, depth: int = 0) -> Iterator[Row]:
        """Rows that describe the same thing again."""
        rows = extensions.get("x-docpact-more-rows")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                yield Row(
                    "└" * depth + str(row.get("name", "")),
                    str(row.get("type", "")),
                    self.words.yes if row.get("required") else self.words.no,
                    position,
                    str(row.get("example", "")),
                    str(row.get("description", "")),
                    {},
                )

    def fields(self, schema: Schema, depth: int) -> Iterator[Row]:
        """The rows of an answer's members. What only the example shows has none: the example is on the page too."""
        inner = schema
        while inner.items is not None:
            inner = inner.items
        for member in inner.properties:
            field = member.schema
            if field.extensions.get("x-docpact-undocumented") is True:
                yield from self.fields(field, depth)
                continue
            table = next((c.table for c in field.conflicts if c.fact == "type"), None)
            yield self.row(
                "└" * depth + member.name,
                field,
                False,
                field.description,
                field.example,
                field.unparsed,
                "",
                own_type=_type(Schema(type=table)) if table not in (None, field.type) else None,
            )
            yield from self.fields(field, depth + 1)
            yield from self.more_rows(field.extensions, "", depth)

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
            "type": _type(schema) if own_type is None else own_type,
            "required": self.words.yes if required else self.words.no,
            "position": position,
        }
        more: dict[str, str] = {}
        for note in notes:
            match = _NOTE.fullmatch(note)
            if match is not None:
                cells[match[1]] = markdown.text(match[2])
            else:
                head, _, cell = note.partition(": ")
                more[head] = cell
        return Row(name, cells["type"], cells["required"], cells["position"], _example(example), text, more)


def _type(schema: Schema) -> str:
    if schema.type is None:
        return ""
    if schema.type == "array":
        if schema.items is None or schema.items.type is None:
            return "Array"
        return f"Array of {_type(schema.items)}"
    if schema.json is not None and "json" not in schema.says:
        return "JSON String"
    if schema.format == "date-time" and "format" not in schema.says:
        return "Date"
    known = _TYPES.get((schema.type, schema.format)) or _TYPES.get((schema.type, None))
    return known or schema.type.capitalize()


def _example(value: JSON) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
