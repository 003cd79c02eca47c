"""Answers as they travel: JSON and XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from .facts import SchemaFacts

JSON_TYPE = b"application/json;charset=utf-8"
XML_TYPE = b"text/xml;charset=utf-8"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_NAME = re.compile(r"[^A-Za-z0-9_.\-]")


def as_json(value: Mapping[str, Any]) -> bytes:
    """The JSON form of an answer. Raises ValueError or TypeError for values that JSON does not have."""
    return _encode(value).encode("utf-8", "replace")


def as_xml(root: str, value: Mapping[str, Any], schema: SchemaFacts | None = None) -> bytes:
    """The XML form of an answer. An array repeats its element, or stands in one where the schema names its items."""
    body = "".join(_element(root, value, schema or {}))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode("utf-8", "replace")


def _element(name: str, value: Any, schema: SchemaFacts) -> Iterator[str]:
    tag = _name(name)
    if isinstance(value, list):
        items = schema.get("items", {})
        if "xml" in schema:
            yield f"<{tag}>"
            for item in value:
                yield from _element(schema["xml"], item, items)
            yield f"</{tag}>"
        else:
            for item in value:
                yield from _element(name, item, items)
        return
    yield f"<{tag}>"
    if isinstance(value, Mapping):
        members = schema.get("properties", {})
        for key, member in value.items():
            yield from _element(key, member, members.get(key, {}))
    elif value is not None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        yield escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
    yield f"</{tag}>"


def _name(name: str) -> str:
    name = _NOT_NAME.sub("_", name)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"
