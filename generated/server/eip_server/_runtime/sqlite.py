"""State in an SQLite file: it survives restarts, and a kill at any moment leaves it as of the last answer.

Records are rows of JSON, one table for each type, with columns for the key and the indexed fields. Every
transaction takes the write lock first, so processes that share the file take turns.
"""

# ruff: noqa: S608
# Names in the statements come from record types and are checked to be plain identifiers; values are bound.

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Generic, TypeVar

from .store import check_record

Record = TypeVar("Record")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").fullmatch


class SqliteTable(Generic[Record]):
    """A table in the file."""

    def __init__(self, store: SqliteStore, record: type[Record], key: str, index: tuple[str, ...]) -> None:
        names = (record.__name__, key, *index)
        if not all(map(_NAME, names)):
            raise TypeError(f"{record.__name__}: the names of a table are plain identifiers")
        self.record = record
        self._store = store
        self._key = key
        self._index = index
        self._name = f'"record_{record.__name__}"'
        columns = "".join(f', "{name}" TEXT' for name in index)
        store.execute(
            f"CREATE TABLE IF NOT EXISTS {self._name}"
            f" (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL{columns})"
        )
        present = {column[1] for column in store.execute(f"PRAGMA table_info({self._name})")}
        for name in index:
            if name not in present:  # the file is older than the index
                store.execute(f'ALTER TABLE {self._name} ADD COLUMN "{name}" TEXT')
                store.execute(f"UPDATE {self._name} SET \"{name}\" = json_extract(data, '$.{name}')")
            at = f'"index_{record.__name__}_{name}"'
            store.execute(f'CREATE INDEX IF NOT EXISTS {at} ON {self._name} ("{name}")')
        marks = ", ".join("?" * (2 + len(index)))
        listed = "".join(f', "{name}"' for name in index)
        changed = "".join(f', "{name}" = excluded."{name}"' for name in index)
        self._put = (
            f"INSERT INTO {self._name} (id, data{listed}) VALUES ({marks})"
            f" ON CONFLICT (id) DO UPDATE SET data = excluded.data{changed}"
        )

    def get(self, key: str) -> Record | None:
        row = self._store.execute(f"SELECT data FROM {self._name} WHERE id = ?", (key,)).fetchone()
        return None if row is None else self._record(row[0])

    def put(self, record: Record) -> None:
        values = asdict(record)  # type: ignore[call-overload]
        data = json.dumps(values, separators=(",", ":"))
        self._store.execute(self._put, (values[self._key], data, *(values[name] for name in self._index)))

    def delete(self, key: str) -> None:
        self._store.execute(f"DELETE FROM {self._name} WHERE id = ?", (key,))

    def select(self, **equal: str) -> list[Record]:
        unknown = equal.keys() - set(self._index)
        if unknown:
            raise KeyError(f"{self.record.__name__} is not indexed by {sorted(unknown)[0]}")
        where = " AND ".join(f'"{name}" = ?' for name in equal)
        rows = self._store.execute(
            f"SELECT data FROM {self._name}{' WHERE ' + where if where else ''} ORDER BY number", tuple(equal.values())
        )
        return [self._record(data) for (data,) in rows]

    def _record(self, data: str) -> Record:
        values = json.loads(data)
        return self.record(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


class SqliteStore:
    """State in a file, which is made where it is not there. Raises sqlite3.DatabaseError where it is something else."""

    def __init__(self, path: Path | str) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._tables: dict[str, SqliteTable[Any]] = {}
        self._open = False

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Runs one statement."""
        return self._database.execute(statement, values)

    def table(self, record: type[Record], key: str, index: tuple[str, ...] = ()) -> SqliteTable[Record]:
        check_record(record, (key, *index))
        return self._tables.setdefault(record.__name__, SqliteTable(self, record, key, index))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._open:  # a transaction within one is part of it
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        self._open = True
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        else:
            self.execute("COMMIT")
        finally:
            self._open = False

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        return {name: [asdict(row) for row in table.select()] for name, table in self._tables.items()}

    def close(self) -> None:
        """Closes the file."""
        self._database.close()
