"""The documented shape of a success answer, as the runner checks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from docpact.contract.model import JSON, Operation, Schema

_CONDITIONAL = re.compile(r"\bonly (?:when|if|for)\b|\bwhen\b|\bif\b|仅|当|如果", re.IGNORECASE)


def of(operation: Operation) -> dict[str, JSON]:
    """The shape: types, members, enums, and what is in every documented answer.

    A member is required where every example of the page holds it and its description sets no condition.
    `lenient` marks a type that the page's table and examples disagree about, or that no example shows.
    """
    response = operation.response
    if response.schema is None:
        return {"type": "object", "required": ["RequestId"], "properties": {"RequestId": {"type": "string"}}}
    examples = list(_examples(operation))
    out = _shape(response.schema, examples)
    if response.xml_root:
        out["root"] = response.xml_root
    wrapper = f"{operation.name}Response"
    if any(isinstance(example.value, dict) and list(example.value) == [wrapper] for example in response.examples):
        out["json_root"] = wrapper  # the page shows JSON inside the root element of the XML form; both are right
    return out


def _examples(operation: Operation) -> Iterator[Any]:
    for example in operation.response.examples:
        value = example.value
        if not isinstance(value, dict):
            yield from _xml_fields(value)
            continue
        wrapped = value.get(f"{operation.name}Response")
        yield wrapped if isinstance(wrapped, dict) and len(value) == 1 else value


def _xml_fields(value: JSON) -> Iterator[Any]:
    """An XML example as nested mappings of its elements; nothing where it is no XML."""
    if not isinstance(value, str) or "<" not in value or "<!" in value:
        return
    text = re.sub(r"^\s*<+\s*\?[^>]*>", "", value).strip()
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no declarations, so no entities
    except ElementTree.ParseError:
        return
    yield _mapping(root)


class _Text(str):
    """Text of XML, which says nothing of types."""

    __slots__ = ()


def _mapping(element: Any) -> Any:
    children = list(element)
    if not children:
        return _Text(element.text or "")
    out: dict[str, Any] = {}
    for child in children:
        if child.tag in out:
            held = out[child.tag]
            out[child.tag] = [*(held if isinstance(held, list) else [held]), _mapping(child)]
        else:
            out[child.tag] = _mapping(child)
    return out


def _shape(schema: Schema, examples: list[Any], *, top: bool = True) -> dict[str, JSON]:
    out: dict[str, JSON] = {}
    if schema.type is not None:
        out["type"] = schema.type
    if schema.format is not None:
        out["format"] = schema.format
    elif schema.type == "string" and _times(schema, examples):
        out["format"] = "date-time"
    if schema.enum and not _contradicted(schema, examples):
        out["enum"] = list(schema.enum)
    for name, limit in (("minimum", schema.minimum), ("maximum", schema.maximum)):
        if limit is not None:
            out[name] = limit
    if schema.xml_name is not None:
        out["xml_name"] = schema.xml_name
    if any(c.fact in ("type", "nesting") for c in schema.conflicts) or _type_disagrees(schema, examples):
        out["lenient"] = True
    if schema.items is not None:
        below = [item for value in examples for item in (value if isinstance(value, list) else [value])]
        out["items"] = _shape(schema.items, below, top=False)
    if schema.properties:
        held = [value for value in examples if isinstance(value, dict)]
        required = [
            member.name
            for member in schema.properties
            if (top and member.name == "RequestId")
            or (
                held
                and all(member.name in value for value in held)
                and not _CONDITIONAL.search(member.schema.description)
            )
        ]
        if required:
            out["required"] = list(required)
        out["properties"] = {
            member.name: _shape(member.schema, [v[member.name] for v in held if member.name in v], top=False)
            for member in schema.properties
        }
        also = sorted({name for value in held for name in value} - {member.name for member in schema.properties})
        also += [c.example for c in schema.conflicts if c.fact == "name"]
        if also:
            out["also"] = list(also)
    return out


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")


def _times(schema: Schema, examples: Iterable[Any]) -> bool:
    """Whether all that the page shows of a field are times of the one form."""
    shown = [str(value) for value in (*examples, schema.example) if value not in (None, "")]
    return bool(shown) and all(_TIME.fullmatch(value) for value in shown)


def _contradicted(schema: Schema, examples: Iterable[Any]) -> bool:
    """Whether the page's own examples use a value outside the list: then the list is no promise."""
    allowed = {str(value) for value in schema.enum}
    shown = [*examples, schema.example]
    return any(isinstance(v, (str, int)) and v != "" and str(v) not in allowed for v in shown)


def _type_disagrees(schema: Schema, examples: Iterable[Any]) -> bool:
    kinds = {"integer": int, "number": int | float, "boolean": bool, "string": str, "array": list, "object": dict}
    wanted = kinds.get(schema.type or "")
    if wanted is None:
        return False
    return any(v is not None and not isinstance(v, wanted | _Text) for v in examples)


def paths(schema: Schema | None) -> Iterator[tuple[str, Schema]]:
    """The documented fields of an answer by path; item types stand for themselves only where they are scalars."""
    if schema is None:
        return
    for path, below in schema.walk():
        if path and not (path.endswith("[]") and below.properties):
            yield path, below


def echoes(operation: Operation) -> dict[str, str]:
    """For an operation that lists things: the request parameters that choose by a field, with the path of that field."""
    schema = operation.response.schema
    if not operation.read_only or schema is None:
        return {}
    scalar = {path for path, below in paths(schema) if below.type in ("string", "integer") and not below.properties}
    top = {member.name: member.name for member in schema.properties if member.name in scalar}
    items = {path.rpartition(".")[2]: path for path in sorted(scalar) if path.count("[]") == 1 and "." in path}
    out = {}
    for parameter in operation.arguments:
        found = items.get(parameter.name) or top.get(parameter.name)
        shown, listed = parameter.example, parameter.schema.enum
        if listed and shown is not None and shown not in listed:
            continue  # the page contradicts itself about how its values are written
        if any(str(value).lower() in ("all", "any", "*") for value in (*listed, parameter.schema.default)):
            continue  # a value that stands for every value
        if found and parameter.schema.type in ("string", "integer") and not found.endswith("]"):
            out[parameter.name] = found
    return out
