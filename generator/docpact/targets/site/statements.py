"""Sentences for the facts that a description does not state.

A description is the page's own text, and what its sentences state is left alone. But an overlay may have corrected a
fact, and a contract may come from elsewhere: then the page must say what the contract says, in words that the reader
of pages understands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docpact.contract.model import JSON, Schema
from docpact.escape import markdown
from docpact.understand import prose
from docpact.understand.markdown import first_sentence, plain

_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)|[。！？]|$)", re.DOTALL)
_FIELDS = {
    "enum": "enum",
    "default": "default",
    "minimum": "minimum",
    "maximum": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "unit": "unit",
}
_PAIRS = {"minimum": "maximum", "maximum": "minimum", "min_length": "max_length", "max_length": "min_length"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a language states facts."""

    language: str
    values: str
    item: str
    comma: str
    default: str
    between: str
    least: str
    most: str
    length: str
    shortest: str
    longest: str
    unit: str


ENGLISH = Phrases(
    language="en",
    values="Valid values: {}.",
    item="**{}**: {}",
    comma=", ",
    default="Default value: **{}**.",
    between="Valid values: {} to {}.",
    least="Minimum value: **{}**.",
    most="Maximum value: **{}**.",
    length="It must be {} to {} characters in length.",
    shortest="It must be at least {} characters in length.",
    longest="It must be at most {} characters in length.",
    unit="Unit: {}.",
)
CHINESE = Phrases(
    language="zh",
    values="取值：{}。",
    item="**{}**：{}",
    comma="、",
    default="默认值：**{}**。",
    between="取值范围：**{}~{}**。",
    least="最小值：**{}**。",
    most="最大值：**{}**。",
    length="长度为{}~{}个字符。",
    shortest="长度至少为{}个字符。",
    longest="长度不超过{}个字符。",
    unit="单位：{}。",
)


def complete(text: str, schema: Schema, name: str, names: Sequence[str], example: JSON, phrases: Phrases) -> str:
    """The description of a parameter, changed only where it does not state what the schema says of the value."""
    value = schema
    while value.items is not None:
        value = value.items
    if value.properties or name == "Action":
        return text

    def read(description: str) -> prose.Facts:
        shown = _example(example)
        return prose.facts(
            description, language=phrases.language, type=value.type, name=name, names=names, example=shown
        )

    stated = read(text)
    wrong = _wrong(value, stated)
    if not wrong:
        return text
    gone = {stated.says[_FIELDS[field]] for field in wrong if _FIELDS[field] in stated.says}
    # What stood in a sentence that goes must be stated anew, and a bound beside its partner.
    wrong |= {field for field, keyword in _FIELDS.items() if stated.says.get(keyword) in gone}
    wrong |= {_PAIRS[field] for field in wrong & _PAIRS.keys()}
    mended = _joined(_without(text, gone), _sentences(value, wrong, phrases))
    if not _wrong(value, read(mended)):
        return mended
    # The old statement spreads over several sentences: only the first one of the text is kept.
    summary, _ = first_sentence(text)
    return _joined(markdown.text(summary), _sentences(value, set(_FIELDS), phrases))


def _wrong(value: Schema, stated: prose.Facts) -> set[str]:
    return {field for field in _FIELDS if _differ(getattr(value, field), getattr(stated, field))}


def _joined(text: str, sentences: Sequence[str]) -> str:
    return "\n\n".join(part for part in (text, *sentences) if part)


def _differ(wanted: object, stated: object) -> bool:
    if isinstance(wanted, tuple) and isinstance(stated, tuple):
        return [str(each) for each in wanted] != [str(each) for each in stated]
    return wanted is not None and _text(wanted) != _text(stated)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _example(value: JSON) -> str | None:
    return value if isinstance(value, str) else None if value is None else _text(value)


def _without(text: str, gone: set[str]) -> str:
    """The text without the sentences that read so."""
    if not gone:
        return text
    lines = []
    for line in text.split("\n"):
        sentences = [match[0] for match in _SENTENCE.finditer(line)]
        lines.append("".join(sentence for sentence in sentences if plain(sentence) not in gone))
    return "\n".join(lines).strip()


def _sentences(value: Schema, fields: set[str], phrases: Phrases) -> list[str]:
    """The sentences that state those facts of the value."""
    facts = {field: getattr(value, field) for field in fields}
    meanings = value.enum_descriptions
    out = []
    values = facts.get("enum")
    if isinstance(values, tuple) and values:
        shown = [_text(value) for value in values]
        if any(meanings.get(value) for value in shown):
            items = [f"-   {phrases.item.format(value, meanings.get(value, value))}" for value in shown]
            out.append("\n".join([phrases.values.format("").rstrip(" .。"), "", *items]))
        else:
            out.append(phrases.values.format(phrases.comma.join(f"**{value}**" for value in shown)))
    if facts.get("default") is not None:
        out.append(phrases.default.format(_text(facts["default"])))
    out += _between(facts.get("minimum"), facts.get("maximum"), phrases.between, phrases.least, phrases.most)
    out += _between(facts.get("min_length"), facts.get("max_length"), phrases.length, phrases.shortest, phrases.longest)
    if facts.get("unit") is not None:
        out.append(phrases.unit.format(facts["unit"]))
    return out


def _between(low: object, high: object, both: str, least: str, most: str) -> list[str]:
    if low is not None and high is not None:
        return [both.format(low, high)]
    if low is not None:
        return [least.format(low)]
    return [most.format(high)] if high is not None else []
