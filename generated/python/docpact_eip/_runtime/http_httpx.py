"""Transports over httpx, for applications that already use it."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from typing import TYPE_CHECKING

import httpx

from .http_message import DEFAULT_LIMIT, decoded, describe
from .transport import CLOSED, HttpRequest, HttpResponse, Timeout, TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class HttpxTransport:
    """Carries requests with an `httpx.Client`."""

    def __init__(self, client: httpx.Client | None = None, *, max_bytes: int = DEFAULT_LIMIT) -> None:
        self._client = client or httpx.Client()
        self._max_bytes = max_bytes
        self._deadlines = _Deadlines()

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        body = _Body(request, self._max_bytes, self._client)
        self._deadlines.at = body.deadline
        try:
            asked = self._client.build_request(**_arguments(request), extensions={"trace": self._deadlines.trace})
            response = self._client.send(_quiet(asked), stream=True, auth=None, follow_redirects=False)
            try:
                for chunk in response.iter_raw():
                    body.add(chunk)
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise body.failure(error) from None
        finally:
            self._deadlines.at = float("inf")  # the application may use its client for other things
        return body.response(response)

    def close(self) -> None:
        """Closes the client."""
        self._client.close()


class AsyncHttpxTransport:
    """Carries requests with an `httpx.AsyncClient`."""

    def __init__(self, client: httpx.AsyncClient | None = None, *, max_bytes: int = DEFAULT_LIMIT) -> None:
        self._client = client or httpx.AsyncClient()
        self._max_bytes = max_bytes

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        body = _Body(request, self._max_bytes, self._client)
        # The limits that httpx knows come first: cancelled in a handshake, it forgets the socket.
        limit = None if request.timeout.total is None else request.timeout.total + 0.1
        try:
            return await asyncio.wait_for(self._exchange(request, body), limit)
        except (httpx.HTTPError, httpx.InvalidURL, asyncio.TimeoutError) as error:
            raise body.failure(error) from None

    async def _exchange(self, request: HttpRequest, body: _Body) -> HttpResponse:
        asked = _quiet(self._client.build_request(**_arguments(request)))
        response = await self._client.send(asked, stream=True, auth=None, follow_redirects=False)
        try:
            async for chunk in response.aiter_raw():
                body.add(chunk)
        finally:
            await response.aclose()
        return body.response(response)

    async def close(self) -> None:
        """Closes the client."""
        await self._client.aclose()


class _Deadlines(threading.local):
    """Ends a thread's reads by the deadline of its call: httpx limits each read alone, so that a head may trickle in for hours.

    httpcore shows each stream that it opens to whoever traces a request, and asks it for every piece of an answer.
    """

    at = float("inf")

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Is told what happens to a request."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = info["return_value"]
            read = stream.read

            def read_in_time(max_bytes: int, timeout: float | None = None) -> Any:
                left = self.at - time.monotonic()
                if left <= 0:
                    raise httpx.ReadTimeout("timed out")
                return read(max_bytes, left if timeout is None else min(timeout, left))

            stream.read = read_in_time


class _Body:
    """The body of an answer as it comes in. httpx itself knows no deadline, and takes half a compressed body for a whole.

    Raises TransportError where the client was closed.
    """

    def __init__(self, request: HttpRequest, max_bytes: int, client: httpx.Client | httpx.AsyncClient) -> None:
        if client.is_closed:
            raise TransportError(CLOSED, sent=False, final=True)
        self._request = request
        self._max_bytes = max_bytes
        self._chunks: list[bytes] = []
        self._size = 0
        total = request.timeout.total
        self.deadline = float("inf") if total is None else time.monotonic() + total

    def add(self, chunk: bytes) -> None:
        """Takes a piece. Raises TransportError where it comes too late, or is one too many."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size > self._max_bytes:
            raise TransportError(f"the answer is larger than {self._max_bytes} bytes", sent=True, final=True)
        if time.monotonic() > self.deadline:
            raise TransportError(f"{self._where()} did not answer in time", sent=True, timeout=True)

    def response(self, response: httpx.Response) -> HttpResponse:
        """The whole answer. Raises TransportError where it cannot be decompressed."""
        headers = dict(response.headers)
        return HttpResponse(response.status_code, headers, decoded(headers, b"".join(self._chunks), self._max_bytes))

    def failure(self, error: Exception) -> TransportError:
        """What a client is told of an error of httpx."""
        if isinstance(error, (asyncio.TimeoutError, httpx.ReadTimeout)):
            return TransportError(f"{self._where()} did not answer in time", sent=True, timeout=True)
        if isinstance(error, httpx.RemoteProtocolError) and self._size:
            return TransportError(f"the answer of {self._where()} was cut off after {self._size} bytes", sent=True)
        unsent = isinstance(
            error,
            (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol),
        )
        verb = "cannot connect to" if unsent else "no complete answer from"
        timeout = isinstance(error, httpx.TimeoutException)
        final = unsent and _is_certificate(error)
        return TransportError(
            f"{verb} {self._where()}: {describe(error)}", sent=not unsent, timeout=timeout, final=final
        )

    def _where(self) -> str:
        return f"{self._request.host}:{self._request.port}"


class _QuietUrl(httpx.URL):
    """An address that is shown without its query: httpx writes each into its log, and this one may hold a signature."""

    def __str__(self) -> str:
        return super().__str__().partition("?")[0]


def _quiet(asked: httpx.Request) -> httpx.Request:
    asked.url = _QuietUrl(asked.url)
    return asked


def _is_certificate(error: BaseException | None) -> bool:
    """Whether a certificate that does not match is behind an error."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _arguments(request: HttpRequest) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": httpx.URL(f"{request.scheme}://{request.headers['host']}", raw_path=request.target.encode("ascii")),
        "headers": dict(request.headers),
        "content": request.body or None,
        "timeout": _timeout(request.timeout),
    }


def _timeout(timeout: Timeout) -> httpx.Timeout:
    total = float("inf") if timeout.total is None else timeout.total
    return httpx.Timeout(min(timeout.read, total), connect=min(timeout.connect, total))
