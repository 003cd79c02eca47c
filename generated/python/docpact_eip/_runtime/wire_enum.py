"""Enumerations of strings that a newer server may extend."""

from __future__ import annotations

from enum import Enum


class WireEnum(str, Enum):
    """Documented values. A member is the string that travels: `Status.IN_USE == "InUse"`."""

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, spec: str) -> str:
        return str.__format__(self, spec)


class unchecked(str):  # noqa: N801 (reads as a function: instance_type=unchecked("Ipv8"))
    """A value that the pages do not document, sent on purpose.

    Its parameter's list of values, pattern and bounds are not checked.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"unchecked({str.__repr__(self)})"
