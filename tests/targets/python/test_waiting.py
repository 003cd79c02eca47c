"""Waiting for a state, when the service does not do its part."""

from __future__ import annotations

import time
from typing import Any

import pytest
from things import Wire, http


def state(name: str) -> bytes:
    return http({"Things": {"Thing": [{"ThingId": "t", "Status": name}]}})


@pytest.mark.parametrize("before", [0, 1])
def test_a_wait_ends_in_time_though_the_service_is_silent(sdk: Any, connected: Any, wire: Wire, before: int) -> None:
    wire.answers = [*[state("Making")] * before, lambda _: time.sleep(3)]
    client = connected(endpoint=wire.url, timeout=60)
    started = time.monotonic()
    with pytest.raises(sdk.errors.WaitFailed, match="not reached in time; last: no answer in time") as caught:
        client.wait_until_thing_made(thing_id="t", timeout=0.5)
    assert time.monotonic() - started < 1.5
    assert caught.value.timed_out
    assert bool(caught.value.last) == bool(before)


def test_the_limits_of_the_client_hold_in_a_wait(sdk: Any, connected: Any, wire: Wire) -> None:
    wire.answers = [lambda _: time.sleep(3)]
    client = connected(endpoint=wire.url, timeout=0.2)
    with pytest.raises(sdk.errors.TimedOut):
        client.wait_until_thing_made(thing_id="t", timeout=30)


@pytest.mark.parametrize(
    "times",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": float("nan")},
        {"timeout": "5"},
        {"timeout": None},
        {"interval": -1},
        {"interval": None},
    ],
)
def test_times_that_are_none(sdk: Any, connected: Any, wire: Wire, times: dict[str, Any]) -> None:
    wire.answers = [state("Made")]
    client = connected(endpoint=wire.url)
    with pytest.raises(sdk.errors.ConfigurationError, match="must be a number of seconds"):
        client.wait_until_thing_made(thing_id="t", **times)
    assert wire.requests == []
