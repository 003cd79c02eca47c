"""What a description says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docpact.contract.model import JSON, Rule, Schema


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
