"""Which request parameter an error row is about, where its code or its message makes that certain.

Codes and messages are the service's own words: they are English in the documentation of every language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from docpact.contract.model import ErrorRow

_FAULT = r"(?:invalid|illegal|missing|duplicated?|malformed|unsupported|incorrect|wrong|empty)"
_PREFIXED = re.compile(
    rf"{_FAULT}[._]?(?:(?:input)?param(?:a?e?ter)?s?(?:value)?[._]?)?(?P<name>\w+)(?:\..*)?", re.IGNORECASE
)
_QUALIFIED = re.compile(
    rf"{_FAULT}(?:(?:input)?param(?:a?e?ter)?s?(?:value|length|format|type|size|range)?)?\.(?P<name>[\w.]+)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?P<name>[\w.]+?)\.(?:not_?found|not_?exists?|malformed|invalid|illegal|missing|empty|too_?long|format_?error|not_?supported)",
    re.IGNORECASE,
)
_GENERIC = re.compile(rf"{_FAULT}|param(?:eter)?s?[._]?(?:value)?[._]?{_FAULT}", re.IGNORECASE)
_BETWEEN = re.compile(r"conflict|mis_?match|not_?match|duplicate", re.IGNORECASE)  # about two parameters, or a resource
_STATE = re.compile(
    r"incorrect\w*(?:status|state)(?:\.|$)", re.IGNORECASE
)  # of a resource, whatever parameters there are
_WORD = re.compile(r"(?P<quote>[\"'`“]?)(?P<name>[A-Za-z][\w-]*(?:\.\w+)*)")
_CALLED = re.compile(
    r"(?:specified|parameter|value of|value for|field|missing|provided)\s+(?:parameter\s+|value of\s+)?$", re.IGNORECASE
)
_INDEX = re.compile(r"\.(?:[nNmM]|\d+)(?=\.|$)")
_MEMORY = 8192
"""Rows that are remembered: the error tables of a service repeat each other."""


def error_parameter(row: ErrorRow, names: Sequence[str]) -> str | None:
    """The name among `names` that the row is certainly about, or None.

    A code names its parameter (`InvalidInstanceType.ValueNotSupported`, `MissingParameter.RegionId`); a message does where it
    mentions exactly one (`The input parameter "RegionId" that is mandatory …`) and the code says that a parameter is at
    fault. Where code and message name different parameters, neither is certain.
    """
    named = _by_code(row.code, names)
    mentioned = _mentioned(row.message, names)
    if named is not None:
        return named if not mentioned or named in mentioned else None
    if len(mentioned) == 1 and _GENERIC.match(row.code) and not _BETWEEN.search(row.code):
        return mentioned[0] if mentioned[0] in names else None
    return None


def _by_code(code: str, names: Sequence[str]) -> str | None:
    if _STATE.match(code):
        return None
    for pattern in (_QUALIFIED, _PREFIXED, _BARE):
        match = pattern.fullmatch(code)
        found = match and _find(match["name"], names)
        if found:
            return found
    return None


def _find(word: str, names: Sequence[str]) -> str | None:
    """The one parameter that a word of a code spells: `TagKey` is `Tag.N.Key`, `UdpTimeout` is `NetworkAttributes.UdpTimeout`.

    Where none is spelt so, one that differs in number only: `PetId` is `PetIds`.
    """
    word = _INDEX.sub("", word).replace(".", "").replace("_", "").lower()
    if word == "action":
        return None
    whole, last = _spellings(tuple(names))
    other = word.removesuffix("s") if word.endswith("s") else word + "s"
    found = whole.get(word) or last.get(word) or whole.get(other) or []
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=32)
def _spellings(names: tuple[str, ...]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The parameters by their whole names and by their last parts, as words of codes spell them."""
    whole: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        text = _INDEX.sub("", name).replace("-", "").replace("_", "").lower()
        whole.setdefault(text.replace(".", ""), []).append(name)
        last.setdefault(text.rpartition(".")[2], []).append(name)
    return whole, last


@lru_cache(maxsize=32)
def _exact(names: tuple[str, ...]) -> dict[str, str]:
    """The parameters by their names without indices, and the groups of parameters, which stand for themselves."""
    bare = {_INDEX.sub("", name): name for name in names if name != "Action"}
    return {head: head for head in (name.partition(".")[0] for name in bare)} | bare


def _mentioned(message: str, names: Sequence[str]) -> list[str]:
    """The parameters, and groups of parameters, that a message mentions by their exact names."""
    exact = _exact(tuple(names))
    found: dict[str, None] = {}
    for word, marked, start in _words_of_message(message):
        name = exact.get(word)
        # one small or capitalised word is a parameter only where the message says so
        if name is not None and (marked or _CALLED.search(message, 0, start)):
            found[name] = None
    return list(found)


@lru_cache(maxsize=_MEMORY)
def _words_of_message(message: str) -> tuple[tuple[str, bool, int], ...]:
    """The words without indices, whether their letters or quotes mark them as names, and where they begin."""
    return tuple(
        (
            _INDEX.sub("", match["name"]),
            bool(match["quote"]) or match["name"][1:] != match["name"][1:].lower(),
            match.start(),
        )
        for match in _WORD.finditer(message)
    )
