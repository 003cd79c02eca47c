"""One asynchronous connection, and waiting that loses nothing."""

from __future__ import annotations

import asyncio
import http.client
import select
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from .http_message import MAX_IDLE_SECONDS, NotSent

if TYPE_CHECKING:
    from .http_answer import Answer
    from .http_incoming import Incoming

T = TypeVar("T")


class Connection(asyncio.Protocol):
    """One connection. It is idle, or somebody waits for an answer on it.

    One timer serves all its requests: it looks at the limits of the moment when it fires, so that a call sets and
    cancels none.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, opened: set[Connection]) -> None:
        self._loop = loop
        self._opened = opened
        self._transport: asyncio.Transport | None = None
        self._poll: Any = None
        self._incoming: Incoming | None = None
        self._answer: asyncio.Future[Answer]
        self._timer: asyncio.TimerHandle | None = None
        self._since = 0.0  # when bytes came in last
        self._read = 0.0
        self._deadline = 0.0
        self.used = False  # for an answer before

    def ask(self, data: bytes, incoming: Incoming, read: float, deadline: float) -> asyncio.Future[Answer]:
        """Sends a request. The answer must come before the deadline, with no pause longer than `read` seconds.

        Raises NotSent.
        """
        if self._transport is None:
            raise NotSent
        self._answer = self._loop.create_future()
        self._incoming = incoming
        self._since = self._loop.time()
        self._read, self._deadline = read, deadline
        due = min(self._since + read, deadline)
        if self._timer is None or self._timer.when() > due:
            self._wake(due)
        self._transport.write(data)
        if self._transport.is_closing():  # it tried at once, and the socket took nothing
            self._incoming = None
            raise NotSent
        return self._answer

    def rest(self) -> bool:
        """Makes the connection idle; False where that is too late, because it was closed."""
        self._since = self._loop.time()
        self.used = True
        return self._transport is not None and not self._transport.is_closing()

    def alive(self) -> bool:
        """Whether an idle connection can be used. What could be read from one is the server's goodbye."""
        if self._transport is None or self._transport.is_closing():
            return False
        return self._poll is None or not self._poll.poll(0)  # the loop may not have come to it yet

    def close(self) -> None:
        """Closes the connection at once, whatever is under way on it."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._opened.add(self)
        sock = transport.get_extra_info("socket")
        if sock is not None and hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(sock.fileno(), select.POLLIN)

    def data_received(self, data: bytes) -> None:
        if self._incoming is None:  # nothing was asked
            self.close()
            return
        try:
            answer = self._incoming.feed(data)
        except (http.client.HTTPException, ValueError) as error:
            self._settle(error)
            return
        if answer is None:
            self._since = self._loop.time()
        else:
            self._settle(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._opened.discard(self)
        if self._timer is not None:
            self._timer.cancel()
        if self._incoming is not None:
            try:
                self._settle(exc or self._incoming.end())
            except http.client.HTTPException as cut_off:
                self._settle(cut_off)

    def _settle(self, outcome: Answer | Exception) -> None:
        self._incoming = None
        if self._answer.done():  # cancelled
            return
        if isinstance(outcome, Exception):
            self._answer.set_exception(outcome)
        else:
            self._answer.set_result(outcome)

    def _wake(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(when, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._incoming is None:
            due = self._since + MAX_IDLE_SECONDS
        else:
            due = min(self._since + self._read, self._deadline)
        if self._loop.time() < due:
            self._wake(due)
        elif self._incoming is None:
            self.close()
        else:
            self._settle(TimeoutError("timed out"))


async def within(limit: float, awaitable: Coroutine[Any, Any, T], undo: Callable[[T], object]) -> T:
    """The result, if it comes in so many seconds; `undo` is given one that comes when nobody waits for it any more.

    `asyncio.wait_for` may lose a result, and with it a connection. Raises TimeoutError.
    """
    task = asyncio.ensure_future(awaitable)
    wanted = False
    try:
        await asyncio.wait((task,), timeout=max(0.0, limit) if limit != float("inf") else None)
        wanted = task.done()
    finally:
        if not wanted:
            task.cancel()
            task.add_done_callback(lambda late: None if late.cancelled() or late.exception() else undo(late.result()))
    if not wanted:
        raise TimeoutError
    return task.result()
