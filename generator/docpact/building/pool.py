"""Work spread over the processors of this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
_FORKS = sys.platform == "linux"


class Pool:
    """Up to `size` processes at a time. Results come in the order of the work, whatever their number.

    Where processes can be forked, they see the values of this one without any copying; each call forks anew, before
    any thread is started, and leaves no process behind.
    """

    def __init__(self, size: int | None = None) -> None:
        self.size = size if size is not None else _processors()

    def map(self, function: Callable[[T], R], work: Sequence[T], *, few: int = 2) -> list[R]:
        """`function` of each item. With fewer than `few` items, or one processor, it is done here."""
        if self.size < 2 or len(work) < few or not _FORKS:
            return [function(item) for item in work]
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        size = min(self.size, len(work))
        with ProcessPoolExecutor(size, mp_context=multiprocessing.get_context("fork")) as executor:
            return list(executor.map(function, work, chunksize=max(1, len(work) // (size * 8))))


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
