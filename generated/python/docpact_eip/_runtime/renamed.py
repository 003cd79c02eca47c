"""Names that a documented thing had before, which callers may still use for one major version."""

from __future__ import annotations

import warnings
from typing import TypeVar

from .unset import UNSET, Unset

T = TypeVar("T")


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


def deprecated(old: str, new: str) -> None:
    """Tells the caller of a function under its old name."""
    warnings.warn(f"{old} is deprecated, it is now called {new}", DeprecationWarning, stacklevel=3)
