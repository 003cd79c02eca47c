"""Builds again and again, whenever something that a build reads is saved."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from docpact import config
from docpact.building import inputs
from docpact.config import Config, ConfigError

_PAUSE = 0.2
"""Seconds between two looks. A look costs one `stat` for each file."""


def watch(find: Callable[[], Path | None], build: Callable[[Config], object], *, rounds: int | None = None) -> None:
    """Calls `build` now, and again after each change, until interrupted; or for a number of rounds.

    The project file is read again each time. While it is broken, that is told and nothing is built.
    """
    seen: object = None
    while rounds is None or rounds > 0:
        state, found = _look(find())
        if state != seen:
            time.sleep(_PAUSE / 4)  # an editor may still be writing: look again before working
            state, found = _look(find())
            seen = state
            _build(found, build)
            if rounds is not None:
                rounds -= 1
        else:
            time.sleep(_PAUSE)


def _build(found: Config | ConfigError | None, build: Callable[[Config], object]) -> None:
    if isinstance(found, Config):
        inputs.templates_key.cache_clear()
        try:
            build(found)
        except ConfigError as error:
            found = error
        else:
            return
    from docpact.commands import common
    from docpact.diagnostics import Findings

    if found is None:
        common.say(f"there is no {config.FILE_NAME} here: waiting for one")
    else:
        common.show(Findings([found.diagnostic]))


def _look(path: Path | None) -> tuple[object, Config | ConfigError | None]:
    """The state of everything that a build would read, and the project."""
    if path is None:
        return None, None
    try:
        found = config.load(path)
    except ConfigError as error:
        return _stat(path), error
    return (_stat(path), tuple(_states(found))), found


def _states(found: Config) -> Iterator[tuple[str, int, int, int]]:
    for service in found.services:
        for path in sorted(set(inputs.paths(found, service))):
            yield (str(path), *_stat(path))


def _stat(path: Path) -> tuple[int, int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size)  # a file that was moved here keeps its old time
