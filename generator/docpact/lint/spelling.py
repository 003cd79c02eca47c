"""Words that are nearly each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice

_SHORT = 6
_MOST = 200
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case: `InvalidInstanId.NotFound` gives invalid, instan, id, not, found."""
    return tuple(word.lower() for word in _WORD.findall(name))


def distance_one(left: str, right: str) -> bool:
    """Whether one letter too many, too few, other, or two swapped neighbours make one word of the other."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    if len(left) > len(right):
        left, right = right, left
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    rest = left[at + 1 :] == right[at + 1 :]
    swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    return rest or swapped


def is_inflection(left: str, right: str) -> bool:
    """Whether the two differ as forms of one word do: an ending s, es, d, ed, or a digit."""
    short, long = sorted((left, right), key=len)
    ending = long[len(short) :]
    return (long.startswith(short) and ending in ("s", "es", "d", "ed", "r", "y", "e", "n")) or any(
        a.isdigit() or b.isdigit() for a, b in zip(left, right, strict=False) if a != b
    )


# Misspellings that pages have, with what they mean. None of the left ones is a word.
KNOWN = {
    "forbbiden": "forbidden",
    "fobidden": "forbidden",
    "forbiden": "forbidden",
    "forbidde": "forbidden",
    "instan": "instance",
    "intance": "instance",
    "instace": "instance",
    "insatnce": "instance",
    "instnace": "instance",
    "owener": "owner",
    "descritpion": "description",
    "desciption": "description",
    "descripton": "description",
    "discription": "description",
    "parmeter": "parameter",
    "paramter": "parameter",
    "parameteres": "parameters",
    "paramater": "parameter",
    "exsit": "exist",
    "exsits": "exists",
    "excced": "exceed",
    "exceded": "exceeded",
    "exceeed": "exceed",
    "invaild": "invalid",
    "invlaid": "invalid",
    "invalied": "invalid",
    "inavlid": "invalid",
    "vaild": "valid",
    "sucess": "success",
    "succes": "success",
    "acount": "account",
    "avaliable": "available",
    "availble": "available",
    "aviable": "available",
    "opertion": "operation",
    "opreation": "operation",
    "oparation": "operation",
    "duplicat": "duplicate",
    "duplicte": "duplicate",
    "secuirty": "security",
    "securty": "security",
    "bandwith": "bandwidth",
    "bandwidt": "bandwidth",
    "adress": "address",
    "addres": "address",
    "permisson": "permission",
    "permision": "permission",
    "insufficent": "insufficient",
    "unkown": "unknown",
    "confict": "conflict",
    "limted": "limited",
    "statuts": "status",
    "regioin": "region",
    "reqeust": "request",
    "resouce": "resource",
    "resoure": "resource",
    "shoud": "should",
    "existes": "exists",
    "privilage": "privilege",
    "specifed": "specified",
    "speicified": "specified",
    "specifid": "specified",
    "specfied": "specified",
    "pecified": "specified",
    "netowrk": "network",
    "syatem": "system",
    "satus": "status",
    "previos": "previous",
    "authorizied": "authorized",
    "banwidth": "bandwidth",
    "excceeded": "exceeded",
    "financiel": "financial",
    "emtpy": "empty",
    "illeagl": "illegal",
    "swtich": "switch",
    "priviliege": "privilege",
}


def misspelt(name: str) -> tuple[str, str] | None:
    """The word of a name that is a known misspelling, and what it means."""
    return next(((word, KNOWN[word]) for word in words(name) if word in KNOWN), None)


class Twins:
    """Finds names that differ in one word, by one letter that makes no other form of the word."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            for hole in _with_holes(words(name)):
                self._alike[hole].append(name)

    def of(self, name: str, times: int) -> str | None:
        """The most frequent twin that is `times` as frequent as the name itself and no known misspelling."""
        mine = words(name)
        for number, hole in enumerate(_with_holes(mine)):
            others = self._alike[hole]
            if len(mine[number]) < _SHORT or len(others) > _MOST:
                continue  # in a large family of names nearly everything is nearly something else
            for other in others:
                if self._counts[other] < times * self._counts[name]:
                    break
                theirs = words(other)[number]
                if (
                    len(theirs) >= _SHORT
                    and distance_one(mine[number], theirs)
                    and not is_inflection(mine[number], theirs)
                ) and misspelt(other) is None:
                    return other
        return None


def _with_holes(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words with each of them left out in turn."""
    for number in range(len(name)):
        yield (*name[:number], "", *name[number + 1 :])


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one, if any is like it. In a very long list only its beginning counts."""
    close = get_close_matches(name, list(islice(known, _MOST)), 1, 0.78)
    return close[0] if close else None
