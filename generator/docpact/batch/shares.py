"""Pages spread over processes, each of which keeps what it understood."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import takewhile
from multiprocessing.connection import Connection

from docpact.batch.printing import print_operation
from docpact.batch.records import Page, Record, record_of
from docpact.understand.operations import Draft
from docpact.understand.services import Choice

_WARM = 24
"""About so many pages are read before other processes start: they begin with what that made ready."""
_SHARE = 40
"""Fewer pages are not worth a process."""


class Shares:
    """The pages to work on, spread over processes. The first share is this process's own."""

    def __init__(self, work: list[tuple[int, Page]], jobs: int | None) -> None:
        self.drafts: dict[int, Draft] = {}
        every = len(work) // _WARM + 1
        self.ready = [self.record(index, page) for index, page in work[::every]]  # of all folders and languages
        rest = [item for number, item in enumerate(work) if number % every]
        count = min(jobs or _processors(), len(rest) // _SHARE + 1) if sys.platform == "linux" else 1
        shares = _split(rest, count)
        self.own = shares[0]
        self.owner: dict[int, Connection] = {}
        self.workers: list[tuple[Connection, multiprocessing.process.BaseProcess]] = []
        for share in shares[1:]:
            self.start(share)

    def start(self, share: list[tuple[int, Page]]) -> None:
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, share), daemon=True)
        process.start()
        there.close()
        self.workers.append((here, process))
        self.owner.update(dict.fromkeys((index for index, _ in share), here))

    def records(self) -> Iterable[tuple[int, Record]]:
        """What each page came to."""
        yield from self.ready
        yield from [self.record(index, page) for index, page in self.own]
        for connection, _ in self.workers:
            yield from connection.recv()

    def record(self, index: int, page: Page) -> tuple[int, Record]:
        record, draft = record_of(page)
        if draft is not None:
            self.drafts[index] = draft
        return index, record

    def print(self, choices: Sequence[Choice], work: Sequence[Page]) -> Iterable[tuple[int, Record]]:
        """The text of the operations chosen, each printed where its page was understood."""
        orders: dict[Connection, list[Choice]] = {connection: [] for connection, _ in self.workers}
        mine: list[Choice] = []
        for choice in choices:
            owner = self.owner.get(choice.index)
            (mine if owner is None else orders[owner]).append(choice)
        for connection, order in orders.items():
            connection.send([(choice.index, choice.also_on) for choice in order])
        for choice in mine:
            if choice.index not in self.drafts:  # remembered, but not printed before
                self.record(choice.index, work[choice.index])
            yield choice.index, print_operation(self.drafts[choice.index], choice)
        for connection in orders:
            yield from connection.recv()

    def close(self) -> None:
        for connection, process in self.workers:
            connection.close()
            process.join()


def _split(work: list[tuple[int, Page]], count: int) -> list[list[tuple[int, Page]]]:
    """Shares of about as much text each. Pages that say much the same go to one process, which remembers what it read:

    those of one folder, and in it those of one name (an operation's pages on several sites and in several languages).
    """
    paths = {index: page.name.split("/") for index, page in work}
    first, last = min(paths.values(), default=[""]), max(paths.values(), default=[""])
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))

    def kin(item: tuple[int, Page]) -> tuple[list[str], str]:
        path = paths[item[0]]
        return path[shared : shared + 1], path[-1]

    shares: list[list[tuple[int, Page]]] = [[] for _ in range(count)]
    size = sum(len(page.data or b"") for _, page in work) + 1
    before = 0
    for item in sorted(work, key=kin):
        shares[before * count // size].append(item)
        before += len(item[1].data or b"")
    return shares


def _serve(connection: Connection, share: list[tuple[int, Page]]) -> None:
    """Another process: understands its share, then prints what it is asked to."""
    gc.disable()
    try:
        drafts: dict[int, Draft] = {}
        out = []
        for index, page in share:
            record, draft = record_of(page)
            out.append((index, record))
            if draft is not None:
                drafts[index] = draft
        connection.send(out)
        order = connection.recv()
        connection.send([(index, print_operation(drafts[index], Choice(index, also_on))) for index, also_on in order])
    except (EOFError, OSError, KeyboardInterrupt):
        pass  # the first process has ended, or is about to and says so


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
