"""The value of an argument that was not given."""

from __future__ import annotations

import warnings
from enum import Enum
from typing import Final, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The type of `UNSET`: an argument that was not given and is not sent. It is not `None`, which is a value."""

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


def renamed(old: str, new: str, given: T | Unset, value: T | Unset) -> T | Unset:
    """The value of an argument that may still be given under its old name, which is deprecated.

    Raises:
        TypeError: It was given under both names.
    """
    if given is UNSET:
        return value
    if value is not UNSET:
        raise TypeError(f"{old} is the old name of {new}: give one of them")
    warnings.warn(f"{old} is deprecated, it is now called {new}", DeprecationWarning, stacklevel=3)
    return given
