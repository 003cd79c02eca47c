"""Waiting until a resource reaches a state."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from .errors import ApiError, WaitFailed

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


def wait(waiter: Waiter, call: Callable[[], R], interval: float, timeout: float) -> R | None:
    """Calls until the state is reached. Raises WaitFailed, and whatever the calls raise."""
    deadline = time.monotonic() + timeout
    while True:
        result, verdict, error = None, "", None
        try:
            result = call()
        except ApiError as caught:
            verdict, error = _by_code(waiter, caught), caught
        if _decide(waiter, verdict or judge(waiter, result), result, error, deadline, interval):
            return result
        time.sleep(interval)


async def wait_async(waiter: Waiter, call: Callable[[], Awaitable[R]], interval: float, timeout: float) -> R | None:
    """Calls until the state is reached. Raises WaitFailed, and whatever the calls raise."""
    from asyncio import sleep

    deadline = time.monotonic() + timeout
    while True:
        result, verdict, error = None, "", None
        try:
            result = await call()
        except ApiError as caught:
            verdict, error = _by_code(waiter, caught), caught
        if _decide(waiter, verdict or judge(waiter, result), result, error, deadline, interval):
            return result
        await sleep(interval)


def _by_code(waiter: Waiter, error: ApiError) -> str:
    verdict = waiter.codes.get(error.code)
    if verdict is None:
        raise error
    return verdict


def _decide(
    waiter: Waiter, verdict: str, result: object, error: ApiError | None, deadline: float, interval: float
) -> bool:
    if verdict == "success":
        return True
    seen = ", ".join(str(value) for value in values_at(result, waiter.path)) if error is None else error.code
    if verdict == "failure":
        raise WaitFailed(f"{waiter.name} can no longer be reached: {seen or 'nothing was found'}", error or result)
    if time.monotonic() + interval > deadline:
        raise WaitFailed(
            f"{waiter.name} was not reached in time; last: {seen or 'nothing'}", error or result, timed_out=True
        )
    return False
