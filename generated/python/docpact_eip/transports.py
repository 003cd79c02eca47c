"""What carries requests. `Client(transport=…)` takes any of these, or anything else with their two methods.

- `HttpTransport` and `AsyncHttpTransport` are the defaults; to make one is to set its options.
- `HttpxTransport` and `AsyncHttpxTransport` need `httpx`, `AiohttpTransport` needs `aiohttp`.
- `Transport` and `AsyncTransport` say what a transport of one's own has to do: turn an `HttpRequest` into an
  `HttpResponse`, or raise `TransportError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._runtime.lazy import lazy_attributes

if TYPE_CHECKING:
    from ._runtime.http_aiohttp import AiohttpTransport
    from ._runtime.http_asyncio import AsyncHttpTransport
    from ._runtime.http_httpx import AsyncHttpxTransport, HttpxTransport
    from ._runtime.http_sync import HttpTransport
    from ._runtime.transport import AsyncTransport, HttpRequest, HttpResponse, Transport, TransportError

__all__ = [
    "AiohttpTransport",
    "AsyncHttpTransport",
    "AsyncHttpxTransport",
    "AsyncTransport",
    "HttpRequest",
    "HttpResponse",
    "HttpTransport",
    "HttpxTransport",
    "Transport",
    "TransportError",
]

_PLACES: dict[str, str] = {
    "AiohttpTransport": "_runtime.http_aiohttp",
    "AsyncHttpTransport": "_runtime.http_asyncio",
    "AsyncHttpxTransport": "_runtime.http_httpx",
    "AsyncTransport": "_runtime.transport",
    "HttpRequest": "_runtime.transport",
    "HttpResponse": "_runtime.transport",
    "HttpTransport": "_runtime.http_sync",
    "HttpxTransport": "_runtime.http_httpx",
    "Transport": "_runtime.transport",
    "TransportError": "_runtime.transport",
}

__getattr__ = lazy_attributes(__package__ or "", _PLACES, globals())


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
