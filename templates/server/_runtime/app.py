"""The server as an ASGI application."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .inside import INSIDE, inside
from .service import Service

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class App(Service):
    """A service behind the ASGI interface, with the console and the state URL where its options open them."""

    @cached_property
    def _inside(self) -> ASGIApp | None:
        return inside(self) if self.options.console or self.options.states else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry. Serves HTTP; of lifespans it only takes note, and it closes web sockets."""
        if scope["type"] != "http":
            await _other(scope, receive, send)
            return
        path = _path(scope)
        if self._inside is not None and (path == INSIDE or path.startswith(f"{INSIDE}/")):
            await self._inside(scope, receive, send)
            return
        body = await self._read(scope, receive)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        answer = await self.answer(scope["method"], path, scope["query_string"], headers, body)
        head = [
            (b"content-type", answer.content_type),
            (b"content-length", b"%d" % len(answer.body)),
            (b"x-acs-request-id", answer.request_id.encode()),
        ]
        if answer.status == 405:
            declared = self.facts["operations"].get(path[1:])
            head.append((b"allow", declared["method"].encode() if declared else b"GET, POST"))
        await send({"type": "http.response.start", "status": answer.status, "headers": head})
        await send({"type": "http.response.body", "body": answer.body})

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body, or None where it is too large or the caller has gone."""
        if scope["method"] == "GET" and not any(
            n in (b"content-length", b"transfer-encoding") for n, _ in scope["headers"]
        ):
            return b""
        parts = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            size += len(part)
            if size > self.options.max_body:
                return None
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)


def _path(scope: Scope) -> str:
    """The path below the mount point, percent-encoded."""
    raw: bytes = scope.get("raw_path") or b""
    path = raw.decode("latin-1") if raw else scope["path"]
    root: str = scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(root) else path


async def _other(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
