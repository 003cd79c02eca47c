"""What sentences say by themselves, whichever parameter they are about: the rules that match them, and where.

The pages of a service say the same sentences again and again, so what was found in one is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from docpact.understand.prose.language import Language, Rule, groups
from docpact.understand.prose.sentences import sentences

_LONGEST = 4000
"""Sentences longer than this many characters are not prose; nothing is claimed from them."""
_LONGEST_RELATION = 300
_MEMORY = 20_000


class Match(NamedTuple):
    """A place where a rule's pattern matches, and the text of its named groups."""

    match: re.Match[str]
    said: Mapping[str, str | None]


class Reading(NamedTuple):
    """A sentence of a block that some rule matches."""

    start: int
    end: int
    before: str
    """The sentence before it in the block."""
    matches: tuple[tuple[Rule, tuple[Match, ...]], ...]
    """The rules that match, in the order of their file, and where."""
    conditional: bool
    """Whether the sentence holds under a condition only."""
    each: bool
    """Whether it speaks of each of several things."""


@lru_cache(maxsize=_MEMORY)
def readings(block: str, language: Language, *, followed: bool) -> tuple[Reading, ...]:
    """What the sentences of a block say. `followed` by another, the last one may also introduce a list below it."""
    found = []
    before = ""
    for start, end in sentences(block, language):
        if end - start > _LONGEST:
            continue
        sentence = block[start:end].strip()
        matches = _matches(sentence, language, below=followed and end == len(block))
        if matches:
            conditional = language.conditional.search(sentence) is not None
            each = language.each.search(sentence) is not None
            found.append(Reading(start, end, before, matches, conditional, each))
        before = sentence
    return tuple(found)


@lru_cache(maxsize=_MEMORY)
def _matches(sentence: str, language: Language, *, below: bool) -> tuple[tuple[Rule, tuple[Match, ...]], ...]:
    """The rules that match, those about a list `below` the sentence among them where there may be one."""
    found = []
    for rule in language.candidates(sentence.lower()):
        if rule.below and not below:
            continue
        if not rule.relations:
            matches = [Match(match, groups(match)) for match in rule.pattern.finditer(sentence)]
        elif len(sentence) <= _LONGEST_RELATION and (whole := rule.pattern.match(sentence)):
            matches = [Match(whole, groups(whole))]
        else:
            continue
        if matches:
            found.append((rule, tuple(matches)))
    return tuple(found)
