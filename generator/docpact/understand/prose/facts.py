"""What a description says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from docpact.contract.model import JSON, Rule, Schema
from docpact.understand.prose.context import Findings, Statement

_KEYWORDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_items": "minItems",
    "max_items": "maxItems",
    "pattern": "pattern",
    "default": "default",
    "format": "format",
    "unit": "unit",
    "enum": "enum",
    "deprecated": "deprecated",
    "optional": "required",
}

_PAIRS = (("minimum", "maximum"), ("min_length", "max_length"), ("min_items", "max_items"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the prose of one parameter states for the whole parameter.

    Values are typed by the declared type. Of an array, `enum`, bounds and lengths are about its items, `min_items` and
    `max_items` about itself. `indexes` are the ranges of the placeholders in a repeated name (`N` of `Tag.N.Key`).
    `says` maps a keyword of JSON Schema to the sentence that states it. `optional` is True or False where a
    sentence says so outright, else None.
    """

    enum: tuple[str | int | float | bool, ...] = ()
    enum_descriptions: Mapping[str, str] = field(default_factory=dict)
    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    pattern: str | None = None
    default: JSON = None
    format: str | None = None
    unit: str | None = None
    deprecated: bool = False
    optional: bool | None = None
    json: Schema | None = None
    rules: tuple[Rule, ...] = ()
    indexes: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)


def assemble(found: Findings, name: str, inner: Schema | None) -> Facts:
    """The facts that the statements of a description agree on; `inner` is the document inside a string."""
    stated = {field: found.agreed(field) for field in _KEYWORDS if field in found.statements or field == "default"}
    stated["default"] = stated["default"] or _default(found, stated.get("enum"))
    kept = {field: statement for field, statement in stated.items() if statement is not None and statement.value != ""}
    for low, high in _PAIRS:
        if low in kept and high in kept and kept[low].value > kept[high].value:  # type: ignore[operator]
            del kept[low], kept[high]
    values: dict[str, Any] = {field: statement.value for field, statement in kept.items()}
    if inner is not None:
        values.setdefault("format", "json")
    index = _index(found, name)
    if index is not None:
        values.setdefault("min_items", index[0])
        values.setdefault("max_items", index[1])
    return Facts(
        **values,
        enum_descriptions=MappingProxyType(found.descriptions if "enum" in kept else {}),
        indexes=MappingProxyType(found.indexes),
        json=inner,
        rules=tuple(dict.fromkeys(found.rules)),
        says=MappingProxyType({_KEYWORDS[field]: statement.says for field, statement in kept.items()}),
    )


def _default(found: Findings, enum: Statement | None) -> Statement | None:
    """A default that only the enum makes certain: of several spellings the one it has; `none` or `Others Linux` where it has them."""
    if enum is None or not isinstance(enum.value, tuple):
        return None
    stated = [other for other in found.statements.get("default", ()) if other.value in enum.value]
    if stated:
        return stated[0] if all(other.value == stated[0].value for other in stated) else None
    word = found.agreed("word")
    return word if word is not None and "default" not in found.statements and word.value in enum.value else None


def _index(found: Findings, name: str) -> tuple[int | None, int | None] | None:
    """The range of the one placeholder in a repeated name."""
    letters = [part.lower() for part in name.split(".") if len(part) == 1 and part.isalpha()]
    if len(letters) != 1:
        return None
    return next((bounds for letter, bounds in found.indexes.items() if letter.lower() == letters[0]), None)
