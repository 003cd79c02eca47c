"""One delivery in a project at a time. A lock ends with its process, however that ends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two builds at once may undo each other's work, and the next one mends it
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def exclusive(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Holds the lock file `path`. Calls `waiting` once where another process holds it, and waits for that one.

    Where no lock file can be made (a read-only project), nothing is locked: nothing can be written either.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("# Made by docpact; may be deleted at any time.\n*\n", encoding="utf-8")
        file = path.open("ab")
    except OSError:
        yield
        return
    with file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                waiting()
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
