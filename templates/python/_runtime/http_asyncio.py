"""The default asynchronous transport: pooled keep-alive connections over asyncio's own protocols."""

from __future__ import annotations

import asyncio
import http.client
import select
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import ConfigurationError
from .http_answer import Answer
from .http_incoming import Incoming
from .http_sync import DEFAULT_LIMIT, MAX_IDLE_SECONDS, decompress, describe, environment_proxy, failure, request_head
from .transport import AsyncTransport, HttpRequest, HttpResponse, TransportError

if TYPE_CHECKING:
    import ssl

T = TypeVar("T")
Key = tuple[str, str, int]


class AsyncHttpTransport:
    """Carries up to `connections` requests at once, each on a connection of its own that is kept for the next one.

    Certificates are verified; `ssl_context` says by what. Where the environment names a proxy, and
    `trust_environment` is not False, aiohttp carries the requests (extra `async`). Answers larger than `max_bytes` are
    refused. A cancelled request closes its connection; the others are not touched.
    """

    def __init__(
        self,
        *,
        ssl_context: ssl.SSLContext | None = None,
        connections: int = 100,
        max_bytes: int = DEFAULT_LIMIT,
        trust_environment: bool = True,
    ) -> None:
        self._ssl_context = ssl_context
        self._connections = connections
        self._max_bytes = max_bytes
        self._trust_environment = trust_environment
        self._loop: asyncio.AbstractEventLoop | None = None
        self._by_proxy: dict[tuple[str, str], bool] = {}
        self._aiohttp: AsyncTransport | None = None

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError, and ConfigurationError for a proxy."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._start(loop)
        total = request.timeout.total
        deadline = loop.time() + total if total is not None else float("inf")
        slots = self._slots
        if slots.locked():
            await self._wait_for_slot(request, deadline)
        else:
            await slots.acquire()
        try:
            connection = self._take(request[1:4])
            if connection is None:
                if self._trust_environment and self._has_proxy(request):
                    return await self._through_aiohttp(request).send(request)
                connection = await self._connect(loop, request, deadline)
            status, headers, body = await self._exchange(connection, request, deadline)
        finally:
            slots.release()
        if "content-encoding" in headers and headers["content-encoding"].lower() in ("gzip", "x-gzip", "deflate"):
            body = decompress(body, self._max_bytes)
        return HttpResponse(status, headers, body)

    async def close(self) -> None:
        """Closes every connection; requests under way fail."""
        if self._loop is not None:
            for connection in tuple(self._open):
                connection.close()
            self._loop = None
            await asyncio.sleep(0)  # the loop closes the sockets in its next turn
        other, self._aiohttp = self._aiohttp, None
        if other is not None:
            await other.close()

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begins anew in a loop: connections belong to the one they were made in."""
        self._loop = loop
        self._slots = asyncio.Semaphore(self._connections)
        self._open: set[_Connection] = set()
        self._idle: dict[Key, list[_Connection]] = {}

    async def _exchange(
        self, connection: _Connection, request: HttpRequest, deadline: float
    ) -> tuple[int, dict[str, str], bytes]:
        reusable = False
        try:
            data = request_head(request, None) + request.body
            answer = connection.ask(data, Incoming(request.method, self._max_bytes), request.timeout.read, deadline)
            status, headers, body, reusable = await answer
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise failure(error, request) from None
        finally:
            if reusable and connection.rest():
                self._idle.setdefault(request[1:4], []).append(connection)
            else:
                connection.close()
        return status, headers, body

    def _take(self, key: Key) -> _Connection | None:
        idle = self._idle.get(key)
        while idle:
            connection = idle.pop()
            if connection.alive():
                return connection
            connection.close()
        return None

    async def _connect(self, loop: asyncio.AbstractEventLoop, request: HttpRequest, deadline: float) -> _Connection:
        limit = min(request.timeout.connect, deadline - loop.time())
        secure = request.scheme == "https"
        connection = _Connection(loop, self._open)
        try:
            opening = loop.create_connection(
                lambda: connection, request.host, request.port, ssl=self._context() if secure else None
            )
            await _within(limit, opening, lambda _: connection.close())
        except (OSError, ValueError) as error:
            # A TimeoutError with a number is the system's: it gave up before we did.
            timed_out = isinstance(error, TimeoutError)
            ours = timed_out and not getattr(error, "errno", None)
            reason = f"no connection within {request.timeout.connect:g} s" if ours else describe(error)
            raise TransportError(
                f"cannot connect to {request.host}:{request.port}: {reason}",
                sent=False,
                timeout=timed_out,
                final=type(error).__name__ == "SSLCertVerificationError",
            ) from None
        return connection

    async def _wait_for_slot(self, request: HttpRequest, deadline: float) -> None:
        slots = self._slots
        limit = deadline - asyncio.get_running_loop().time()
        try:
            await _within(limit, slots.acquire(), lambda _: slots.release())
        except TimeoutError:
            raise TransportError(
                f"none of {self._connections} connections was free in time", sent=False, timeout=True
            ) from None

    def _context(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            import ssl

            self._ssl_context = ssl.create_default_context()
        return self._ssl_context

    def _has_proxy(self, request: HttpRequest) -> bool:
        """Whether the environment names a proxy, looked for once for each host."""
        key = request.scheme, request.host
        if key not in self._by_proxy:
            try:
                self._by_proxy[key] = environment_proxy(request) is not None
            except ValueError as error:
                raise TransportError(str(error), sent=False, final=True) from None
        return self._by_proxy[key]

    def _through_aiohttp(self, request: HttpRequest) -> AsyncTransport:
        if self._aiohttp is None:
            try:
                from .http_aiohttp import AiohttpTransport
            except ConfigurationError:
                raise ConfigurationError(
                    f"the environment names a proxy for {request.host}; asynchronous calls through a proxy need aiohttp: "
                    "install the package with its extra `async`, or name the host in NO_PROXY"
                ) from None
            self._aiohttp = AiohttpTransport(
                ssl_context=self._ssl_context, connections=self._connections, max_bytes=self._max_bytes
            )
        return self._aiohttp


class _Connection(asyncio.Protocol):
    """One connection. It is idle, or somebody waits for an answer on it.

    One timer serves all its requests: it looks at the limits of the moment when it fires, so that a call sets and
    cancels none.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, opened: set[_Connection]) -> None:
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

    def ask(self, data: bytes, incoming: Incoming, read: float, deadline: float) -> asyncio.Future[Answer]:
        """Sends a request. The answer must come before the deadline, with no pause longer than `read` seconds."""
        if self._transport is None:
            raise ConnectionResetError("the connection was closed")
        self._answer = self._loop.create_future()
        self._incoming = incoming
        self._since = self._loop.time()
        self._read, self._deadline = read, deadline
        due = min(self._since + read, deadline)
        if self._timer is None or self._timer.when() > due:
            self._wake(due)
        self._transport.write(data)
        return self._answer

    def rest(self) -> bool:
        """Makes the connection idle; False where that is too late, because it was closed."""
        self._since = self._loop.time()
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


async def _within(limit: float, awaitable: Coroutine[Any, Any, T], undo: Callable[[T], object]) -> T:
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
