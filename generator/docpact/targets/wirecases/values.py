"""Values that a schema takes, and that travel unchanged."""

from __future__ import annotations

import re

from docpact.contract.model import JSON, Schema
from docpact.contract.spellings import one_spelling

_MOST = 100
"""So many items a list has at the most; where more are demanded, no value is made."""


def value_of(schema: Schema, example: JSON = None, wire: str = "", *, listed: bool = False) -> JSON:
    """A value of the schema's type within its bounds; None where none is certain.

    `wire` is what the value is called. Lists have two items, but one where they are `listed` themselves: else the value would
    double with each list that it is in.
    """
    if schema.json is not None:
        return [] if schema.json.type == "array" else {"key": "value \u00fc"}
    match schema.type:
        case "integer" | "number":
            if schema.enum:
                return schema.enum[0]
            most = 1 if schema.maximum is None else min(1, schema.maximum)
            low = most if schema.minimum is None else schema.minimum
            return low if schema.type == "integer" else float(low) + 0.0
        case "boolean":
            return True
        case "array":
            item = value_of(schema.items or Schema(type="string"), None, wire, listed=True)
            count = max(schema.min_items or 1, min(1 if listed else 2, schema.max_items or 2))
            return None if item is None or count > _MOST else [item] * count
        case "object":
            members: dict[str, JSON] = {}
            for member in one_spelling(wire, schema)[0]:
                value = value_of(member.schema, None, member.name, listed=listed)
                if value is not None:
                    members[member.name] = value
            return members or None
    return _text_of(schema, example)


def _text_of(schema: Schema, example: JSON) -> str | None:
    if schema.enum:
        return next((str(value) for value in schema.enum if travels(str(value)) and value), None)
    long = "a" * max(schema.min_length or 1, min(8, 1000 if schema.max_length is None else schema.max_length))
    for candidate in (example, schema.example, "a b*~+\u00fc/=&", long):
        if isinstance(candidate, str) and takes(schema, candidate):
            return candidate
    return None


def takes(schema: Schema, text: str) -> bool:
    """Whether a schema without an enumeration takes a text, which is not empty and travels."""
    high = len(text) if schema.max_length is None else schema.max_length
    return travels(text) and (schema.min_length or 1) <= len(text) <= high and _fits(schema.pattern, text)


def travels(value: str) -> bool:
    """Whether a text is the same after a way through JSON and XML."""
    return value.isprintable() and value == value.strip()


def _fits(pattern: str | None, value: str) -> bool:
    try:
        return pattern is None or re.fullmatch(pattern, value) is not None
    except (re.error, RecursionError, OverflowError):
        return True


def scalar(value: object) -> str:
    """A value as it travels."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
