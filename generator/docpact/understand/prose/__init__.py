"""What the sentences of a parameter's description state: constraints, defaults, formats, rules between parameters.

`facts` reads one description. Its rules are data, one file a language under `languages/`; see
`docpact.understand.prose.language` for the form of a file.
"""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType

from docpact.contract.model import Schema
from docpact.understand.prose.context import Context, Findings
from docpact.understand.prose.documents import document
from docpact.understand.prose.engine import Study
from docpact.understand.prose.errors import error_parameter
from docpact.understand.prose.facts import Facts
from docpact.understand.prose.language import Language
from docpact.understand.prose.language import language as _language
from docpact.understand.prose.markdown import blocks

__all__ = ["Facts", "error_parameter", "facts"]

_NONE = Facts()
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


def facts(
    text: str,
    *,
    language: str | Language,
    type: str | None,
    name: str,
    names: Collection[str] = (),
    example: str | None = None,
) -> Facts:
    """What a description cell states for the whole parameter.

    `text` is the cell's Markdown, `language` the code of a data file (`en`, `zh`) or a loaded one, `type` the JSON Schema type, `name` the
    parameter's wire name, `names` those of all parameters of the operation, `example` its example cell. Nothing is claimed
    that stands under a condition or belongs to a part of the value. Unknown languages state nothing. Never raises.
    """
    known = language if isinstance(language, Language) else _language(language)
    if known is None or not text or name == "Action":
        return _NONE
    context = Context(known, type, name, names, example)
    parts = blocks(text)
    found = Study(parts, context).run()
    inner = document(parts, context, lambda below, about: Study(below, about).run())
    if not found.statements and not found.indexes and not found.rules and inner is None:
        return _NONE
    return _facts(found, name, inner)


def _facts(found: Findings, name: str, inner: Schema | None) -> Facts:
    values: dict[str, object] = {}
    says: dict[str, str] = {}
    for field, keyword in _KEYWORDS.items():
        statement = found.agreed(field)
        if statement is not None and statement.value != "":
            values[field] = statement.value
            says[keyword] = statement.says
    word = found.agreed("word")  # `none` or `Others Linux`: a default only where the enum has it
    if word is not None and "default" not in found.statements and word.value in values.get("enum", ()):  # type: ignore[operator]
        values["default"], says["default"] = word.value, word.says
    if inner is not None:
        values.setdefault("format", "json")
    for low, high in (("minimum", "maximum"), ("min_length", "max_length"), ("min_items", "max_items")):
        if low in values and high in values and values[low] > values[high]:  # type: ignore[operator]
            for field in (low, high):
                del values[field], says[_KEYWORDS[field]]
    placeholders = [part for part in name.split(".") if len(part) == 1 and part.isalpha()]
    if len(placeholders) == 1 and placeholders[0].lower() in {letter.lower() for letter in found.indexes}:
        low_index, high_index = next(
            bounds for letter, bounds in found.indexes.items() if letter.lower() == placeholders[0].lower()
        )
        values.setdefault("min_items", low_index)
        values.setdefault("max_items", high_index)
    descriptions = {value: text for value, text in found.descriptions.items() if "enum" in values}
    return Facts(
        **values,  # type: ignore[arg-type]
        enum_descriptions=MappingProxyType(descriptions),
        indexes=MappingProxyType(found.indexes),
        json=inner,
        rules=tuple(dict.fromkeys(found.rules)),
        says=MappingProxyType(says),
    )
