"""Hooks see every attempt, however it ends, and what they do wrong has a limit."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import pytest
from things import Wire, http

KEYS = {"access_key_id": "a", "access_key_secret": "b"}


def test_a_hook_that_fails_afterwards_loses_no_result(sdk: Any, wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Any) -> None:
        raise LookupError("no exporter")

    wire.answers = [http({"RequestId": "r", "ThingId": "t"})]
    with sdk.Client(**KEYS, endpoint=wire.url, hooks=sdk.Hooks(after_attempt=fail)) as client:
        assert client.create_thing(name="abc", region_id="r").thing_id == "t"
    (record,) = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert record.name == sdk.__name__
    assert "CreateThing: the hook after_attempt failed" in record.message
    assert "no exporter" in caplog.text


def test_a_hook_may_stop_a_call_before_it_is_sent(sdk: Any, wire: Wire) -> None:
    def refuse(_: Any) -> None:
        raise PermissionError("the circuit is open")

    with (
        sdk.Client(**KEYS, endpoint=wire.url, hooks=sdk.Hooks(before_attempt=refuse)) as client,
        pytest.raises(PermissionError, match="the circuit is open"),
    ):
        client.describe_things()
    assert wire.requests == []


def test_a_cancelled_attempt_ends_too(sdk: Any, wire: Wire) -> None:
    wire.answers = [lambda _: time.sleep(0.5)]
    ended: list[Any] = []

    async def main() -> None:
        async with sdk.AsyncClient(
            **KEYS, endpoint=wire.url, hooks=sdk.Hooks(after_attempt=lambda a: ended.append((a.number, type(a.error))))
        ) as client:
            call = asyncio.create_task(client.describe_things())
            await asyncio.sleep(0.1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call

    asyncio.run(main())
    assert ended == [(1, asyncio.CancelledError)]


@pytest.mark.parametrize("raised", [KeyboardInterrupt, ZeroDivisionError, StopIteration])
def test_what_a_transport_raises_ends_the_attempt(sdk: Any, raised: type[BaseException]) -> None:
    class Broken:
        def send(self, request: Any) -> Any:
            raise raised

        def close(self) -> None:
            pass

    ended: list[Any] = []
    hooks = sdk.Hooks(after_attempt=lambda a: ended.append(type(a.error)))
    client = sdk.Client(**KEYS, endpoint="http://h", transport=Broken(), hooks=hooks)
    with pytest.raises((raised, RuntimeError)):
        client.describe_things()
    assert ended == [raised]
