"""The pages below `/_docpact/`: the console for people, the state URL and the clock for conformance runs."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from .console import page
from .credentials import Credential
from .service import Service

INSIDE = "/_docpact"
"""Below this path stand the console and the state URL, where they are open."""


def inside(service: Service) -> Starlette:
    """The application for everything below `/_docpact`."""

    async def console(request: Request) -> Response:
        if not request.url.path.endswith("/"):
            return RedirectResponse(f"{request.url.path}/")
        return HTMLResponse(
            page(service), headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
        )

    async def states(request: Request) -> Response:
        offered = service.behaviour.states() if service.behaviour is not None else {}
        if request.method == "GET":
            return JSONResponse({"states": sorted(offered)})
        wanted = await _object(request)
        name = wanted.get("state") if wanted is not None else None
        if not isinstance(name, str):
            return _problem(400, 'expected {"state": "the name of the state", "params": {}}')
        if name not in offered or service.behaviour is None:
            return _problem(404, f"no state is named {name!r}; GET this URL for the names of all")
        given = service.behaviour.bring_about(name)
        answer: dict[str, Any] = {"parameters": dict(given.parameters)}
        if given.credential is not None:
            answer["credentials"] = _credentials(given.credential)
        return JSONResponse(answer)

    async def clock(request: Request) -> Response:
        if request.method == "POST":
            wanted = await _object(request)
            seconds = wanted.get("advance") if wanted is not None else None
            if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < 1e9:
                return _problem(400, 'expected {"advance": seconds}, from 0 to 1e9')
            service.gateway.clock.advance(seconds)
        return JSONResponse({"now": service.gateway.clock.now()})

    routes = []
    if service.options.console:
        routes += [Route(INSIDE, console), Route(f"{INSIDE}/", console)]
    if service.options.states:
        routes += [Route(f"{INSIDE}/states", states, methods=["GET", "POST"])]
        routes += [Route(f"{INSIDE}/clock", clock, methods=["GET", "POST"])]
    return Starlette(routes=routes)


def _credentials(credential: Credential) -> dict[str, str]:
    out = {"key_id": credential.key_id, "secret": credential.secret}
    return out | ({"token": credential.token} if credential.token is not None else {})


async def _object(request: Request) -> dict[str, Any] | None:
    try:
        value = await request.json()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=status)
