"""Work spread over the processors of this machine."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
_FORKS = sys.platform == "linux"


class Pool:
    """Processes that are started when there is enough work for them, and end with the pool.

    Results come in the order of the work, whatever the number of processes.
    """

    def __init__(self, size: int | None = None) -> None:
        self.size = size if size is not None else _processors()
        self._executor: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[T], R], work: Sequence[T], *, few: int = 1) -> Iterable[R]:
        """`function` of each item. With fewer than `few` items, or one processor, it is done here."""
        if self.size < 2 or len(work) < few:
            return [function(item) for item in work]
        if self._executor is None:
            # Forked processes begin with everything imported, but must not be forked beside threads.
            method = "fork" if _FORKS else None
            self._executor = ProcessPoolExecutor(self.size, mp_context=multiprocessing.get_context(method))
        return self._executor.map(function, work, chunksize=max(1, len(work) // (self.size * 4)))

    def map_forked(self, function: Callable[[T], R], work: Sequence[T]) -> Iterable[R]:
        """`function` of each item, in processes forked now: they see the values of this one without any copying."""
        if self.size < 2 or len(work) < 2 or not _FORKS:
            return [function(item) for item in work]
        with ProcessPoolExecutor(min(self.size, len(work)), mp_context=multiprocessing.get_context("fork")) as executor:
            return list(executor.map(function, work))

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
