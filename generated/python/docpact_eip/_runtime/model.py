"""Results and request structures: immutable views of the wire form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from .fields import Field
from .masking import MASK, is_secret
from .unset import UNSET

if TYPE_CHECKING:
    from .meta import Meta

M = TypeVar("M", bound="Model")


class Model:
    """A structure of the API. Fields that are absent read as `None`, absent lists as `()`.

    Two are equal where all their fields are, also those that the pages do not document. `wire` is the form
    that travelled, with every field it had.
    """

    _fields: ClassVar[dict[str, Field]] = {}

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in cls.__dict__.items() if type(value) is Field}
        cls._fields = {**cls._fields, **own}

    def __init__(self, **values: Any) -> None:
        """Make one of the values of its fields, for tests and for comparing."""
        self.__dict__["_wire"] = {}
        for name, value in values.items():
            if name not in self._fields:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            if value is not UNSET:
                self.__dict__[name] = tuple(value) if isinstance(value, list) else value

    @classmethod
    def from_wire(cls: type[M], wire: dict[str, Any]) -> M:
        """The structure that a parsed JSON object says."""
        self = cls.__new__(cls)
        self.__dict__["_wire"] = wire
        return self

    @property
    def wire(self) -> Mapping[str, Any]:
        """A copy of the wire form as it arrived; of a structure made here, what it would send."""
        arrived: dict[str, Any] = self.__dict__["_wire"]
        return _copied(arrived) if arrived else self.to_wire()

    @property
    def extra(self) -> dict[str, Any]:
        """The fields that arrived and that the pages do not document, under their wire names."""
        known = {f.path[0] for f in self._fields.values()}
        return {name: _copied(value) for name, value in self.__dict__["_wire"].items() if name not in known}

    def to_wire(self) -> dict[str, Any]:
        """The fields that are set, as JSON-like values under their wire names."""
        out: dict[str, Any] = {}
        for name, field in self._fields.items():
            value = self.__dict__.get(name) if not self.__dict__["_wire"] else getattr(self, name)
            if value is not None and value != ():
                inner = out
                for part in field.path[:-1]:
                    inner = inner.setdefault(part, {})
                inner[field.path[-1]] = plain(value)
        return {**out, **self.extra}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: cannot delete {name!r}")

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._fields])

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Model)
        return self._values() == other._values() and self.extra == other.extra

    def __hash__(self) -> int:
        return hash((type(self), *(_hashable(value) for value in self._values())))

    def __repr__(self) -> str:
        shown = []
        for name, field in self._fields.items():
            value = getattr(self, name)
            if value is not None and value != ():
                shown.append(f"{name}={MASK if field.hidden else repr(value)}")
        extra = {name: MASK if is_secret(name) else value for name, value in self.extra.items()}
        if extra:
            shown.append(f"extra={extra!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


class Struct(Model):
    """A structure that is sent. Only the fields that were given travel."""

    @property
    def wire(self) -> Mapping[str, Any]:
        """What it would send."""
        return self.to_wire()

    def to_wire(self) -> dict[str, Any]:
        """The fields that are set, as JSON-like values under their wire names."""
        given = self.__dict__["_wire"].items()
        return {name: plain(value) for name, value in given if value is not None and value != ()}

    def __getstate__(self) -> dict[str, Any]:
        return {"_wire": self.__dict__["_wire"]}


class Result(Model):
    """The answer to a call."""

    @property
    def meta(self) -> Meta:
        """How the call went: status, headers, request id, attempts, elapsed time.

        Raises AttributeError for a result that no call gave.
        """
        try:
            return self.__dict__["_meta"]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError("this result was not made by a call: it has no meta") from None


def plain(value: Any) -> Any:
    """The JSON-like value of a field, a structure or a list of them."""
    if isinstance(value, Model):
        return value.to_wire()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, str) else value


def _copied(value: Any) -> Any:
    """A JSON value that may be changed."""
    if type(value) is dict:
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if type(value) is list else value


def json_form(value: object) -> Any:
    """What the JSON encoder is to write for what it does not know. Raises TypeError where that is nothing."""
    if isinstance(value, Model):
        return value.to_wire()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _hashable(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((key, _hashable(item)) for key, item in sorted(value.items()))
    return tuple(_hashable(item) for item in value) if isinstance(value, (list, tuple)) else value
