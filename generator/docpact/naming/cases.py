"""Words into names: one function for each habit."""

from __future__ import annotations

from docpact.naming.words import split, tokens


def snake(name: str) -> str:
    """`allocation_id`"""
    return "_".join(split(name))


def screaming(name: str) -> str:
    """`ALLOCATION_ID`"""
    return snake(name).upper()


def pascal(name: str) -> str:
    """`AllocationId`; a word of mixed case keeps it (`HaVipStatus`), capitals do not (`IspName`)."""
    return "".join(map(capital, tokens(name)))


def capital(word: str) -> str:
    """One word of a pascal name: `Allocation`, `HaVip`, `Isp`."""
    return word[:1].upper() + (word[1:].lower() if word.isupper() else word[1:])


def camel(name: str) -> str:
    """`allocationId`"""
    first = split(name)[:1]
    return "".join(first) + pascal(name)[len("".join(first)) :]


def kebab(name: str) -> str:
    """`allocation-id`"""
    return "-".join(split(name))
