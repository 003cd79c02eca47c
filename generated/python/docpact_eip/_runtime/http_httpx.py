"""Transports over httpx, for applications that already use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from .http_sync import DEFAULT_LIMIT, describe
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
        try:
            with self._client.stream(**_arguments(request)) as response:
                chunks: list[bytes] = []
                size = 0
                for chunk in response.iter_bytes():
                    chunks.append(chunk)
                    size += len(chunk)
                    if size > self._max_bytes:
                        raise _too_large(self._max_bytes)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _failure(error, request) from None
        return HttpResponse(response.status_code, dict(response.headers), b"".join(chunks))

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
        try:
            async with self._client.stream(**_arguments(request)) as response:
                chunks: list[bytes] = []
                size = 0
                async for chunk in response.aiter_bytes():
                    chunks.append(chunk)
                    size += len(chunk)
                    if size > self._max_bytes:
                        raise _too_large(self._max_bytes)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _failure(error, request) from None
        return HttpResponse(response.status_code, dict(response.headers), b"".join(chunks))

    async def close(self) -> None:
        """Closes the client."""
        await self._client.aclose()


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


def _failure(error: Exception, request: HttpRequest) -> TransportError:
    unsent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol))
    verb = "cannot connect to" if unsent else "no complete answer from"
    return TransportError(
        f"{verb} {request.host}:{request.port}: {describe(error)}",
        sent=not unsent,
        timeout=isinstance(error, httpx.TimeoutException),
    )


def _too_large(limit: int) -> TransportError:
    return TransportError(f"the answer is larger than {limit} bytes", sent=True, final=True)
