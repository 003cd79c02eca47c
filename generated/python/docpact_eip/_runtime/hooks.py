"""What an application may see and add around each attempt, and the package's logger."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable


class Attempt:
    """One attempt at a call, before and after. Holds no secret and no argument.

    The names follow the semantic conventions of OpenTelemetry: `operation` is `rpc.method`, `service`
    `rpc.service`, `host` `server.address`, `port` `server.port`. A hook may add to `headers` before the
    attempt (for one, `traceparent`) and keep things of its own in `context`.
    """

    __slots__ = (
        "context", "elapsed", "error", "headers", "host", "method", "number", "operation", "port", "request_id", "service", "status"
    )  # fmt: skip

    def __init__(self, service: str, operation: str, number: int, method: str, host: str, port: int) -> None:
        self.service = service
        self.operation = operation
        self.number = number
        self.method = method
        self.host = host
        self.port = port
        self.headers: dict[str, str] = {}
        self.context: dict[str, object] = {}
        self.status: int | None = None
        self.request_id: str | None = None
        self.error: BaseException | None = None
        self.elapsed: float = 0.0

    def __repr__(self) -> str:
        return f"<Attempt {self.number} at {self.operation}: {self.status or self.error or 'not answered'}>"


class Hooks(NamedTuple):
    """Functions that are called before and after each attempt."""

    before_attempt: Callable[[Attempt], None] | None = None
    """What it raises ends the call before the attempt is sent."""
    after_attempt: Callable[[Attempt], None] | None = None
    """Called for every attempt that was begun, also for one that was cancelled. What it raises is logged, and changes nothing."""


def logger() -> logging.Logger | None:
    """The package's logger; None while nobody has imported `logging`, since nobody can be listening then."""
    module = sys.modules.get("logging")
    return module.getLogger(__name__.partition(".")[0]) if module is not None else None
