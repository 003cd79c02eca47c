"""Schemas and their OpenAPI form: `dump_schema` and `load_schema` are inverses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docpact.contract.model import JSON, Conflict, Property, Schema

# Keyword of the file, field of the model; in the order of the file. Each is left out where it says nothing.
_PLAIN_FIELDS = (
    ("format", "format"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
    ("default", "default"),
)
_KNOWN = frozenset(
    [keyword for keyword, _ in _PLAIN_FIELDS]
    + "pattern type description example enum deprecated items properties required xml contentMediaType contentSchema".split()
    + "x-docpact-enum x-docpact-unit x-docpact-says x-docpact-conflicts x-docpact-unparsed".split()
)

Resolve = Callable[[str], Any]


def dump_schema(schema: Schema) -> dict[str, JSON]:
    """The OpenAPI schema object of `schema`."""
    out: dict[str, JSON] = {}
    if schema.type is not None:
        out["type"] = schema.type
    if schema.description:
        out["description"] = schema.description
    if schema.enum:
        out["enum"] = list(schema.enum)
    if schema.pattern is not None:
        out["pattern"] = _anchored(schema.pattern)
    for keyword, name in _PLAIN_FIELDS:
        value = getattr(schema, name)
        if value is not None:
            out[keyword] = value
    if schema.example is not None:
        out["example"] = schema.example
    if schema.deprecated:
        out["deprecated"] = True
    if schema.json is not None:
        out["contentMediaType"] = "application/json"
        out["contentSchema"] = dump_schema(schema.json)
    if schema.xml_name is not None:
        out["xml"] = {"name": schema.xml_name}
    if schema.items is not None:
        out["items"] = dump_schema(schema.items)
    if schema.properties:
        out["properties"] = {member.name: dump_schema(member.schema) for member in schema.properties}
        required: list[JSON] = [member.name for member in schema.properties if member.required]
        if required:
            out["required"] = required
    if schema.unit is not None:
        out["x-docpact-unit"] = schema.unit
    if schema.enum_descriptions:
        out["x-docpact-enum"] = dict(schema.enum_descriptions)
    if schema.says:
        out["x-docpact-says"] = dict(schema.says)
    if schema.conflicts:
        out["x-docpact-conflicts"] = [
            {"fact": c.fact, "table": c.table, "example": c.example} for c in schema.conflicts
        ]
    if schema.unparsed:
        out["x-docpact-unparsed"] = list(schema.unparsed)
    out.update(schema.extensions)
    return out


def load_schema(node: Mapping[str, Any], resolve: Resolve, depth: int = 0) -> Schema:
    """The schema that an OpenAPI schema object says.

    `resolve` follows a local `$ref`. Of a union (`type: [string, "null"]`, one-armed `allOf`) the part that
    docpact can express is taken; keywords it does not know are kept as extensions. Raises ValueError
    where a value has the wrong kind.
    """
    if depth > 60:
        raise ValueError("schemas are nested more than 60 deep, or refer to themselves")
    if "$ref" in node:
        target = _mapping(resolve(str(node["$ref"])), "$ref")
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
        return load_schema(node, resolve, depth + 1)
    kind = node.get("type")
    if isinstance(kind, list):
        kind = next((k for k in kind if k != "null"), None)
    required = set(_sequence(node.get("required"), "required"))
    members = _mapping(node.get("properties") or {}, "properties")
    says = _mapping(node.get("x-docpact-says") or {}, "x-docpact-says")
    fields: dict[str, Any] = {name: node[keyword] for keyword, name in _PLAIN_FIELDS if keyword in node}
    xml = node.get("xml")
    return Schema(
        type=kind,
        description=str(node.get("description") or ""),
        example=node.get("example"),
        enum=tuple(_sequence(node.get("enum"), "enum")),
        enum_descriptions=dict(_mapping(node.get("x-docpact-enum") or {}, "x-docpact-enum")),
        unit=node.get("x-docpact-unit"),
        pattern=None if node.get("pattern") is None else _whole(str(node["pattern"])),
        deprecated=bool(node.get("deprecated", False)),
        items=None if node.get("items") is None else load_schema(_mapping(node["items"], "items"), resolve, depth + 1),
        properties=tuple(
            Property(
                name=name,
                schema=load_schema(_mapping(member, f"properties.{name}"), resolve, depth + 1),
                required=name in required,
            )
            for name, member in members.items()
        ),
        json=(
            None
            if node.get("contentSchema") is None
            else load_schema(_mapping(node["contentSchema"], "contentSchema"), resolve, depth + 1)
        ),
        xml_name=xml.get("name") if isinstance(xml, dict) else None,
        says={key: str(value) for key, value in says.items()},
        conflicts=tuple(
            Conflict(fact=str(c["fact"]), table=str(c["table"]), example=str(c["example"]))
            for c in _sequence(node.get("x-docpact-conflicts"), "x-docpact-conflicts")
        ),
        unparsed=tuple(_sequence(node.get("x-docpact-unparsed"), "x-docpact-unparsed")),
        extensions={key: value for key, value in node.items() if key not in _KNOWN},
        **fields,
    )


def _anchored(pattern: str) -> str:
    """A pattern for the whole value as JSON Schema wants it, whose patterns may match anywhere."""
    if pattern.startswith("^") and pattern.endswith("$") and not pattern.startswith("^(?:") and "|" not in pattern:
        return pattern
    return f"^(?:{pattern})$"


def _whole(pattern: str) -> str:
    """The inverse; other people's patterns that may match anywhere are widened to the whole value."""
    if pattern.startswith("^(?:") and pattern.endswith(")$"):
        return pattern[4:-2]
    if pattern.startswith("^") and pattern.endswith("$") and "|" not in pattern:
        return pattern
    return rf"[\s\S]*(?:{pattern})[\s\S]*"


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{what} must be a mapping")
    return value


def _sequence(value: Any, what: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{what} must be a list")
    return value
