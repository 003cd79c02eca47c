"""What the walker shows to the checks: something on both sides, something new, something gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Property, Schema
from docpact.diff.model import Address, Direction, Kind, Part, Suggestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two contracts, for the few checks that look around."""

    old: Contract
    new: Contract


@dataclass(frozen=True, slots=True)
class _Event:
    sides: Sides
    direction: Direction

    @property
    def at(self) -> Address:
        raise NotImplementedError

    @property
    def operation(self) -> str:
        """How messages name the operation: its name, or the service where the change is not in an operation."""
        return self.at.operation or "every operation"

    @property
    def subject(self) -> str:
        """How messages name the thing: `` `Size` of CreateDisk ``."""
        at = self.at
        name = code(at.subject)
        if at.part is Part.RESPONSE:
            return f"{name} in the answer of {self.operation}" if at.subject else f"the answer of {self.operation}"
        if at.part is Part.BODY:
            return f"{name} in the body of {self.operation}" if at.subject else f"the body of {self.operation}"
        return f"{name} of {self.operation}"

    @property
    def of_argument(self) -> bool:
        """Whether this is something a caller gives (not something the caller is given)."""
        return self.direction is Direction.REQUEST


@dataclass(frozen=True, slots=True)
class Both(_Event, Generic[T]):
    """Counterparts. `renamed` and `moved` say how the old one was found; `aliased` that the new one declares it."""

    old: T
    new: T
    old_at: Address
    new_at: Address
    renamed: bool = False
    moved: bool = False
    aliased: bool = False

    @property
    def at(self) -> Address:
        return self.new_at


@dataclass(frozen=True, slots=True)
class Added(_Event, Generic[T]):
    """Something that only the new side has. `siblings` are counterparts of its kind on the old side."""

    new: T
    new_at: Address
    siblings: tuple[T, ...] = ()

    @property
    def at(self) -> Address:
        return self.new_at


@dataclass(frozen=True, slots=True)
class Removed(_Event, Generic[T]):
    """Something that only the old side has. `siblings` are counterparts of its kind on the new side."""

    old: T
    old_at: Address
    siblings: tuple[T, ...] = ()

    @property
    def at(self) -> Address:
        return self.old_at


Event: TypeAlias = "Both[Any] | Added[Any] | Removed[Any]"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check says about an event. The quotes default to the description of the thing."""

    kind: Kind
    message: str
    keyword: str = ""
    says_old: str = ""
    says_new: str = ""
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A question asked of every event of one shape about one type of node."""

    event: type
    node: type
    kinds: tuple[Kind, ...]
    find: Callable[[Any], Iterator[Found]]


def code(text: object) -> str:
    """A name or value in backticks, on one line, for a message. Long values are cut."""
    line = " ".join(str(text).replace("`", "'").split())
    return f"`{line[:77]}...`" if len(line) > 80 else f"`{line}`"


def words(text: str) -> str:
    """Text as compared: line breaks and repeated blanks of a page mean nothing."""
    return " ".join(text.split())


def listing(values: list[str], last: str = "and") -> str:
    """`a`, `b` and `c`."""
    quoted = [code(value) for value in values]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


_CELLS = {"name", "required", "type", "in"}
"""What has a cell of its own: no sentence says it, and the row shows it."""


def sentence_of(node: object, keyword: str = "") -> str:
    """The sentence of the page behind a node: that of the keyword, or else its description; nothing where it is a cell."""
    schema = node if isinstance(node, Schema) else getattr(node, "schema", None)
    if keyword and isinstance(schema, Schema):
        said = schema.says.get(keyword, "")
        if said:
            return said
    if keyword in _CELLS:
        return ""
    match node:
        case ErrorRow():
            return " | ".join(
                filter(None, (str(node.status or ""), node.code, words(node.message), words(node.description)))
            )
        case Parameter():
            return words(node.description or node.schema.description)
        case Property():
            return words(node.schema.description)
        case Operation() if keyword in ("method", "path"):
            return f"{node.method} {node.path}"
        case Contract() if keyword in ("title", "version"):
            return str(getattr(node, keyword))
        case Operation():
            return words(node.summary or node.description)
        case Schema():
            return words(node.description)
    return words(str(getattr(node, "says", "") or getattr(node, "description", "") or ""))
