"""A content-addressed store of derived data: what was computed once need not be computed again.

A key is a digest over everything that a value depends on, so an entry is never wrong, only useless. Values are
plain bytes, for the caller to decode with a format that cannot run code (JSON, text): nothing here or above
may unpickle what it finds. Every entry carries a digest of its key and value; a damaged, truncated or swapped
entry is a miss. Entries are written to a temporary file and renamed, so that any number of processes may share
a store, and one that is killed leaves it whole. Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = ".docpact/cache"
LIMIT = 256 * 1024 * 1024
_MAGIC = b"docpact cache 1\n"
_DIGEST = hashlib.sha256().digest_size
_FRESH = 24 * 3600
_ORPHAN = 3600


def key_of(*parts: bytes | str) -> str:
    """One key over several parts. Parts are told apart: `("ab", "c")` and `("a", "bc")` give two keys."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


@functools.cache
def program_key() -> str:
    """A digest of docpact's own files, code and data: a part of every key whose value the program decides."""
    root = Path(__file__).parent
    found = (path for path in root.rglob("*.*") if path.suffix != ".pyc" and "_templates" not in path.parts)
    return key_of(repr(sys.version_info[:2]), *files_key_parts(root, found))


def files_key_parts(root: Path, paths: Iterable[Path]) -> Iterator[bytes | str]:
    """Name (from `root` on) and content of each file, in the order of the names. What cannot be read is left out."""
    for path in sorted(paths):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        yield path.relative_to(root).as_posix()
        yield data


class Store:
    """A folder of entries. All methods are safe to call from several processes and threads at once.

    A store that cannot be written (a read-only checkout, a full disk) is an empty one: no method raises OSError.
    """

    def __init__(self, root: Path, *, limit: int = LIMIT) -> None:
        self.root = root
        self.limit = limit
        self._written = 0

    def get(self, key: bytes | str) -> bytes | None:
        """The value stored under `key`, or None where there is none or it is damaged."""
        name = _name(key)
        path = self._path(name)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head = len(_MAGIC) + _DIGEST
        value = data[head:]
        if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : head] != _seal(name, value):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _FRESH:
                os.utime(path)  # marks the entry as used, for `prune`
        return value

    def put(self, key: bytes | str, value: bytes) -> None:
        """Stores `value` under `key`. Prunes the store now and then, so that it stays within its limit."""
        name = _name(key)
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_MAGIC + _seal(name, value) + value)
                os.replace(temporary, path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError:
            return
        self._written += len(value)
        if self._written > self.limit // 8:
            self._written = 0
            self.prune()

    def prune(self) -> None:
        """Removes the entries used least recently until the store is within its limit, and orphaned temporaries."""
        now = time.time()
        entries: list[tuple[float, int, Path]] = []
        for path in self.root.glob("??/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                if not path.name.startswith(".new-"):
                    entries.append((stat.st_mtime, stat.st_size, path))
                elif now - stat.st_mtime > _ORPHAN:
                    path.unlink()
        size = sum(entry[1] for entry in entries)
        for _, bytes_, path in sorted(entries):
            if size <= self.limit:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                size -= bytes_

    def _path(self, name: str) -> Path:
        return self.root / name[:2] / name[2:]


def _name(key: bytes | str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key).hexdigest()


def _seal(name: str, value: bytes) -> bytes:
    return hashlib.sha256(name.encode() + value).digest()
