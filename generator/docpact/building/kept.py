"""Operations that are loaded when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docpact.contract.model import Operation

_pending: dict[int, Callable[[], Operation]] = {}
"""What loads each operation that nobody has looked at, by its identity."""


class Kept(Operation):
    """An operation of which only the name is there. Anything else that is asked of it makes it a plain `Operation`."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if self.__class__ is not Kept:  # it was loaded, and has no such attribute
            raise AttributeError(name)
        _become(self)
        return getattr(self, name)

    def __eq__(self, other: object) -> bool:
        _become(self)
        return bool(self == other)

    def __hash__(self) -> int:
        _become(self)
        return hash(self)

    def __repr__(self) -> str:
        _become(self)
        return repr(self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        _become(self)
        return self.__reduce_ex__(protocol)


def kept(name: str, load: Callable[[], Operation]) -> Operation:
    """The operation of that name, which `load` gives when it is wanted."""
    operation = object.__new__(Kept)
    object.__setattr__(operation, "name", name)
    _pending[id(operation)] = load
    return operation


def _become(operation: Operation) -> None:
    """Makes it the plain operation that it stands for. Both classes lay out their slots alike, so that it can."""
    whole = _pending.pop(id(operation))()
    for field in Operation.__slots__:
        object.__setattr__(operation, field, getattr(whole, field))
    object.__setattr__(operation, "__class__", Operation)
