"""Who may deliver, and what the one before may have left to finish. Imports next to nothing: it runs in every command."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from docpact.building.lock import exclusive

LOCK = ".docpact/lock"
RECORD = ".docpact/delivery.json"
"""Where a project keeps the journal of a delivery; see `building.journal`."""


def beside(folder: Path) -> Path:
    """Where the journal of a delivery to a single folder is kept."""
    return folder.with_name(f".{folder.name}.docpact.json")


@contextlib.contextmanager
def delivering(root: Path, folders: Sequence[Path], say: Callable[[str], None]) -> Iterator[None]:
    """Keeps other deliveries below `root` out, when what the last one has left, there or to these folders, is finished.

    Raises OSError where that is not possible.
    """
    with exclusive(root / LOCK, lambda: say("another build of this project is at work: waiting for it")):
        _finish(root, root / RECORD, say)
        for folder in dict.fromkeys(path.resolve() for path in folders):
            _finish(folder.parent, beside(folder), say)
        yield


def finish(root: Path, say: Callable[[str], None]) -> None:
    """Finishes the delivery that was cut off half-way in the project `root`, if one was. Raises OSError."""
    if os.path.exists(root / RECORD):
        from docpact.building import journal

        found = journal.left(root, root / RECORD)
        if found is not None and found.steps:  # else nothing is half-way, and a build may be at work
            with exclusive(root / LOCK, lambda: None):
                _finish(root, root / RECORD, say)


def _finish(root: Path, record: Path, say: Callable[[str], None]) -> None:
    if os.path.exists(record):
        from docpact.building import journal

        if journal.recover(root, record):
            say("a build was cut off while it put its files in place: they are all in place now")
