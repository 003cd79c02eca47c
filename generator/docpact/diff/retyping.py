"""What follows from another type.

A sentence about values means something else, or nothing, where the type is another one: `Valid values: 0 to 100` states a
range of a number and nothing of a text. Where the sentence stayed, only the type was changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docpact.contract.model import Schema
from docpact.diff.prose import holds, read

_FACTS = {
    "enum": "enum",
    "minimum": "minimum",
    "maximum": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_items": "minItems",
    "max_items": "maxItems",
    "pattern": "pattern",
    "default": "default",
    "format": "format",
    "json": "contentSchema",
}
"""What a description states of a value: the fields of the model, each with its keyword in `Schema.says`."""


def retyped(old: Schema, new: Schema, old_words: str, new_words: str) -> tuple[Schema, Schema]:
    """The two schemas; where their types differ, without what the same words state of only one of the types.

    `old_words` and `new_words` are the descriptions.
    """
    if old.type == new.type or None in (old.type, new.type):
        return old, new
    texts = read(old_words), read(new_words)
    if not texts[0] or not texts[1]:
        return old, new
    unsaid: dict[str, Any] = {}
    blank = Schema()
    for field, keyword in _FACTS.items():
        if _stayed(old, texts[1], field, keyword, texts) and _stayed(new, texts[0], field, keyword, texts):
            unsaid[field] = getattr(blank, field)
    if "enum" in unsaid:
        unsaid["enum_descriptions"] = {}
    return replace(old, **unsaid), replace(new, **unsaid)


def _stayed(schema: Schema, other: str, field: str, keyword: str, texts: tuple[str, str]) -> bool:
    """Whether the other description, too, holds the sentence behind a fact of the schema, if it has that fact at all."""
    if texts[0] == texts[1] or getattr(schema, field) in (None, ()):
        return True
    return holds(other, schema.says.get(keyword, ""))
