"""Transports over httpx, for applications that already use it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import httpx

from .http_sync import DEFAULT_LIMIT, decompress, describe
from .transport import HttpRequest, HttpResponse, Timeout, TransportError

if TYPE_CHECKING:
    from typing import Any


class HttpxTransport:
    """Carries requests with an `httpx.Client`."""

    def __init__(self, client: httpx.Client | None = None, *, max_bytes: int = DEFAULT_LIMIT) -> None:
        self._client = client or httpx.Client()
        self._max_bytes = max_bytes

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        body = _Body(request, self._max_bytes)
        try:
            with self._client.stream(**_arguments(request)) as response:
                for chunk in response.iter_raw():
                    body.add(chunk)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise body.failure(error) from None
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
        body = _Body(request, self._max_bytes)
        # The limits that httpx knows come first: cancelled in a handshake, it forgets the socket.
        limit = None if request.timeout.total is None else request.timeout.total + 0.1
        try:
            return await asyncio.wait_for(self._exchange(request, body), limit)
        except (httpx.HTTPError, httpx.InvalidURL, asyncio.TimeoutError) as error:
            raise body.failure(error) from None

    async def _exchange(self, request: HttpRequest, body: _Body) -> HttpResponse:
        async with self._client.stream(**_arguments(request)) as response:
            async for chunk in response.aiter_raw():
                body.add(chunk)
        return body.response(response)

    async def close(self) -> None:
        """Closes the client."""
        await self._client.aclose()


class _Body:
    """The body of an answer as it comes in. httpx itself knows no deadline, and takes half a compressed body for a whole."""

    def __init__(self, request: HttpRequest, max_bytes: int) -> None:
        self._request = request
        self._max_bytes = max_bytes
        self._chunks: list[bytes] = []
        self._size = 0
        self._deadline = None if request.timeout.total is None else time.monotonic() + request.timeout.total

    def add(self, chunk: bytes) -> None:
        """Takes a piece. Raises TransportError where it comes too late, or is one too many."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size > self._max_bytes:
            raise TransportError(f"the answer is larger than {self._max_bytes} bytes", sent=True, final=True)
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise TransportError(f"{self._where()} did not answer in time", sent=True, timeout=True)

    def response(self, response: httpx.Response) -> HttpResponse:
        """The whole answer. Raises TransportError where it cannot be decompressed."""
        body = b"".join(self._chunks)
        if response.headers.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
            body = decompress(body, self._max_bytes)
        return HttpResponse(response.status_code, dict(response.headers), body)

    def failure(self, error: Exception) -> TransportError:
        """What a client is told of an error of httpx."""
        if isinstance(error, asyncio.TimeoutError):
            return TransportError(f"{self._where()} did not answer in time", sent=True, timeout=True)
        if isinstance(error, httpx.RemoteProtocolError) and self._size:
            return TransportError(f"the answer of {self._where()} was cut off after {self._size} bytes", sent=True)
        unsent = isinstance(
            error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
        )
        verb = "cannot connect to" if unsent else "no complete answer from"
        timeout = isinstance(error, httpx.TimeoutException)
        return TransportError(f"{verb} {self._where()}: {describe(error)}", sent=not unsent, timeout=timeout)

    def _where(self) -> str:
        return f"{self._request.host}:{self._request.port}"


def _arguments(request: HttpRequest) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": httpx.URL(f"{request.scheme}://{request.headers['host']}", raw_path=request.target.encode("ascii")),
        "headers": dict(request.headers),
        "content": request.body or None,
        "timeout": _timeout(request.timeout),
        "follow_redirects": False,
    }


def _timeout(timeout: Timeout) -> httpx.Timeout:
    return httpx.Timeout(timeout.read, connect=timeout.connect)
