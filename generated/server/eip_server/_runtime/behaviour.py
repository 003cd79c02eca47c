"""What an implementation of the service is written with: `Call`, `Behaviour` and states."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from .clock import Clock
from .credentials import Credential
from .errors import ApiError, Row
from .store import MemoryStore, Store

RowName = TypeVar("RowName", bound=str)


class Call(Generic[RowName]):
    """One call of an operation: who makes it, when, and the errors it is documented to have.

    `account` owns what the call makes. `given` are the parameters as they came, by wire name, without the documented
    defaults that a request is filled up with. `now` is the time of the server's clock, in seconds since 1970.
    `RowName` are the names of the operation's error rows: a code, or `Code#2` for the second row of one code.
    """

    __slots__ = ("_gateway_row", "_rows", "account", "given", "now", "operation", "request_id")

    def __init__(
        self,
        operation: str,
        account: str,
        request_id: str,
        now: float,
        given: Mapping[str, str],
        rows: Mapping[str, Row],
        gateway_row: Callable[[str], Row | None],
    ) -> None:
        self.operation = operation
        self.account = account
        self.request_id = request_id
        self.now = now
        self.given = given
        self._rows = rows
        self._gateway_row = gateway_row

    def error(self, row: RowName, detail: str = "") -> ApiError:
        """The documented error of that name, to be raised. `detail` is shown on the console only."""
        return self._error(row, detail)

    def common_error(self, code: str, detail: str = "") -> ApiError:
        """An error that the operation's own table does not list: one common to all operations."""
        return self._error(code, detail)

    def _error(self, name: str, detail: str) -> ApiError:
        found = self._rows.get(name) or self._gateway_row(name)
        if found is None:
            raise LookupError(f"{self.operation} documents no error {name!r}")
        return ApiError(found.status, found.code, found.message, detail)


@dataclass(frozen=True, slots=True)
class Given:
    """A state that was brought about: the request parameters that meet it, by wire name, and whose call it is."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    credential: Credential | None = None


Value = TypeVar("Value")
Result: TypeAlias = Value | Awaitable[Value]
"""What a method of an implementation gives: the answer, or as a coroutine the promise of it."""

Method = TypeVar("Method", bound=Callable[..., Any])


def not_implemented(method: Method) -> Method:
    """Marks a method of the skeleton: as long as it is not overridden, examples answer the operation."""
    method.not_implemented = True  # type: ignore[attr-defined]
    return method


StateMethod = Callable[[Any], Given]
_MARK = "_docpact_state"


def state(sentence: str) -> Callable[[StateMethod], StateMethod]:
    """Marks a method of a Behaviour that brings about the state which the sentence names."""

    def mark(method: StateMethod) -> StateMethod:
        setattr(method, _MARK, (*getattr(method, _MARK, ()), sentence))
        return method

    return mark


class Behaviour:
    """The base of every implementation. A subclass overrides the operations that it implements.

    Each call of an operation written as a plain method runs alone, in a transaction of `store`: it is committed when
    the method returns and rolled back when it raises. Operations written as coroutines run side by side
    and keep their own transactions.
    """

    def __init__(self, store: Store | None = None, clock: Clock | None = None) -> None:
        self.store = store if store is not None else MemoryStore()
        self.clock = clock if clock is not None else Clock()

    def credential(self, key_id: str) -> Credential | None:
        """The credential of a key that the server itself was not given, or None. Asked on every such call."""
        return None

    def states(self) -> dict[str, StateMethod]:
        """The states that can be brought about, by their sentences."""
        found: dict[str, StateMethod] = {}
        for name in dir(type(self)):
            for sentence in getattr(getattr(type(self), name, None), _MARK, ()):
                found[sentence] = getattr(type(self), name)
        return found

    def bring_about(self, sentence: str) -> Given:
        """Brings a state about. Raises KeyError where there is none of that name."""
        method = self.states()[sentence]
        with self.store.transaction():
            return method(self)

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """What the console shows of the present state: rows by the name of their table."""
        return self.store.snapshot()
