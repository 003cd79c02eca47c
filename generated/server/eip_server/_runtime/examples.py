"""Answers made from the documented examples, for operations that nobody implements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .facts import OperationFacts, SchemaFacts

_OBJECT: SchemaFacts = {"type": "object"}
_ZERO: dict[str, Any] = {"string": "", "integer": 0, "number": 0.0, "boolean": False}


def answer(facts: OperationFacts, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The documented answer, put into the documented shape.

    Wherever it has a plain value under the name of a parameter that was sent, it holds what was sent.
    """
    schema = facts.get("response", _OBJECT)
    example: Any = facts.get("example")
    if example is not None and list(example) == [facts.get("root")]:
        example = example[facts["root"]]
    value = _fit(example, schema, sent, "")
    return value if isinstance(value, dict) else {}


def _fit(value: Any, schema: SchemaFacts, sent: Mapping[str, Any], name: str) -> Any:
    kind = schema.get("type")
    if kind == "object" or (kind is None and isinstance(value, dict)):
        return _fit_object(value if isinstance(value, dict) else {}, schema, sent)
    if kind == "array":
        items = schema.get("items", {})
        if value is None:
            value = []
        if isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), list):
            value = inner  # the example wraps its items in an element of their own
        return [_fit(item, items, sent, name) for item in (value if isinstance(value, list) else [value])]
    if name in sent:
        echoed = _scalar(sent[name], schema)
        if echoed is not None:
            return echoed
    for candidate in (value, schema.get("example"), *schema.get("enum", ())[:1]):
        fitted = _scalar(candidate, schema)
        if fitted is not None:
            return fitted
    return _ZERO.get(kind or "string", "")


def _fit_object(value: dict[str, Any], schema: SchemaFacts, sent: Mapping[str, Any]) -> dict[str, Any]:
    members = schema.get("properties", {})
    required = schema.get("required", [])
    known = {
        name: _fit(value.get(name), member, sent, name)
        for name, member in members.items()
        if name in value or name in required or not value
    }
    return known | {name: member for name, member in value.items() if name not in members}


def _scalar(value: Any, schema: SchemaFacts) -> Any:
    """The value as the type that the schema wants, or None where it cannot be."""
    kind = schema.get("type")
    try:
        match kind:
            case "string":
                fitted: Any = value if isinstance(value, str) else None if value is None else _text(value)
            case "integer":
                fitted = None if value is None or isinstance(value, bool) else int(value)
            case "number":
                fitted = None if value is None or isinstance(value, bool) else float(value)
            case "boolean":
                fitted = value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value).lower())
            case _:
                fitted = value
    except (TypeError, ValueError):
        return None
    return None if "enum" in schema and fitted not in schema["enum"] else fitted


def _text(value: Any) -> str | None:
    if isinstance(value, (dict, list)):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
