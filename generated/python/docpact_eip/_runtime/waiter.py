"""Waiting until a resource reaches a state."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .errors import ApiError, ConfigurationError, TimedOut, WaitFailed

if TYPE_CHECKING:
    from .base_client import _Client
    from .transport import Timeout

C = TypeVar("C", bound="_Client")
R = TypeVar("R")


class Waiter(NamedTuple):
    """What is waited for: the values at `path` (attributes; lists are walked) all among `success`.

    A value among `failure` ends the wait at once. `codes` says what an error code means: `success`, `failure` or
    `retry`; `empty` what an answer without any value means.
    """

    name: str
    path: tuple[str, ...]
    success: tuple[str, ...]
    failure: tuple[str, ...] = ()
    codes: Mapping[str, str] = {}
    empty: str = "retry"


def values_at(result: object, path: tuple[str, ...]) -> list[Any]:
    """The values that a path of attributes leads to."""
    values: list[Any] = [result]
    for part in path:
        found: list[Any] = []
        for value in values:
            item = getattr(value, part, None)
            found += item if isinstance(item, (list, tuple)) else [] if item is None else [item]
        values = found
    return values


def judge(waiter: Waiter, result: object) -> str:
    """What an answer means for the wait: `success`, `failure` or `retry`."""
    values = values_at(result, waiter.path)
    if not values:
        return waiter.empty
    if any(value in waiter.failure for value in values):
        return "failure"
    return "success" if all(value in waiter.success for value in values) else "retry"


def wait(client: C, waiter: Waiter, call: Callable[[C], R], interval: float, timeout: float) -> R | None:
    """Calls until the state is reached, within `timeout` seconds. Raises WaitFailed, and whatever the calls raise."""
    course: _Course[R] = _Course(waiter, interval, timeout)
    while True:
        try:
            ended = course.took(call(course.limited(client)))
        except (ApiError, TimedOut) as error:
            ended = course.failed(error)
        if ended:
            return course.result
        time.sleep(interval)


async def wait_async(
    client: C, waiter: Waiter, call: Callable[[C], Awaitable[R]], interval: float, timeout: float
) -> R | None:
    """Calls until the state is reached, within `timeout` seconds. Raises WaitFailed, and whatever the calls raise."""
    from asyncio import sleep

    course: _Course[R] = _Course(waiter, interval, timeout)
    while True:
        try:
            ended = course.took(await call(course.limited(client)))
        except (ApiError, TimedOut) as error:
            ended = course.failed(error)
        if ended:
            return course.result
        await sleep(interval)


class _Course(Generic[R]):
    """How a wait goes on, by what each call said. Raises ConfigurationError where its times make no sense."""

    def __init__(self, waiter: Waiter, interval: float, timeout: float) -> None:
        for name, value, least in (("interval", interval, 0), ("timeout", timeout, 1e-3)):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value < 1e9:
                raise ConfigurationError(f"{name} must be a number of seconds, not {value!r}")
        self._waiter = waiter
        self._interval = interval
        self._deadline = time.monotonic() + timeout
        self._last: object = None
        self.result: R | None = None

    def limited(self, client: C) -> C:
        """The client, with no more time for a call than is left."""
        limits: Timeout = client._settings.timeout
        within = limits.within(self._deadline - time.monotonic())
        return client if within is limits else client.with_options(timeout=within)

    def took(self, result: R) -> bool:
        """Whether an answer ends the wait. Raises WaitFailed."""
        self.result = result
        seen = ", ".join(str(value) for value in values_at(result, self._waiter.path))
        return self._decide(judge(self._waiter, result), seen, result)

    def failed(self, error: ApiError | TimedOut) -> bool:
        """Whether an error ends the wait. Raises WaitFailed, or the error where it says nothing about the state."""
        if isinstance(error, TimedOut):
            if time.monotonic() < self._deadline:
                raise error
            self._decide("retry", "no answer in time", self._last)
        verdict = self._waiter.codes.get(getattr(error, "code", ""))
        if verdict is None:
            raise error
        self.result = None
        return self._decide(verdict, error.code if isinstance(error, ApiError) else "", error)

    def _decide(self, verdict: str, seen: str, last: object) -> bool:
        self._last = last
        if verdict == "success":
            return True
        if verdict == "failure":
            raise WaitFailed(f"{self._waiter.name} can no longer be reached: {seen or 'nothing was found'}", last)
        if time.monotonic() + self._interval > self._deadline:
            raise WaitFailed(
                f"{self._waiter.name} was not reached in time; last: {seen or 'nothing'}", last, timed_out=True
            )
        return False
