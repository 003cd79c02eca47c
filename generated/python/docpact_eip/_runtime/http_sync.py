"""The default synchronous transport: pooled keep-alive connections over sockets."""

from __future__ import annotations

import http.client
import os
import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from .errors import ConfigurationError
from .http_connect import connect
from .http_incoming import Incoming
from .http_message import (
    DEFAULT_LIMIT,
    MAX_IDLE_SECONDS,
    NotSent,
    decoded,
    describe,
    environment_proxy,
    failure,
    not_connected,
    request_head,
)
from .transport import CLOSED, HttpRequest, HttpResponse, TransportError

if TYPE_CHECKING:
    import ssl

    from .http_answer import Answer

_FIRST, _MORE = 1 << 16, 1 << 18
_TLS_RECORD = 1 << 14
Key = tuple[str, str, int]


class HttpTransport:
    """Keeps up to `max_idle` connections open for each host; opens as many as are needed at once.

    Certificates are verified; `ssl_context` or `ca_file` say by what. Proxies come from `HTTPS_PROXY`, `HTTP_PROXY`
    and `NO_PROXY` unless `trust_environment` is False. Answers larger than `max_bytes` are refused. Threads may share
    one, and a forked process begins with no connections.
    """

    def __init__(
        self,
        *,
        ssl_context: ssl.SSLContext | None = None,
        ca_file: str | None = None,
        max_idle: int = 16,
        max_bytes: int = DEFAULT_LIMIT,
        trust_environment: bool = True,
    ) -> None:
        self._ssl_context = ssl_context
        self._ca_file = ca_file
        self._max_idle = max_idle
        self._max_bytes = max_bytes
        self._trust_environment = trust_environment
        self._idle: dict[Key, list[_Connection]] = {}
        self._begin()

    def _begin(self) -> None:
        """Starts with nothing open: at first, and in a process that was forked, where the connections are another's."""
        self._close_idle()
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._closed = False

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        if self._process != os.getpid():
            self._begin()
        if self._closed:
            raise TransportError(CLOSED, sent=False, final=True)
        key = request[1:4]
        total = request.timeout.total
        deadline = time.monotonic() + total if total is not None else float("inf")
        connection = self._take(key)
        fresh = connection is None
        if connection is None:
            connection = self._connect(request, deadline)
        reusable = False
        try:
            status, headers, body, reusable = _exchange(connection, request, deadline, self._max_bytes)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if not fresh:
                self._drop(key)  # what closed this one has closed the others that waited with it
            raise failure(error, request) from None
        finally:
            if reusable:
                self._keep(key, connection)
            else:
                connection.close()
        return HttpResponse(status, headers, decoded(headers, body, self._max_bytes))

    def close(self) -> None:
        """Closes every idle connection. Those in use are closed when their answers are there; no call can follow."""
        self._closed = True
        self._close_idle()

    def __del__(self) -> None:
        if hasattr(self, "_idle"):
            self._close_idle()

    def _close_idle(self) -> None:
        for key in tuple(self._idle):
            self._drop(key)

    def _take(self, key: Key) -> _Connection | None:
        idle = self._idle.get(key)
        while idle:
            try:
                connection = idle.pop()
            except IndexError:  # another thread was quicker
                break
            if connection.alive():
                return connection
            connection.close()
        return None

    def _keep(self, key: Key, connection: _Connection) -> None:
        connection.idle_since = time.monotonic()
        idle = self._idle.get(key)
        if idle is None:
            with self._lock:
                idle = self._idle.setdefault(key, [])
        if len(idle) < self._max_idle:
            idle.append(connection)
        else:
            connection.close()
        if self._closed:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        idle = self._idle.get(key, [])
        while idle:
            try:
                idle.pop().close()
            except IndexError:
                break

    def _connect(self, request: HttpRequest, deadline: float) -> _Connection:
        limit = request.timeout.connect
        via = ""
        try:
            proxy = environment_proxy(request) if self._trust_environment else None
            if proxy is not None:
                via = f" through the proxy {proxy.host}:{proxy.port}"
            context = self._context() if request.scheme == "https" else None
            opened = connect(request, proxy, context, min(time.monotonic() + limit, deadline))
        except (OSError, ValueError) as error:
            raise not_connected(error, request, limit, via) from None
        return _Connection(opened, proxy if request.scheme == "http" else None)

    def _context(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            import ssl

            try:
                self._ssl_context = ssl.create_default_context(cafile=self._ca_file)
            except OSError as error:
                raise ConfigurationError(
                    f"no certificates can be read from {self._ca_file}: {describe(error)}"
                ) from None
        return self._ssl_context


class _Connection:
    """An open connection, and what is known of its socket. `proxy` is set where requests must name the whole URL."""

    __slots__ = ("_limit", "_poll", "idle_since", "proxy", "sock")

    def __init__(self, opened: socket.socket, proxy: Any) -> None:
        self._limit = opened.gettimeout()
        self._poll: Any = None
        self.proxy = proxy
        self.sock = opened
        self.idle_since = 0.0
        if hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(opened, select.POLLIN)

    def limit(self, seconds: float, deadline: float) -> None:
        """Sets how long the socket waits: never past the deadline. Raises TimeoutError where it has passed."""
        left = deadline - time.monotonic()
        if left < seconds:
            if left <= 0:
                raise TimeoutError("timed out")
            seconds = left
        if seconds != self._limit:
            self.sock.settimeout(seconds)
            self._limit = seconds

    def alive(self) -> bool:
        """Whether an idle connection can be used. What could be read from one is the server's goodbye."""
        if time.monotonic() - self.idle_since > MAX_IDLE_SECONDS:
            return False
        if self._poll is not None:
            return not self._poll.poll(0)
        return not select.select([self.sock], [], [], 0)[0]

    def close(self) -> None:
        self.sock.close()


def _exchange(connection: _Connection, request: HttpRequest, deadline: float, max_bytes: int) -> Answer:
    """Sends a request and reads its answer. Raises OSError, http.client.HTTPException and ValueError."""
    limit = request.timeout.read
    connection.limit(limit, deadline)
    whole = _send(connection, request)
    incoming = Incoming(request.method, max_bytes)
    size = _FIRST
    while True:
        data = connection.sock.recv(size)
        answer = incoming.feed(data) if data else incoming.end()
        if answer is not None:
            return answer if whole else (*answer[:3], False)
        connection.limit(limit, deadline)
        size = _MORE


def _send(connection: _Connection, request: HttpRequest) -> bool:
    """Sends a request; False where the server took only a part of it, and may have said why.

    Raises NotSent where it took nothing, and OSError.
    """
    data = request_head(request, connection.proxy) + request.body
    try:
        sent = connection.sock.send(data)
    except ConnectionError:
        if request.scheme == "http" or len(data) <= _TLS_RECORD:
            raise NotSent from None
        raise
    if sent < len(data):
        try:
            connection.sock.sendall(memoryview(data)[sent:])
        except ConnectionError:
            return False
    return True
