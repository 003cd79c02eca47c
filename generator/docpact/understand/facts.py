"""What descriptions say about values, applied to schemas. The reading of the sentences is `docpact.understand.prose`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docpact.contract.model import Rule, Schema
from docpact.understand import prose
from docpact.understand.names import Step
from docpact.understand.prose import Facts
from docpact.understand.rows import typed

_VALUE_FIELDS = ("minimum", "maximum", "min_length", "max_length", "pattern", "unit", "json")
_MEMORY = 20_000
_seen: dict[tuple[Any, ...], Facts] = {}
"""What was read before: the pages of a service, and of its several sites, repeat many descriptions word for word."""
_ARRAY_FIELDS = ("min_items", "max_items")


@dataclass(slots=True)
class Reader:
    """Reads descriptions of one page. `names` are the flat names of all parameters of the operation."""

    language: str
    names: Sequence[str]
    rules: list[Rule] = field(default_factory=list)
    _read: dict[str, Facts] = field(default_factory=dict)

    def about(self, name: str) -> Facts | None:
        """What was read about the parameter of that flat name."""
        return self._read.get(name)

    def read(self, text: str, kind: str | None, name: str, example: str | None = None) -> Facts | None:
        """What the text says about a value of that type; None where there is no text."""
        if not text:
            return None
        named = tuple(other for other in self.names if other in text)
        key = (text, self.language, kind, name, named, example)
        facts = _seen.get(key)
        if facts is None:
            if len(_seen) > _MEMORY:
                _seen.clear()
            facts = prose.facts(text, language=self.language, type=kind, name=name, names=self.names, example=example)
            _seen[key] = facts
        self.rules += facts.rules
        self._read[name] = facts
        return facts


def apply(schema: Schema, facts: Facts | None) -> Schema:
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
    return replace(schema, **changes) if changes else schema


def apply_limits(schema: Schema, facts: Facts | None) -> Schema:
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


def apply_index(schema: Schema, facts: Facts | None, steps: tuple[Step, ...], level: int) -> Schema:
    """The array schema with what the text of a row says about the index of the step at that level (`N` of `Tag.N.Key`)."""
    if facts is None or not facts.indexes or level >= len(steps) or not steps[level].indices:
        return schema
    letter = steps[level].indices[0].casefold()
    bounds = next((value for key, value in facts.indexes.items() if key.casefold() == letter), None)
    if bounds is None or schema.max_items is not None:
        return schema
    return replace(schema, max_items=bounds[1])
