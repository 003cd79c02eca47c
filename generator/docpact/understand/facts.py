"""What descriptions say about values, applied to schemas. The reading of the sentences is `docpact.understand.prose`."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docpact.contract.model import ErrorRow, Rule, Schema
from docpact.understand.rows import typed

_prose: Any
try:
    _prose = importlib.import_module("docpact.understand.prose")
except ImportError:
    _prose = None

_VALUE_FIELDS = ("minimum", "maximum", "min_length", "max_length", "pattern", "unit", "json")
_ARRAY_FIELDS = ("min_items", "max_items")


@dataclass(slots=True)
class Reader:
    """Reads descriptions of one page. `names` are the flat names of all parameters of the operation."""

    language: str
    names: Sequence[str]
    rules: list[Rule] = field(default_factory=list)
    _read: dict[str, Any] = field(default_factory=dict)

    def limits(self, name: str) -> Any:
        """What was read about the parameter of that flat name."""
        return self._read.get(name)

    def read(self, text: str, schema: Schema, name: str, example: Any = None) -> Any:
        """What the text says about a value of the schema's type; None where it says nothing."""
        if not text or _prose is None or not hasattr(_prose, "facts"):
            return None
        facts = _prose.facts(
            text, language=self.language, type=schema.type, name=name, names=self.names, example=example
        )
        self.rules += facts.rules
        self._read[name] = facts
        return facts


def apply(schema: Schema, facts: Any) -> Schema:
    """The schema with the constraints on its value."""
    if facts is None:
        return schema
    changes: dict[str, Any] = {}
    if facts.enum:
        changes["enum"] = tuple(typed(v, schema.type) if isinstance(v, str) else v for v in facts.enum)
        if facts.enum_descriptions:
            changes["enum_descriptions"] = dict(facts.enum_descriptions)
    if facts.default is not None:
        default = facts.default
        changes["default"] = typed(default, schema.type) if isinstance(default, str) else default
    for name in _VALUE_FIELDS:
        value = getattr(facts, name)
        if value is not None:
            changes[name] = value
    if facts.format is not None and schema.type == "string":
        changes["format"] = facts.format
    if facts.deprecated:
        changes["deprecated"] = True
    if facts.says:
        changes["says"] = {**schema.says, **{k: v for k, v in facts.says.items() if k not in ("minItems", "maxItems")}}
    if facts.unparsed:
        changes["unparsed"] = (*schema.unparsed, *facts.unparsed)
    return replace(schema, **changes) if changes else schema


def apply_limits(schema: Schema, facts: Any) -> Schema:
    """The array schema with the limits on the number of its items."""
    if facts is None:
        return schema
    changes: dict[str, Any] = {}
    for name in _ARRAY_FIELDS:
        value = getattr(facts, name)
        if value is not None and getattr(schema, name) is None:
            changes[name] = value
    if not changes:
        return schema
    said = {key: facts.says[key] for key in ("minItems", "maxItems") if key in facts.says and key not in schema.says}
    return replace(schema, says={**schema.says, **said}, **changes)


def error_parameter(row: ErrorRow, names: Sequence[str]) -> str | None:
    """The request parameter that an error row is certainly about."""
    if _prose is None or not hasattr(_prose, "error_parameter"):
        return None
    found: str | None = _prose.error_parameter(row, names)
    return found
