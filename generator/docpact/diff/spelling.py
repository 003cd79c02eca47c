"""Whether one name is another one spelt differently, or means something else.

`Forbbiden` and `Forbidden`, `InvalidInstanId` and `InvalidInstanceId`, `regionId` and `RegionId` are the same
name. `MinSize` and `MaxSize`, `Attach` and `Detach`, `Ipv4Cidr` and `Ipv6Cidr`, `Available` and `Unavailable` are not, although
they differ by as little.
"""

from __future__ import annotations

import difflib
import functools
import re

from docpact.naming.words import split

_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "no", "de", "re", "not")
_ANTONYMS = tuple(
    tuple(pair.split("/"))
    for pair in (
        "attach/detach min/max start/stop enable/disable add/remove in/out source/target private/public master/slave"
        " increase/decrease ingress/egress inbound/outbound upload/download before/after start/end create/delete"
        " allow/deny internal/external import/export lower/upper prefix/suffix primary/secondary"
    ).split()
)


@functools.lru_cache(maxsize=65536)
def respelt(one: str, other: str) -> bool:
    """Whether the two differ only in case and separators, or by a slip or two inside one word."""
    if one == other:
        return False
    plain, plain_other = _plain(one), _plain(other)
    if not plain or not plain_other:
        return False
    if plain == plain_other:
        return True
    if re.findall(r"[0-9]+", one) != re.findall(r"[0-9]+", other):
        return False
    words, words_other = split(one), split(other)
    if len(words) == len(words_other):
        different = [pair for pair in zip(words, words_other, strict=True) if pair[0] != pair[1]]
        return len(different) == 1 and _slip(*different[0])
    return (
        abs(len(words) - len(words_other)) == 1 and min(len(plain), len(plain_other)) > 7 and _slip(plain, plain_other)
    )


def corrected(one: str, other: str) -> bool:
    """Whether one name is the other one with a slip, given that both certainly mean the same thing."""
    plain, plain_other = _plain(one), _plain(other)
    shorter = min(len(plain), len(plain_other))
    return respelt(one, other) or (shorter > 7 and plain != plain_other and distance(plain, plain_other, 2) <= 2)


def likeness(one: str, other: str) -> float:
    """How alike two texts are, word by word, from 0 to 1. Two empty texts tell nothing: 0."""
    left, right = one.casefold().split(), other.casefold().split()
    if not left or not right:
        return 0.0
    matcher = difflib.SequenceMatcher(None, left[:200], right[:200], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.3 else 0.0


@functools.lru_cache(maxsize=65536)
def name_likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: by their words or, where nearly all letters are the same, by these."""
    if respelt(one, other):
        return 1.0
    left, right = split(one), split(other)
    if not left or not right or _opposed(set(left), set(right)):
        return 0.0
    letters = difflib.SequenceMatcher(None, _plain(one), _plain(other), autojunk=False).ratio()
    return max(difflib.SequenceMatcher(None, left, right, autojunk=False).ratio(), letters if letters > 0.9 else 0.0)


def _opposed(left: set[str], right: set[str]) -> bool:
    return any(
        _negated(a, b) or _negated(b, a) or any(_swapped(a, b, *pair) or _swapped(b, a, *pair) for pair in _ANTONYMS)
        for a in left - right
        for b in right - left
    )


def _negated(word: str, other: str) -> bool:
    return any(word == prefix + other for prefix in _PREFIXES)


def _swapped(word: str, other: str, one: str, opposite: str) -> bool:
    """Whether the words differ by a pair of opposites: `attached` and `detached`."""
    return one in word and word.replace(one, opposite, 1) == other


def _slip(word: str, other: str) -> bool:
    if _opposed({word}, {other}):
        return False
    short, long = sorted((word, other), key=len)
    if long in (short + "s", short + "e"):
        return True
    return len(short) > 3 and distance(short, long, 2) <= (1 if len(short) < 6 else 2)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.

    Gives `limit + 1` where it takes more than `limit`.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
