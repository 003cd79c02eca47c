"""What every transport needs: the head of a request, the decoding of a body, and words for what went wrong."""

from __future__ import annotations

import http.client
import os
from typing import TYPE_CHECKING, Any

from .http_answer import TooLarge
from .transport import HttpRequest, TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LIMIT = 64 * 1024 * 1024
MAX_IDLE_SECONDS = 55.0


class NotSent(ConnectionError):
    """A connection turned out to be closed before any of the request was sent."""


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


def decoded(headers: Mapping[str, str], body: bytes, limit: int) -> bytes:
    """The body without its Content-Encoding. Raises TransportError where it cannot be undone, or grows too large."""
    if "content-encoding" not in headers or not body:
        return body
    for coding in reversed(headers["content-encoding"].lower().split(",")):
        name = coding.strip()
        if name in ("gzip", "x-gzip", "deflate"):
            body = _decompressed(body, limit)
        elif name not in ("", "identity"):
            raise TransportError(
                f"the answer is encoded as {name[:40]!r}, which was not asked for", sent=True, final=True
            )
    return body


def _decompressed(body: bytes, limit: int) -> bytes:
    import zlib

    # 47: zlib tells the headers of gzip and deflate apart. Some servers send deflate without any.
    header = 47 if body[:2] == b"\x1f\x8b" or (body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0) else -15
    out = b""
    while body.strip(b"\0") or not out:  # gzip may have several members, and zeros behind them
        decoder = zlib.decompressobj(header)
        try:
            out += decoder.decompress(body, limit + 1 - len(out))
        except zlib.error:
            raise TransportError("the answer claims to be compressed and is not", sent=True) from None
        if len(out) > limit:
            raise TransportError(f"the answer is larger than {limit} bytes", sent=True, final=True)
        if not decoder.eof:
            raise TransportError("the compressed answer was cut off", sent=True)
        body = decoder.unused_data
        if not body:
            break
    return out


def environment_proxy(request: HttpRequest) -> Any:
    """The proxy that the environment names for a request, or None. Raises ValueError where its address is no good."""
    if not any(name[-6:].lower() == "_proxy" for name in os.environ):
        return None
    from .proxies import proxy_for

    return proxy_for(request.scheme, request.host, request.port)


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
    if isinstance(error, NotSent):
        return TransportError(f"{where} closed the connection before the request was sent", sent=False)
    return TransportError(f"no complete answer from {where}: {describe(error)}", sent=True)


def not_connected(error: Exception, request: HttpRequest, limit: float, via: str = "") -> TransportError:
    """What a client is told where no connection could be made within `limit` seconds."""
    # A TimeoutError with a number is the system's: it gave up before we did.
    timed_out = isinstance(error, TimeoutError)
    ours = timed_out and not getattr(error, "errno", None)
    reason = f"no connection within {limit:g} s" if ours else describe(error)
    return TransportError(
        f"cannot connect to {request.host}:{request.port}{via}: {reason}",
        sent=False,
        timeout=timed_out,
        final=isinstance(error, ValueError),  # a proxy's no, a host that is no name; certificate errors are these, too
    )


def describe(error: BaseException) -> str:
    """The reason in words, without a traceback's help."""
    text = getattr(error, "strerror", None) or str(error)
    return f"{text} ({type(error).__name__})" if text else type(error).__name__
