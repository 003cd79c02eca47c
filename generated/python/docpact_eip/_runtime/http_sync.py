"""The default synchronous transport: pooled keep-alive connections over `http.client`."""

from __future__ import annotations

import http.client
import os
import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from .transport import HttpRequest, HttpResponse, TransportError

if TYPE_CHECKING:
    import ssl

_MAX_IDLE_SECONDS = 55.0
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
        self._idle: dict[tuple[str, str, int], list[tuple[http.client.HTTPConnection, float]]] = {}
        self._lock = threading.Lock()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        key = request[1:4]
        deadline = None if request.timeout.total is None else time.monotonic() + request.timeout.total
        connection = self._take(key) or self._connect(request)
        sock = connection.sock
        reusable = False
        try:
            sock.settimeout(request.timeout.read)
            sock.sendall(_head(request, connection) + request.body)
            response = http.client.HTTPResponse(sock, method=request.method)
            try:
                response.begin()
                headers = {name.lower(): value for name, value in response.headers.items()}
                body = self._read(response, deadline, sock)
                reusable = not response.will_close
            finally:
                response.close()
            status = response.status
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _failure(error, request) from None
        finally:
            if reusable:
                self._keep(key, connection)
            else:
                connection.close()
        if headers.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
            body = decompress(body, self._max_bytes)
        return HttpResponse(status, headers, body)

    def close(self) -> None:
        """Closes every idle connection."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for connection, _ in connections:
                connection.close()

    def __del__(self) -> None:
        self.close()

    def _take(self, key: tuple[str, str, int]) -> http.client.HTTPConnection | None:
        idle = self._idle.get(key)
        while idle:
            try:
                connection, since = idle.pop()
            except IndexError:
                break
            if time.monotonic() - since < _MAX_IDLE_SECONDS and not _readable(connection.sock):
                return connection
            connection.close()  # what can be read now is the server's goodbye
        return None

    def _keep(self, key: tuple[str, str, int], connection: http.client.HTTPConnection) -> None:
        with self._lock:
            idle = self._idle.setdefault(key, [])
            if len(idle) < self._max_idle:
                idle.append((connection, time.monotonic()))
                return
        connection.close()

    def _connect(self, request: HttpRequest) -> http.client.HTTPConnection:
        proxy = self._proxy(request)
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
        connection.proxied = proxy if request.scheme == "http" else None  # type: ignore[attr-defined]
        return connection

    def _context(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            import ssl

            self._ssl_context = ssl.create_default_context(cafile=self._ca_file)
        return self._ssl_context

    def _proxy(self, request: HttpRequest) -> Any:
        if not self._trust_environment or not any(name[-6:].lower() == "_proxy" for name in os.environ):
            return None
        from .proxies import proxy_for

        return proxy_for(request.scheme, request.host)

    def _read(self, response: http.client.HTTPResponse, deadline: float | None, sock: socket.socket) -> bytes:
        if response.length is not None and response.length <= 65536:
            return response.read()
        chunks: list[bytes] = []
        size = 0
        while True:
            if deadline is not None:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    raise TimeoutError("timed out")
                if not response.will_close:
                    sock.settimeout(min(sock.gettimeout() or remaining, remaining))
            chunk = response.read(65536)
            if not chunk:
                if response.length:
                    raise http.client.IncompleteRead(b"".join(chunks), response.length)
                return b"".join(chunks)
            chunks.append(chunk)
            size += len(chunk)
            if size > self._max_bytes:
                raise TooLarge(self._max_bytes)


class TooLarge(ValueError):
    """An answer is larger than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is larger than {limit} bytes")


def _head(request: HttpRequest, connection: http.client.HTTPConnection) -> bytes:
    proxy = getattr(connection, "proxied", None)
    target = request.target if proxy is None else request.url
    lines = [f"{request.method} {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    if proxy is not None:
        lines += [f"{name}: {value}" for name, value in proxy.headers.items()]
    head = "\r\n".join(lines)
    # Every value was checked where it came in; a line too many here would be a request smuggled into this one.
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1:
        raise ValueError("a header holds a line end")
    return f"{head}\r\n\r\n".encode("latin-1")


def _readable(sock: socket.socket | None) -> bool:
    if sock is None or sock.fileno() < 0:
        return True
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([sock], [], [], 0)[0])


def _failure(error: Exception, request: HttpRequest) -> TransportError:
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
