"""What the checks of mere words share."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from docpact.contract.model import Rule, Schema
from docpact.diff.events import words
from docpact.diff.model import Example, Kind, Level
from docpact.diff.prose import holds, read, word_list
from docpact.diff.units import same_unit

_JOINTS = {"and", "or", "和", "或", "及"}
"""What moves by itself where a list of values grows or shrinks."""
_SENTENCE = re.compile(r"(?<=[.;。；])\s+|\n")
_FACTS = {
    "enum": "enum",
    "minimum": "minimum",
    "maximum": "maximum",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "pattern": "pattern",
    "default": "default",
    "format": "format",
    "unit": "unit",
    "deprecated": "deprecated",
}
"""The keywords that sentences of a description state, with the field of the model that holds each."""


def text_kind(name: str, title: str, slot: str, old: str, new: str, page: str = "") -> Kind:
    """A kind of change of words. Its counterexample is the same text with other line breaks."""
    return Kind(
        name,
        Level.TEXT,
        title,
        page
        or "Nothing that travels and nothing that is generated depends on it, except comments and documentation."
        " Line breaks, emphasis and the targets of links are not compared.",
        changed=Example(slot, old, new),
        same=Example(slot, old, old),
    )


def differ(old: str, new: str) -> bool:
    """Whether two texts differ in more than blanks and line breaks."""
    return words(old) != words(new)


def read_differently(old: str, new: str) -> bool:
    """Whether two pieces of Markdown differ for who reads them: in words, not in marks or the targets of links."""
    return differ(old, new) and read(old) != read(new)


def say_more(
    texts: tuple[str, str], schemas: tuple[Schema, Schema], rules: tuple[Iterable[Rule], Iterable[Rule]] = ((), ())
) -> bool:
    """Whether two descriptions differ in more than the sentences of facts that are told as changes of their own.

    `schemas` hold the facts that were read from the descriptions, `rules` those over several parameters.
    """
    if not read_differently(*texts):
        return False
    one, other = (word_list(text) for text in texts)
    before, now = (_conditions(side, text) for side, text in zip(rules, texts, strict=True))
    told = [
        _changed_facts(schemas[0], schemas[1], texts[0]) + list(before - now),
        _changed_facts(schemas[1], schemas[0], texts[1]) + list(now - before),
    ]
    known = [set(word_list(" ".join(side))) for side in told]
    if not any(known) or len(one) * len(other) > 4_000_000:
        return True
    gone, came = (side | _JOINTS for side in known)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return any(
        not (gone.issuperset(one[a:b]) and came.issuperset(other[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def _conditions(rules: Iterable[Rule], text: str) -> set[str]:
    """The sentences of rules that stand in the text."""
    return {rule.says for rule in rules if holds(text, rule.says)}


def _changed_facts(one: Schema, other: Schema, text: str) -> list[str]:
    """The values and sentences of `one`, described by `text`, that state something else than those of `other`."""
    facts = list(_facts(one, other, text))
    return facts + (list(_facts(one.items, other.items, text)) if one.items and other.items else [])


def _facts(one: Schema, other: Schema, text: str) -> Iterator[str]:
    for keyword, field in _FACTS.items():
        value = getattr(one, field)
        if value != getattr(other, field) and not (field == "unit" and same_unit(one.unit, other.unit)):
            values = [str(item) for item in (value if isinstance(value, tuple) else (value,)) if item is not None]
            yield from values
            said = one.says.get(keyword)
            yield from [said] if said else (s for s in _SENTENCE.split(text) if any(item in s for item in values))
    for name, meaning in one.enum_descriptions.items():
        if other.enum_descriptions.get(name) != meaning:
            yield f"{name} {meaning}"


def in_another_order(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the names that both lists have follow one another differently."""
    if old == new:
        return False
    both = set(old) & set(new)
    return list(dict.fromkeys(n for n in old if n in both)) != list(dict.fromkeys(n for n in new if n in both))


def shown(value: object) -> str:
    """An example as people read it; nothing where there is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
