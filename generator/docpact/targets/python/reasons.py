"""The members of an error class that tell its documented messages apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docpact.contract.model import ErrorRow
from docpact.escape import Code
from docpact.naming.scope import Scope
from docpact.targets.python import names

EXTENSION = "x-docpact-reason"
_FEW_WORDS = 8


def reasons_of(rows: Iterable[ErrorRow]) -> tuple[dict[str, Code], Scope]:
    """The member of each message, by the message as it is first spelled; none where there is but one. And the scope.

    Messages that differ in case and punctuation alone are one. A member is named after the first words of its message,
    as many as no other begins with; or as the row says by `x-docpact-reason`.
    """
    messages: dict[str, str] = {}
    chosen: dict[str, str] = {}
    for row in rows:
        if message := row.message.strip():
            key = plain(message)
            messages.setdefault(key, message)
            name = row.extensions.get(EXTENSION)
            if isinstance(name, str) and names.words(name):
                chosen.setdefault(key, name)
    scope = names.scope(names.ENUM_MEMBERS)
    if len(messages) < 2:
        return {}, scope
    words = {key: tuple(word.lower() for word in names.words(message)) for key, message in messages.items()}
    found = {}
    for key, message in messages.items():
        others = [other for other_key, other in words.items() if other_key != key]
        short = names.screaming(chosen[key]) if key in chosen else "_".join(_first(words[key], others)).upper()
        found[message] = names.give(scope, message, short, "REASON")
    return found, scope


def plain(message: str) -> str:
    """A message without what spellings of it differ in. The runtime compares messages in the same way."""
    return "".join(filter(str.isalnum, message.casefold()))


def _first(words: Sequence[str], others: Sequence[Sequence[str]]) -> Sequence[str]:
    """The first words, as many as no other sequence begins with; all of them where that is not to be had."""
    count = _FEW_WORDS
    while count < len(words) and any(words[:count] == other[:count] for other in others):
        count += 1
    return words[:count]
