"""The default synchronous transport: pooled keep-alive connections over `http.client`."""

from __future__ import annotations

import http.client
import os
import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from .http_answer import TooLarge, read_response
from .transport import HttpRequest, HttpResponse, TransportError

if TYPE_CHECKING:
    import ssl

MAX_IDLE_SECONDS = 55.0
DEFAULT_LIMIT = 64 * 1024 * 1024


class HttpTransport:
    """Keeps up to `max_idle` connections open for each host; opens as many as are needed at once.

    Certificates are verified; `ssl_context` or `ca_file` say by what. Proxies come from `HTTPS_PROXY`, `HTTP_PROXY`
    and `NO_PROXY` unless `trust_environment` is False. Answers larger than `max_bytes` are refused.
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
        self._idle: dict[tuple[str, str, int], list[_Connection]] = {}
        self._lock = threading.Lock()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        key = request[1:4]
        deadline = None if request.timeout.total is None else time.monotonic() + request.timeout.total
        connection = self._take(key) or self._connect(request)
        reusable = False
        try:
            connection.limit(request.timeout.read)
            connection.sock.sendall(request_head(request, connection.proxy) + request.body)
            status, headers, body, reusable = read_response(connection.sock, request.method, deadline, self._max_bytes)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise failure(error, request) from None
        finally:
            if reusable:
                self._keep(key, connection)
            else:
                connection.close()
        if "content-encoding" in headers and headers["content-encoding"].lower() in ("gzip", "x-gzip", "deflate"):
            body = decompress(body, self._max_bytes)
        return HttpResponse(status, headers, body)

    def close(self) -> None:
        """Closes every idle connection."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for connection in connections:
                connection.close()

    def __del__(self) -> None:
        self.close()

    def _take(self, key: tuple[str, str, int]) -> _Connection | None:
        idle = self._idle.get(key)
        while idle:
            try:
                connection = idle.pop()
            except IndexError:
                break
            if connection.alive():
                return connection
            connection.close()
        return None

    def _keep(self, key: tuple[str, str, int], connection: _Connection) -> None:
        connection.idle_since = time.monotonic()
        idle = self._idle.get(key)
        if idle is None:
            with self._lock:
                idle = self._idle.setdefault(key, [])
        if len(idle) < self._max_idle:
            idle.append(connection)
        else:
            connection.close()

    def _connect(self, request: HttpRequest) -> _Connection:
        proxy = environment_proxy(request) if self._trust_environment else None
        host, port = (proxy.host, proxy.port) if proxy is not None else (request.host, request.port)
        limit = request.timeout.connect
        connection: http.client.HTTPConnection
        try:
            if request.scheme == "https":
                connection = http.client.HTTPSConnection(host, port, timeout=limit, context=self._context())
                if proxy is not None:
                    connection.set_tunnel(request.host, request.port, proxy.headers)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=limit)
            try:
                connection.connect()
            except BaseException:
                connection.close()
                raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            via = f" through the proxy {host}:{port}" if proxy is not None else ""
            timed_out = isinstance(error, TimeoutError)
            reason = f"no connection within {limit:g} s" if timed_out else describe(error)
            raise TransportError(
                f"cannot connect to {request.host}:{request.port}{via}: {reason}",
                sent=False,
                timeout=timed_out,
                final=type(error).__name__ == "SSLCertVerificationError",
            ) from None
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Connection(connection, limit, proxy if request.scheme == "http" else None)

    def _context(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            import ssl

            self._ssl_context = ssl.create_default_context(cafile=self._ca_file)
        return self._ssl_context


def environment_proxy(request: HttpRequest) -> Any:
    """The proxy that the environment names for a request, or None. Raises ValueError where its address is no good."""
    if not any(name[-6:].lower() == "_proxy" for name in os.environ):
        return None
    from .proxies import proxy_for

    return proxy_for(request.scheme, request.host)


class _Connection:
    """An open connection, and what is known of its socket. `proxy` is set where requests must name the whole URL."""

    __slots__ = ("_http", "_limit", "_poll", "idle_since", "proxy", "sock")

    def __init__(self, opened: http.client.HTTPConnection, limit: float, proxy: Any) -> None:
        self._http = opened
        self._limit = limit
        self._poll: Any = None
        self.proxy = proxy
        self.sock: socket.socket = opened.sock
        self.idle_since = 0.0
        if hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(self.sock, select.POLLIN)

    def limit(self, seconds: float) -> None:
        """Sets how long the socket waits."""
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
        self._http.close()


def request_head(request: HttpRequest, proxy: Any) -> bytes:
    """The head of a request. `proxy` is given where the target must be the whole URL. Raises ValueError."""
    headers = request.headers
    target = request.target
    if proxy is not None:
        headers, target = {**headers, **proxy.headers}, request.url
    lines = "\r\n".join([f"{name}: {value}" for name, value in headers.items()])
    head = f"{request.method} {target} HTTP/1.1\r\n{lines}\r\n\r\n"
    # Every value was checked where it came in; a line too many here would be a request smuggled into this one.
    if head.count("\n") != len(headers) + 2 or head.count("\r") != len(headers) + 2:
        raise ValueError("a header holds a line end")
    return head.encode("latin-1")


def failure(error: Exception, request: HttpRequest) -> TransportError:
    """What a client is told of an error that came after the connection was made."""
    where = f"{request.host}:{request.port}"
    if isinstance(error, TooLarge):
        return TransportError(f"{where}: {error}", sent=True, final=True)
    if isinstance(error, TimeoutError):
        return TransportError(f"{where} did not answer in time", sent=True, timeout=True)
    if isinstance(error, http.client.IncompleteRead):
        expected = f", {error.expected} more were announced" if error.expected else ""
        return TransportError(
            f"the answer of {where} was cut off after {len(error.partial)} bytes{expected}", sent=True
        )
    return TransportError(f"no complete answer from {where}: {describe(error)}", sent=True)


def describe(error: BaseException) -> str:
    """The reason in words, without a traceback's help."""
    text = getattr(error, "strerror", None) or str(error)
    return f"{text} ({type(error).__name__})" if text else type(error).__name__


def decompress(body: bytes, limit: int) -> bytes:
    """The body that was compressed with gzip or deflate. Raises TransportError where it cannot be, or grows too large."""
    import zlib

    decoder = zlib.decompressobj(47)  # both headers, told apart by zlib
    try:
        out = decoder.decompress(body, limit + 1)
    except zlib.error:
        raise TransportError("the answer claims to be compressed and is not", sent=True) from None
    if len(out) > limit:
        raise TransportError(f"the answer is larger than {limit} bytes", sent=True, final=True)
    if not decoder.eof:
        raise TransportError("the compressed answer was cut off", sent=True)
    return out
