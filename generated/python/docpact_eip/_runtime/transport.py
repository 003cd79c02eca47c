"""The protocol between a client and whatever carries its requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, NoReturn, Protocol

CLOSED = "the client was closed"


class Timeout(NamedTuple):
    """Limits in seconds: to connect, to wait for the next bytes, and for all attempts of a call together.

    None as `total` sets no limit for a call as a whole.
    """

    connect: float = 5.0
    read: float = 30.0
    total: float | None = 120.0

    def within(self, seconds: float) -> Timeout:
        """The same limits, but none longer than so many seconds; itself where none is."""
        if self.total is not None and self.total <= seconds:
            return self
        left = max(0.001, seconds)
        return Timeout(min(self.connect, left), min(self.read, left), left)


class HttpRequest(NamedTuple):
    """One HTTP request, signed and ready. `target` is path and query."""

    method: str
    scheme: str
    host: str
    port: int
    target: str
    headers: Mapping[str, str]
    body: bytes
    timeout: Timeout

    @property
    def url(self) -> str:
        """The whole address, as proxies and other HTTP libraries want it."""
        return f"{self.scheme}://{self.headers['host']}{self.target}"

    def __repr__(self) -> str:
        return f"<HttpRequest {self.method} {self.scheme}://{self.host}:{self.port}{self.target.partition('?')[0]}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("signed requests are not pickled")


class HttpResponse(NamedTuple):
    """One HTTP answer. Header names are in lower case, the body is complete and decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"<HttpResponse {self.status}, {len(self.body)} bytes>"


class TransportError(Exception):
    """A request got no complete answer.

    `sent` says whether any of it may have reached the server; where it is False, trying again is always safe.
    """

    def __init__(self, message: str, *, sent: bool, timeout: bool = False, final: bool = False) -> None:
        super().__init__(message)
        self.sent = sent
        self.timeout = timeout
        self.final = final  # trying again cannot help: a certificate that does not match, an answer too large


class Transport(Protocol):
    """Carries requests. Must be safe to use from several threads."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer, following no redirect. Raises TransportError."""
        ...

    def close(self) -> None:
        """Closes every connection."""
        ...


class AsyncTransport(Protocol):
    """Carries requests, asynchronously. Cancelling `send` must leave no connection half read in a pool."""

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer, following no redirect. Raises TransportError."""
        ...

    async def close(self) -> None:
        """Closes every connection."""
        ...
