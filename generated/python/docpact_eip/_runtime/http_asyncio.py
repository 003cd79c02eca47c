"""The default asynchronous transport: pooled keep-alive connections over asyncio's own protocols."""

from __future__ import annotations

import asyncio
import http.client
from typing import TYPE_CHECKING

from .errors import ConfigurationError
from .http_connection import Connection, within
from .http_incoming import Incoming
from .http_message import DEFAULT_LIMIT, decoded, environment_proxy, failure, not_connected, request_head
from .transport import CLOSED, AsyncTransport, HttpRequest, HttpResponse, TransportError

if TYPE_CHECKING:
    import ssl

    from .http_answer import Answer

Key = tuple[str, str, int]


class AsyncHttpTransport:
    """Carries up to `connections` requests at once, each on a connection of its own that is kept for the next one.

    Certificates are verified; `ssl_context` says by what. Where the environment names a proxy, and
    `trust_environment` is not False, aiohttp carries the requests (extra `async`). Answers larger than `max_bytes` are
    refused. A cancelled request closes its connection; the others are not touched. Each event loop that it is used in
    has connections of its own.
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
        self._pools: dict[asyncio.AbstractEventLoop, _Pool] = {}
        self._by_proxy: dict[tuple[str, str], bool] = {}
        self._aiohttp: AsyncTransport | None = None
        self._closed = False

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError, and ConfigurationError for a proxy."""
        loop = asyncio.get_running_loop()
        if self._closed:
            raise TransportError(CLOSED, sent=False, final=True)
        pool = self._pools.get(loop) or self._begin(loop)
        total = request.timeout.total
        deadline = loop.time() + total if total is not None else float("inf")
        slots = pool.slots
        if slots.locked():
            await self._wait_for_slot(slots, deadline - loop.time())
        else:
            await slots.acquire()
        try:
            connection = pool.take(request[1:4])
            if connection is None:
                if self._trust_environment and self._has_proxy(request):
                    return await self._through_aiohttp(request).send(request)
                connection = await self._connect(pool, request, deadline)
            status, headers, body, _ = await self._exchange(pool, connection, request, deadline)
        finally:
            slots.release()
        return HttpResponse(status, headers, decoded(headers, body, self._max_bytes))

    async def close(self) -> None:
        """Closes every connection; requests under way fail, and no other can follow."""
        self._closed = True
        pools, self._pools = self._pools, {}
        here = asyncio.get_running_loop()
        for loop, pool in pools.items():
            if loop is here:
                pool.close()
            elif not loop.is_closed():
                loop.call_soon_threadsafe(pool.close)
        await asyncio.sleep(0)  # the loop closes the sockets in its next turn
        other, self._aiohttp = self._aiohttp, None
        if other is not None:
            await other.close()

    def _begin(self, loop: asyncio.AbstractEventLoop) -> _Pool:
        for known in tuple(self._pools):
            if known.is_closed():
                self._pools.pop(known, None)
        pool = self._pools[loop] = _Pool(self._connections)
        return pool

    async def _exchange(self, pool: _Pool, connection: Connection, request: HttpRequest, deadline: float) -> Answer:
        reusable = False
        try:
            data = request_head(request, None) + request.body
            answer = await connection.ask(
                data, Incoming(request.method, self._max_bytes), request.timeout.read, deadline
            )
            reusable = answer[3]
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self._closed:
                raise TransportError(CLOSED, sent=True, final=True) from None
            if connection.used:
                pool.drop(request[1:4])  # what closed this one has closed the others that waited with it
            raise failure(error, request) from None
        finally:
            if reusable and not self._closed and connection.rest():
                pool.idle.setdefault(request[1:4], []).append(connection)
            else:
                connection.close()
        return answer

    async def _connect(self, pool: _Pool, request: HttpRequest, deadline: float) -> Connection:
        loop = asyncio.get_running_loop()
        limit = min(request.timeout.connect, deadline - loop.time())
        context = self._context() if request.scheme == "https" else None
        connection = Connection(loop, pool.open)
        opening = loop.create_connection(lambda: connection, request.host, request.port, ssl=context)
        try:
            await within(limit, opening, lambda _: connection.close())
        except (OSError, ValueError) as error:
            raise not_connected(error, request, request.timeout.connect) from None
        return connection

    async def _wait_for_slot(self, slots: asyncio.Semaphore, limit: float) -> None:
        try:
            await within(limit, slots.acquire(), lambda _: slots.release())
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
                raise not_connected(error, request, 0) from None
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


class _Pool:
    """The connections of one event loop."""

    __slots__ = ("idle", "open", "slots")

    def __init__(self, connections: int) -> None:
        self.slots = asyncio.Semaphore(connections)
        self.open: set[Connection] = set()
        self.idle: dict[Key, list[Connection]] = {}

    def take(self, key: Key) -> Connection | None:
        """An idle connection that can be used, or None."""
        idle = self.idle.get(key)
        while idle:
            connection = idle.pop()
            if connection.alive():
                return connection
            connection.close()
        return None

    def drop(self, key: Key) -> None:
        """Closes the idle connections of one host."""
        for connection in self.idle.pop(key, ()):
            connection.close()

    def close(self) -> None:
        """Closes every connection, whatever is under way on it."""
        for connection in tuple(self.open):
            connection.close()
