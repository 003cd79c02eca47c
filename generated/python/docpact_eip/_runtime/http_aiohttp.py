"""An asynchronous transport over aiohttp: what the default one turns to for proxies."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from .errors import ConfigurationError
from .http_message import DEFAULT_LIMIT, decoded, describe, environment_proxy, not_connected
from .transport import CLOSED, HttpRequest, HttpResponse, Timeout, TransportError

try:
    import aiohttp
    from yarl import URL
except ImportError:
    raise ConfigurationError("AiohttpTransport needs aiohttp: install the package with its extra `async`") from None


class AiohttpTransport:
    """Carries requests with aiohttp: up to `connections` at once. Each event loop has a session of its own.

    A cancelled request closes its connection; the others are not touched.
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
        self._sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}
        self._closed = False
        self._timeouts: dict[Timeout, aiohttp.ClientTimeout] = {}
        self._proxies: dict[tuple[str, str], Any] = {}

    async def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and reads the whole answer. Raises TransportError."""
        if self._closed:
            raise TransportError(CLOSED, sent=False, final=True)
        session = self._sessions.get(asyncio.get_running_loop()) or self._open()
        limits = request.timeout
        timeout = self._timeouts.get(limits) or self._timeout(limits)
        where = f"{request.host}:{request.port}"
        proxy = self._proxy(request)
        progress = _Progress()
        try:
            async with session.request(
                request.method,
                URL(f"{request.url}", encoded=True),
                headers=request.headers,
                data=request.body or None,
                allow_redirects=False,
                timeout=timeout,
                proxy=proxy.url if proxy is not None else None,
                proxy_headers=proxy.headers if proxy is not None else None,
                trace_request_ctx=progress,
            ) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                if response.content_length is not None and response.content_length > self._max_bytes:
                    raise TransportError(f"the answer is larger than {self._max_bytes} bytes", sent=True, final=True)
                body = await self._read(response)
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.ClientProxyConnectionError,
        ) as error:
            timed_out = isinstance(error, asyncio.TimeoutError)
            reason = (
                f"no connection within {limits.connect:g} s"
                if timed_out
                else describe(getattr(error, "os_error", error))
            )
            final = isinstance(error, aiohttp.ClientConnectorCertificateError)
            raise TransportError(
                f"cannot connect to {where}: {reason}", sent=False, timeout=timed_out, final=final
            ) from None
        except asyncio.TimeoutError:
            what = "did not answer in time" if progress.sent else "took no connection in time"
            raise TransportError(f"{where} {what}", sent=progress.sent, timeout=True) from None
        except aiohttp.ClientHttpProxyError as error:
            raise TransportError(
                f"cannot connect to {where} through the proxy: it refused with {error.status} {error.message}",
                sent=False,
                final=400 <= error.status < 500,
            ) from None
        except aiohttp.ClientPayloadError:
            raise TransportError(f"the answer of {where} was cut off", sent=True) from None
        except aiohttp.ClientResponseError as error:  # its text holds the whole address, signature and all
            raise TransportError(f"no complete answer from {where}: {error.message}", sent=True) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise TransportError(f"no complete answer from {where}: {describe(error)}", sent=True) from None
        return HttpResponse(response.status, headers, decoded(headers, body, self._max_bytes))

    def _timeout(self, limits: Timeout) -> aiohttp.ClientTimeout:
        made = aiohttp.ClientTimeout(
            total=limits.total, connect=None, sock_connect=limits.connect, sock_read=limits.read
        )
        if len(self._timeouts) < 100:
            self._timeouts[limits] = made
        return made

    def _proxy(self, request: HttpRequest) -> Any:
        """The proxy of the environment, looked for once for each host."""
        if not self._trust_environment:
            return None
        key = request.scheme, request.host
        if key not in self._proxies:
            try:
                self._proxies[key] = environment_proxy(request)
            except ValueError as error:
                raise not_connected(error, request, 0) from None
        return self._proxies[key]

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        if response.content_length is not None:
            return await response.read()
        chunks: list[bytes] = []
        size = 0
        async for chunk in response.content.iter_chunked(65536):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._max_bytes:
                raise TransportError(f"the answer is larger than {self._max_bytes} bytes", sent=True, final=True)
        return b"".join(chunks)

    def _open(self) -> aiohttp.ClientSession:
        for known in tuple(self._sessions):
            if known.is_closed():
                self._sessions.pop(known, None)
        connector = aiohttp.TCPConnector(limit=self._connections, ssl=self._ssl_context or True)
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_headers_sent)
        session = aiohttp.ClientSession(
            connector=connector,
            trace_configs=[trace],
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # it would look for a netrc file in a thread, for every request
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        )
        session._retry_connection = False  # it would send the same nonce again
        self._sessions[asyncio.get_running_loop()] = session
        return session

    async def close(self) -> None:
        """Closes every connection; no request can follow."""
        self._closed = True
        sessions, self._sessions = self._sessions, {}
        here = sessions.pop(asyncio.get_running_loop(), None)
        for loop, session in sessions.items():
            if not loop.is_closed():
                asyncio.run_coroutine_threadsafe(session.close(), loop)
        if here is not None:
            await here.close()


class _Progress:
    """How far a request came."""

    sent = False


async def _headers_sent(_: Any, context: Any, __: Any) -> None:
    context.trace_request_ctx.sent = True
