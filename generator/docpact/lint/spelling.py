"""Words that are nearly each other."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    "priviliege": "privilege",
}


def misspelt(name: str) -> tuple[str, str] | None:
    """The word of a name that is a known misspelling, and what it means."""
    return next(((word, KNOWN[word]) for word in words(name) if word in KNOWN), None)


def twin(name: str, others: Iterable[str]) -> str | None:
    """Another name that differs from this one in one word, by one letter that makes no other form of the word."""
    mine = words(name)
    for other in others:
        theirs = words(other)
        if len(theirs) != len(mine) or other == name:
            continue
        differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
        if len(differing) != 1:
            continue
        a, b = differing[0]
        if min(len(a), len(b)) >= 6 and distance_one(a, b) and not is_inflection(a, b):
            return other
    return None
