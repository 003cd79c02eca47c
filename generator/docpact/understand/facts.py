"""What descriptions say about values, applied to schemas. The reading of the sentences is `docpact.understand.prose`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docpact.contract.model import Rule
from docpact.understand import prose
from docpact.understand.names import Step
from docpact.understand.prose import Facts
from docpact.understand.rows import typed

_VALUE_FIELDS = ("minimum", "maximum", "min_length", "max_length", "pattern", "unit", "json")
_WORD = re.compile(r"[A-Za-z0-9_]+")
_MEMORY = 20_000
_seen: dict[tuple[Any, ...], Facts] = {}
"""What was read before: the pages of a service, and of its several sites, repeat many descriptions word for word."""
_LISTS = re.compile(r"[:：|`、]|\*\*|^\s*-\s", re.MULTILINE)
"""What a text that lists values cannot do without."""
_FIELD = {"minLength": "min_length", "maxLength": "max_length"}
_ARRAY_FIELDS = {"min_items": "minItems", "max_items": "maxItems"}


@dataclass(slots=True)
class Reader:
    """Reads descriptions of one page. `names` are the flat names of all parameters of the operation."""

    language: str
    names: Sequence[str]
    rules: list[Rule] = field(default_factory=list)
    _read: dict[str, Facts] = field(default_factory=dict)
    _parts: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            for part in _WORD.findall(name):
                self._parts.setdefault(part.casefold(), set()).add(name)

    def mentioned(self, text: str) -> frozenset[str]:
        """The parameters of whose names the text holds a part."""
        return frozenset().union(*[self._parts[word] for word in self._parts.keys() & _words(text)])

    def about(self, name: str) -> Facts | None:
        """What was read about the parameter of that flat name."""
        return self._read.get(name)

    def read(self, text: str, kind: str | None, name: str, example: str | None = None) -> Facts | None:
        """What the text says about a value of that type; None where there is no text."""
        if not text:
            return None
        key = (text, self.language, kind, name, example, self.mentioned(text))
        facts = _seen.get(key)
        if facts is None:
            if len(_seen) > _MEMORY:
                _seen.clear()
            facts = prose.facts(text, language=self.language, type=kind, name=name, names=self.names, example=example)
            _seen[key] = facts
        self.rules += facts.rules
        self._read[name] = facts
        return facts


class Silent(Reader):
    """Reads nothing: for what rows say without their descriptions."""

    def __init__(self) -> None:
        super().__init__("", ())

    def read(self, text: str, kind: str | None, name: str, example: str | None = None) -> None:
        """Nothing."""


@lru_cache(maxsize=_MEMORY)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def constraints(kind: str | None, facts: Facts | None) -> dict[str, Any]:
    """The fields of a schema of that type that state the constraints on its value."""
    changes: dict[str, Any] = {}
    if facts is None:
        return changes
    if facts.enum:
        changes["enum"] = tuple(typed(v, kind) if isinstance(v, str) else v for v in facts.enum)
        if facts.enum_descriptions:
            changes["enum_descriptions"] = dict(facts.enum_descriptions)
    if facts.default is not None:
        changes["default"] = typed(facts.default, kind) if isinstance(facts.default, str) else facts.default
    for name in _VALUE_FIELDS:
        value = getattr(facts, name)
        if value is not None:
            changes[name] = value
    if facts.format is not None and kind == "string":
        changes["format"] = facts.format
    if facts.deprecated:
        changes["deprecated"] = True
    if facts.says:
        changes["says"] = {k: v for k, v in facts.says.items() if k not in ("minItems", "maxItems")}
    return changes


def listed_values(reader: Reader, text: str, kind: str | None, example: str) -> dict[str, Any]:
    """The fields of a schema of that type for the values that the text of an answer's row lists."""
    if not _LISTS.search(text):
        return {}
    said = reader.read(text, kind, "", example or None)
    if said is None or not said.enum:
        return {}
    found = constraints(kind, said)
    return {name: found[name] for name in ("enum", "enum_descriptions") if name in found}


def agreed(fields: dict[str, Any], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fields of an element that several rows describe, index by index (`Filter.1.Key`, `Filter.2.Key`).

    The values of all rows may be given; any other constraint holds only where every row states the same.
    """
    out = dict(fields)
    enums = [row.get("enum") for row in (fields, *others)]
    if all(enums):
        out["enum"] = tuple(dict.fromkeys(value for enum in enums for value in enum or ()))
        told = [row.get("enum_descriptions", {}) for row in (*reversed(others), fields)]
        if any(told):
            out["enum_descriptions"] = {value: text for row in told for value, text in row.items()}
    else:
        out.pop("enum", None)
        out.pop("enum_descriptions", None)
    for name in (*_VALUE_FIELDS, "default", "format"):
        if name in out and any(row.get(name) != out[name] for row in others):
            del out[name]
    if "says" in out:
        out["says"] = {keyword: text for keyword, text in out["says"].items() if _FIELD.get(keyword, keyword) in out}
    return out


def limit(fields: dict[str, Any], facts: Facts | None) -> None:
    """Adds to the fields of an array what a text says about the number of its items."""
    if facts is None:
        return
    for name, keyword in _ARRAY_FIELDS.items():
        value = getattr(facts, name)
        if value is not None and fields.get(name) is None:
            fields[name] = value
            if keyword in facts.says:
                fields["says"] = {**fields.get("says", {}), keyword: facts.says[keyword]}


def limit_index(fields: dict[str, Any], facts: Facts | None, steps: tuple[Step, ...], level: int) -> None:
    """Adds to the fields of an array what a row says about the index of the step at that level (`N` of `Tag.N.Key`)."""
    if facts is None or not facts.indexes or level >= len(steps) or not steps[level].indices:
        return
    letter = steps[level].indices[0].casefold()
    bounds = next((value for key, value in facts.indexes.items() if key.casefold() == letter), None)
    if bounds is not None and fields.get("max_items") is None and bounds[1] is not None:
        fields["max_items"] = bounds[1]
