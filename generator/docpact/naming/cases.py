"""Words into names: one function for each habit."""

from __future__ import annotations

from docpact.naming.words import split


def snake(name: str) -> str:
    """`allocation_id`"""
    return "_".join(split(name))


def screaming(name: str) -> str:
    """`ALLOCATION_ID`"""
    return snake(name).upper()


def pascal(name: str) -> str:
    """`AllocationId`"""
    return "".join(word[:1].upper() + word[1:] for word in split(name))


def camel(name: str) -> str:
    """`allocationId`"""
    joined = pascal(name)
    return joined[:1].lower() + joined[1:]


def kebab(name: str) -> str:
    """`allocation-id`"""
    return "-".join(split(name))
