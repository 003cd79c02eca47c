"""Holding back what would interrupt."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def held_back(*names: str) -> Iterator[None]:
    """Signals (`SIGINT`, …) wait for the end of the block, where the system can make them. Programs started in it
    begin with them held back, too.
    """
    block = getattr(signal, "pthread_sigmask", None)
    if block is None:
        yield
        return
    before = block(signal.SIG_BLOCK, {getattr(signal, name) for name in names})
    try:
        yield
    finally:
        block(signal.SIG_SETMASK, before)
