"""Where a behaviour keeps its state: tables of immutable records, in memory or in a file.

A record is a frozen dataclass whose fields JSON can hold. `put` replaces the record of the same key; nothing is
changed in place, so that a transaction can be undone and a reader never sees half a change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, fields
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

Record = TypeVar("Record")


@runtime_checkable
class Table(Protocol[Record]):
    """Records of one type by key."""

    def get(self, key: str) -> Record | None:
        """The record of that key, or None."""
        ...

    def put(self, record: Record) -> None:
        """Adds the record, or replaces the one with its key."""
        ...

    def delete(self, key: str) -> None:
        """Removes the record of that key, if there is one."""
        ...

    def select(self, **equal: str) -> list[Record]:
        """The records whose indexed fields have these values, in the order in which they were first put."""
        ...


class Store(Protocol):
    """A set of tables that change together."""

    def table(self, record: type[Record], key: str, index: tuple[str, ...] = ()) -> Table[Record]:
        """The table of a record type. `key` names the field that tells records apart, `index` those to select by."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything put or deleted inside is kept together, or not at all where an exception leaves it."""
        ...

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """All records as plain values, by the name of their type."""
        ...


class MemoryTable(Generic[Record]):
    """A table in memory."""

    def __init__(self, store: MemoryStore, record: type[Record], key: str, index: tuple[str, ...]) -> None:
        self.record = record
        self._store = store
        self._key = key
        self._rows: dict[str, Record] = {}
        self._index: dict[str, dict[str, dict[str, None]]] = {name: {} for name in index}

    def get(self, key: str) -> Record | None:
        return self._rows.get(key)

    def put(self, record: Record) -> None:
        self._replace(getattr(record, self._key), record)

    def delete(self, key: str) -> None:
        if key in self._rows:
            self._replace(key, None)

    def select(self, **equal: str) -> list[Record]:
        if not equal:
            return list(self._rows.values())
        (first, value), *rest = equal.items()
        keys = self._index[first].get(value, {})
        rows = [self._rows[key] for key in keys]
        return [row for row in rows if all(getattr(row, name) == wanted for name, wanted in rest)]

    def _replace(self, key: str, new: Record | None) -> None:
        old = self._rows.get(key)
        self._store._undo.append(lambda: self._set(key, old))
        self._set(key, new)

    def _set(self, key: str, new: Record | None) -> None:
        old = self._rows.get(key)
        for name, entries in self._index.items():
            before = None if old is None else getattr(old, name)
            after = None if new is None else getattr(new, name)
            if before is not None and before != after:
                del entries[before][key]
                if not entries[before]:
                    del entries[before]
            if after is not None and before != after:
                entries.setdefault(after, {})[key] = None
        if new is None:
            self._rows.pop(key, None)
        else:
            self._rows[key] = new


class MemoryStore:
    """State that ends with the process."""

    def __init__(self) -> None:
        self._tables: dict[str, MemoryTable[Any]] = {}
        self._undo: list[Any] = []
        self._open = False

    def table(self, record: type[Record], key: str, index: tuple[str, ...] = ()) -> MemoryTable[Record]:
        return self._tables.setdefault(record.__name__, MemoryTable(self, record, key, index))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._open:  # a transaction within one is part of it
            yield
            return
        self._open = True
        self._undo.clear()
        try:
            yield
        except BaseException:
            for step in reversed(self._undo):
                step()
            raise
        finally:
            self._open = False
            self._undo.clear()

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        return {name: [asdict(row) for row in table.select()] for name, table in self._tables.items()}


def check_record(record: type[Any], names: tuple[str, ...]) -> None:
    """Raises TypeError where a record type lacks one of the fields."""
    known = {field.name for field in fields(record)}
    if lacking := [name for name in names if name not in known]:
        raise TypeError(f"{record.__name__} has no field {lacking[0]!r}")
