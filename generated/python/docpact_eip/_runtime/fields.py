"""Fields of results and request structures: where a value stands in the wire form, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .masking import is_secret

if TYPE_CHECKING:
    from typing import Protocol

    from .wire_enum import WireEnum

    class FromWire(Protocol):
        """What can be made of a parsed JSON object."""

        @classmethod
        def from_wire(cls: type[M], wire: dict[str, Any]) -> M: ...


T = TypeVar("T")
M = TypeVar("M", bound="FromWire")
E = TypeVar("E", bound="WireEnum")

ABSENT: Any = object()
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,40}\s*").fullmatch  # int() would also take 1_000
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*").fullmatch


class Field:
    """Reads one field when it is first asked for, and remembers what it read.

    `path` leads through the wire form; where it has several parts the parts between only wrap.
    """

    __slots__ = ("hidden", "name", "path", "read")

    def __init__(self, wire: str | tuple[str, ...], read: Callable[[Any], Any]) -> None:
        self.path = (wire,) if isinstance(wire, str) else wire
        self.read = read
        self.hidden = is_secret(self.path[-1])
        self.name = self.path[0]

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if instance is None:
            return self
        value: Any = instance.__dict__["_wire"]
        for part in self.path:
            value = value.get(part, ABSENT) if type(value) is dict else ABSENT
        value = self.read(value)
        instance.__dict__[self.name] = value
        return value


def field(wire: str | tuple[str, ...], read: Callable[[Any], T]) -> T:
    """A field at a place in the wire form (several names lead into wrappers), read by one of the readers below."""
    return Field(wire, read)  # type: ignore[return-value]


def text(value: Any) -> str | None:
    """Text as it came; a number or truth value in its wire spelling."""
    if type(value) is str or value is None:
        return value
    if value is ABSENT:
        return None
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return cast("str", value)  # a structure where text is documented: given as it came


def integer(value: Any) -> int | None:
    """A whole number, also where it came as text. What is no number is given as it came."""
    if type(value) is int or value is None:
        return value
    if value is ABSENT or value == "":
        return None
    if isinstance(value, str) and _WHOLE(value):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return cast("int", value)


def number(value: Any) -> float | None:
    """A number, also where it came as text."""
    if type(value) is float or value is None:
        return value
    if value is ABSENT or value == "":
        return None
    if type(value) is int or (isinstance(value, str) and _NUMBER(value)):
        try:
            return float(value)
        except OverflowError:
            pass
    return cast("float", value)


def boolean(value: Any) -> bool | None:
    """A truth value, also where it came as text."""
    if value is True or value is False or value is None:
        return value
    if value is ABSENT or value == "":
        return None
    if isinstance(value, str):
        lower = value.lower()
        if lower in ("true", "false"):
            return lower == "true"
    return cast("bool", value)


def anything(value: Any) -> Any:
    """The value as it came; None where it is absent."""
    return None if value is ABSENT else value


def one_of(enum: type[E]) -> Callable[[Any], E | str | None]:
    """A reader of documented values: the member, or the plain string where the value is new."""
    members: dict[str, E] = {str(member): member for member in enum}

    def read(value: Any) -> E | str | None:
        value = text(value)
        return members.get(value, value) if isinstance(value, str) else value

    return read


def nested(model: type[M]) -> Callable[[Any], M | None]:
    """A reader of one structure."""

    def read(value: Any) -> M | None:
        if type(value) is dict:
            return model.from_wire(value)
        return None if value is ABSENT or value is None or value == "" else value

    return read


def many(read_item: Callable[[Any], T | None], wrapper: str = "") -> Callable[[Any], tuple[T, ...]]:
    """A reader of lists. A lone value counts as a list of one; `wrapper` is the name XML gives each item."""

    def read(value: Any) -> tuple[T, ...]:
        if type(value) is dict and wrapper and len(value) == 1 and wrapper in value:
            value = value[wrapper]
        if type(value) is not list:
            if value is ABSENT or value is None or value == "":
                return ()
            value = [value]
        return tuple([read_item(item) for item in value])  # type: ignore[misc]

    return read


def mapping(read_value: Callable[[Any], T]) -> Callable[[Any], dict[str, T]]:
    """A reader of objects whose keys are data."""

    def read(value: Any) -> dict[str, T]:
        return {key: read_value(item) for key, item in value.items()} if type(value) is dict else {}

    return read


def frozen(value: T) -> T | tuple[Any, ...]:
    """The value; of a list a copy that nobody can change."""
    return tuple(value) if isinstance(value, list) else value
