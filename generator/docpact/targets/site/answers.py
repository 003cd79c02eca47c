"""The answer to show in both forms: as the page gives it, or made from what it does give."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from docpact.contract.model import JSON, Operation, Schema

_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
_PLACEHOLDERS: dict[str, JSON] = {"integer": 1, "number": 1.0, "boolean": True, "array": [], "object": {}}
_XML_BAD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as text. `made` where the page does not show it in this form."""

    form: str
    text: str
    made: bool = False


def of(operation: Operation) -> list[Answer]:
    """The success answers to show, JSON before XML."""
    response = operation.response
    json_value = next((e.value for e in response.examples if "json" in e.media_type), None)
    xml_value = next((e.value for e in response.examples if "xml" in e.media_type), None)
    answers = []
    value: JSON = json_value if isinstance(json_value, (dict, list)) else None
    if json_value is not None:
        answers.append(Answer("JSON", _pretty(json_value)))
    elif response.schema is not None:
        value = _made_up(response.schema, 0)
        answers.append(Answer("JSON", _pretty(value), made=True))
    if isinstance(xml_value, str):
        answers.append(Answer("XML", xml_value.strip("\n").replace("\t", "  ")))
    elif response.xml_root and _NAME.match(response.xml_root) and isinstance(value, dict):
        answers.append(Answer("XML", _xml(response.xml_root, value, response.schema or Schema()), made=True))
    return answers


def _pretty(value: JSON) -> str:
    return value.strip("\n") if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)


def _made_up(schema: Schema, depth: int) -> JSON:
    if schema.properties and depth < 12:
        return {member.name: _made_up(member.schema, depth + 1) for member in schema.properties}
    if schema.items is not None and depth < 12:
        return [_made_up(schema.items, depth + 1)]
    if schema.example is not None:
        return schema.example
    if schema.enum:
        return schema.enum[0]
    return _PLACEHOLDERS.get(schema.type or "", "string")


def _xml(root: str, value: JSON, schema: Schema) -> str:
    element = ElementTree.Element(root)
    _fill(element, value, schema)
    ElementTree.indent(element, "  ")
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


def _fill(element: ElementTree.Element, value: JSON, schema: Schema) -> None:
    if not isinstance(value, dict):
        element.text = _XML_BAD.sub("\ufffd", _text(value))
        return
    for key, part in value.items():
        if not _NAME.match(key):
            continue
        member = schema.property(key)
        inner = member.schema if member is not None else Schema()
        if isinstance(part, list):
            # Items are elements of the property's own name, or of their own name inside it.
            parent = ElementTree.SubElement(element, key) if inner.xml_name else element
            for item in part:
                _fill(ElementTree.SubElement(parent, inner.xml_name or key), item, inner.items or Schema())
        else:
            _fill(ElementTree.SubElement(element, key), part, inner)


def _text(value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
