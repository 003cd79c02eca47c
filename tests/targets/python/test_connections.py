"""Connections that fail in every way they can, with both clients and all transports."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from things import Wire, http

OK = http({"RequestId": "r"})


@pytest.fixture
def client(connected: Callable[..., Any], wire: Wire) -> Any:
    return connected(endpoint=wire.url, retries=0, timeout=5)


def numbered(request: Any) -> bytes:
    """An answer that says which request it is for."""
    return http({"RequestId": request.headers["x-acs-signature-nonce"]})


def in_order(client: Any, wire: Wire, calls: int = 3) -> None:
    """Holds that each call gets its own answer."""
    for _ in range(calls):
        assert client.describe_things().request_id == wire.requests[-1].headers["x-acs-signature-nonce"]


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" * 3 + b"HTTP/1.1 100 Continue\r\n\r\n",
    ],
    ids=["100", "102", "103", "several"],
)
@pytest.mark.parametrize("pause", [False, True], ids=["together", "apart"])
def test_interim_answers_are_passed_over(client: Any, wire: Wire, before: bytes, pause: bool) -> None:
    def answer(request: Any) -> Iterator[bytes] | bytes:
        return iter([before, numbered(request)]) if pause else before + numbered(request)

    wire.answers = [answer]
    in_order(client, wire)


@pytest.mark.parametrize(
    "surplus",
    [b"\r\n", b"x", OK, OK[:30], b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"],
    ids=["line", "byte", "answer", "half", "other"],
)
@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("kind", ["sync", "async"], indirect=True)  # httpx and aiohttp do take it for the next one
@pytest.mark.parametrize("pause", [False, True], ids=["together", "apart"])
def test_what_follows_an_answer_is_never_the_next_one(
    client: Any, wire: Wire, surplus: bytes, chunked: bool, pause: bool
) -> None:
    def answer(request: Any) -> Iterator[bytes] | bytes:
        whole = numbered(request)
        if chunked:
            body = whole.partition(b"\r\n\r\n")[2]
            whole = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        return iter([whole, surplus]) if pause else whole + surplus

    wire.answers = [answer]
    for _ in range(3):
        in_order(client, wire, 1)
        time.sleep(0.2 if pause else 0)


@pytest.mark.parametrize(
    "head",
    [
        "content-length: 5\r\ncontent-length: 50\r\n",
        "content-length: abc\r\n",
        "content-length: -1\r\n",
        "content-length: 5, 18\r\n",
        "transfer-encoding: gzip, chunked\r\n",
        "transfer-encoding: unheard-of\r\n",
    ],
)
@pytest.mark.parametrize("kind", ["sync", "async"], indirect=True)
def test_contradictory_heads_are_errors_at_once(sdk: Any, client: Any, wire: Wire, head: str) -> None:
    wire.answers = [f'HTTP/1.1 200 OK\r\n{head}\r\n{{"RequestId": "1"}}'.encode()]
    started = time.monotonic()
    with pytest.raises(sdk.errors.ConnectionFailed):
        client.with_options(timeout=1).describe_things()
    assert time.monotonic() - started < 0.9


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_answer_of_http_1_0(client: Any, wire: Wire, version: str) -> None:
    wire.answers = [f'HTTP/{version} 200 OK\r\nconnection: close\r\n\r\n{{"RequestId": "old"}}'.encode()]
    wire.close_after = True
    assert [client.describe_things().request_id for _ in range(2)] == ["old", "old"]
    assert [r.connection for r in wire.requests] == [1, 2]


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body(sdk: Any, client: Any, wire: Wire, status: int) -> None:
    wire.answers = [f"HTTP/1.1 {status} Nothing\r\ncontent-length: 10\r\n\r\n".encode(), numbered]
    with pytest.raises(sdk.errors.AnswerError) as caught:
        client.describe_things()
    assert caught.value.status == status
    assert "redirect" not in str(caught.value)
    in_order(client, wire)


@pytest.mark.parametrize("coding", ["deflate", "raw deflate", "members", "identity", "twice", "padded"])
def test_compressed_answers_of_all_kinds(client: Any, wire: Wire, coding: str) -> None:
    body = json.dumps({"RequestId": "z" * 500}).encode()
    raw = zlib.compressobj(wbits=-15)
    name, data = {
        "deflate": ("deflate", zlib.compress(body)),
        "raw deflate": ("deflate", raw.compress(body) + raw.flush()),
        "members": ("gzip", gzip.compress(body[:200]) + gzip.compress(body[200:])),
        "identity": ("identity", body),
        "twice": ("gzip, gzip", gzip.compress(gzip.compress(body))),
        "padded": ("GZip", gzip.compress(body) + bytes(20)),
    }[coding]
    wire.answers = [http(data, content_encoding=name)]
    assert client.describe_things().request_id == "z" * 500


def test_an_unknown_compression_is_named(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b"\x1b\x11\x00", content_encoding="br")]
    with pytest.raises(sdk.errors.ConnectionFailed, match="encoded as 'br', which was not asked for"):
        client.with_options(retries=2).describe_things()
    assert len(wire.requests) == 1


def test_an_empty_answer_has_nothing_to_decompress(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b"", 502, content_encoding="gzip")]
    with pytest.raises(sdk.errors.AnswerError, match=r"status 502.*the body is empty"):
        client.describe_things()


# ------------------------------------------------------------------------------------------ deadlines


def silent(_: Any) -> Iterator[bytes]:
    yield OK[:20]
    time.sleep(2)


@pytest.mark.parametrize("answer", [silent, lambda _: time.sleep(2)], ids=["half", "nothing"])
def test_the_deadline_is_shorter_than_the_other_limits(sdk: Any, client: Any, wire: Wire, answer: Any) -> None:
    wire.answers = [answer]
    started = time.monotonic()
    with pytest.raises(sdk.errors.TimedOut):
        client.with_options(timeout=sdk.Timeout(connect=5, read=30, total=0.4)).describe_things()
    assert time.monotonic() - started < 1.2


def test_the_deadline_covers_connecting(
    sdk: Any, connected: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = socket.socket()
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    fillers = []
    for _ in range(4):  # a full backlog: the system answers no more
        fillers.append(socket.socket())
        fillers[-1].setblocking(False)
        fillers[-1].connect_ex(full.getsockname())
    limits = sdk.Timeout(connect=5, read=30, total=0.4)
    client = connected(endpoint=f"http://127.0.0.1:{full.getsockname()[1]}", timeout=limits, retries=5)
    started = time.monotonic()
    with pytest.raises(sdk.errors.TimedOut) as caught:
        client.create_thing(name="abc", region_id="r")
    assert time.monotonic() - started < 1.2
    assert not caught.value.sent
    for filler in (*fillers, full):
        filler.close()


def test_the_deadline_covers_a_handshake_that_never_ends(sdk: Any, connected: Callable[..., Any], wire: Wire) -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def trickle() -> None:
        taken, _ = listener.accept()
        with taken:
            try:
                for byte in b"\x16\x03\x03\x40\x00" + bytes(100):
                    taken.sendall(bytes([byte]))
                    time.sleep(0.05)
            except OSError:
                pass

    threading.Thread(target=trickle, daemon=True).start()
    limits = sdk.Timeout(connect=0.5, read=5, total=3)
    client = connected(endpoint=f"https://127.0.0.1:{listener.getsockname()[1]}", timeout=limits, retries=0)
    started = time.monotonic()
    with pytest.raises(sdk.errors.ConnectionFailed) as caught:
        client.describe_things()
    assert time.monotonic() - started < 1.5
    assert not caught.value.sent
    listener.close()


# ------------------------------------------------------------------------- kept connections that died


def closes_when_asked_again() -> Callable[[Any], bytes | None]:
    seen: set[int] = set()

    def answer(request: Any) -> bytes | None:
        if request.connection in seen:
            return None
        seen.add(request.connection)
        return numbered(request)

    return answer


def test_a_kept_connection_that_dies_under_a_read_is_replaced(client: Any, wire: Wire) -> None:
    wire.answers = [closes_when_asked_again()]
    patient = client.with_options(retries=2)
    for _ in range(5):
        in_order(patient, wire, 1)
    nonces = [r.headers["x-acs-signature-nonce"] for r in wire.requests]
    assert len(set(nonces)) == len(nonces)


def test_a_write_that_may_have_arrived_is_not_sent_again(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [closes_when_asked_again()]
    patient = client.with_options(retries=2)
    patient.describe_things()
    with pytest.raises(sdk.errors.ConnectionFailed) as caught:
        patient.delete_thing(thing_id="t")
    assert caught.value.sent
    assert len(wire.requests) == 2


@pytest.mark.parametrize("kind", ["sync", "async"], indirect=True)
def test_a_write_that_found_its_connection_closed_is_sent_again(
    sdk: Any, client: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server resets the connection after the client looked at it, and before the client writes."""
    modules = [import_module(f"{sdk.__name__}._runtime.{name}") for name in ("http_sync", "http_connection")]
    wire.answers = [OK]
    client.describe_things()
    wire.requests.clear()
    real = [(m.__dict__.get("_Connection") or m.Connection) for m in modules]  # type: ignore[attr-defined]

    def alive(self: Any) -> bool:
        sock = getattr(self, "sock", None) or self._transport.get_extra_info("socket")
        sock.shutdown(socket.SHUT_WR)
        return True

    for connection in real:
        monkeypatch.setattr(connection, "alive", alive)
    patient = client.with_options(retries=2)
    assert patient.delete_thing(thing_id="t").meta.attempts == 2
    assert len(wire.requests) == 1


# ----------------------------------------------------------------------- closing, forks, threads, loops


def test_a_closed_client_says_so(sdk: Any, connected: Callable[..., Any], wire: Wire) -> None:
    client = connected(endpoint=wire.url)
    wire.answers = [OK]
    client.describe_things()
    closing = getattr(client, "_client", client)
    result = closing.close()
    if result is not None:
        client._run(result)
    with pytest.raises(sdk.errors.ConnectionFailed, match="the client was closed") as caught:
        client.describe_things()
    assert (caught.value.sent, caught.value.attempts, len(wire.requests)) == (False, 1, 1)


def test_closing_while_calls_are_under_way(sdk: Any, wire: Wire) -> None:
    async def main() -> list[Any]:
        client = sdk.AsyncClient(access_key_id="a", access_key_secret="b", endpoint=wire.url)
        calls = [asyncio.create_task(client.describe_things()) for _ in range(3)]
        await asyncio.sleep(0.2)
        await client.close()
        return await asyncio.gather(*calls, return_exceptions=True)

    wire.answers = [lambda _: time.sleep(1)]
    outcomes = asyncio.run(main())
    assert [type(o) for o in outcomes] == [sdk.errors.ConnectionFailed] * 3
    assert {str(o) for o in outcomes} == {"DescribeThings: the client was closed"}
    assert len(wire.requests) == 3


def test_a_thread_closes_the_client_of_another(sdk: Any, wire: Wire) -> None:
    wire.answers = [lambda request: time.sleep(0.2) or numbered(request)]
    client = sdk.Client(access_key_id="a", access_key_secret="b", endpoint=wire.url)
    closing = threading.Timer(0.1, client.close)
    closing.start()
    assert client.describe_things().request_id
    closing.join()
    assert not any(client._transport._idle.values())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_begins_anew(sdk: Any, wire: Wire) -> None:
    wire.answers = [numbered]
    with sdk.Client(access_key_id="a", access_key_secret="b", endpoint=wire.url) as client:
        client.describe_things()
        child = os.fork()
        if child == 0:
            os._exit(0 if client.describe_things().request_id else 1)
        _, status = os.waitpid(child, 0)
        client.describe_things()
    assert status == 0
    assert [r.connection for r in wire.requests] == [1, 2, 1]


def test_threads_share_a_client(sdk: Any, wire: Wire) -> None:
    wire.answers = [numbered]
    wrong: list[Any] = []

    def hook(attempt: Any) -> None:
        if attempt.error is not None:
            wrong.append(attempt.error)

    with sdk.Client(
        access_key_id="a", access_key_secret="b", endpoint=wire.url, hooks=sdk.Hooks(after_attempt=hook)
    ) as client:

        def work() -> None:
            for _ in range(20):
                got.append(client.describe_things().request_id)

        got: list[str] = []
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not wrong
    assert len(set(got)) == len(got) == 160


@pytest.mark.parametrize("transport", ["http_asyncio.AsyncHttpTransport", "http_aiohttp.AiohttpTransport"])
def test_one_client_in_several_loops(sdk: Any, wire: Wire, transport: str) -> None:
    module, name = transport.split(".")
    carries = getattr(import_module(f"{sdk.__name__}._runtime.{module}"), name)()
    wire.answers = [numbered]
    client = sdk.AsyncClient(access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=carries)
    loops = [asyncio.new_event_loop() for _ in range(2)]
    for loop in (*loops, *loops):
        assert loop.run_until_complete(client.describe_things()).request_id
    assert [r.connection for r in wire.requests] == [1, 2, 1, 2]
    loops[0].run_until_complete(client.close())
    for loop in loops:
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()


def test_two_loops_at_once_keep_their_connections_apart(sdk: Any, wire: Wire) -> None:
    wire.answers = [numbered]
    client = sdk.AsyncClient(access_key_id="a", access_key_secret="b", endpoint=wire.url)
    wrong: list[BaseException] = []
    turn = threading.Barrier(2)

    async def main() -> None:
        for _ in range(30):
            turn.wait()
            await client.describe_things()

    async def last() -> None:
        await client.close()
        await asyncio.sleep(0.01)

    def work() -> None:
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(main())
            if turn.wait() == 0:
                loop.run_until_complete(last())
            turn.wait()
            loop.run_until_complete(asyncio.sleep(0.01))
        except BaseException as error:
            wrong.append(error)
            turn.abort()
        loop.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert {r.connection for r in wire.requests} == {1, 2}


@pytest.mark.parametrize("transport", ["http_asyncio.AsyncHttpTransport", "http_aiohttp.AiohttpTransport"])
def test_cancelling_at_every_moment_leaves_the_pool_in_order(sdk: Any, wire: Wire, transport: str) -> None:
    module, name = transport.split(".")
    carries = getattr(import_module(f"{sdk.__name__}._runtime.{module}"), name)(connections=2)

    def slowly(request: Any) -> Iterator[bytes]:
        whole = numbered(request)
        return iter([whole[:10], whole[10:60], whole[60:]])

    async def main() -> None:
        async with sdk.AsyncClient(
            access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=carries, retries=0
        ) as client:
            for turns in range(40):
                wire.answers = [slowly] if turns % 2 else [numbered]
                calls = [asyncio.create_task(client.describe_things()) for _ in range(4)]
                for _ in range(turns):
                    await asyncio.sleep(0.005 if turns > 20 else 0)
                for call in calls:
                    call.cancel()
                outcomes = await asyncio.gather(*calls, return_exceptions=True)
                assert {type(o).__name__ for o in outcomes} <= {"CancelledError", "DescribeThingsResult"}
                wire.answers = [numbered]
                again = await asyncio.gather(*(client.describe_things() for _ in range(4)))
                assert len({result.request_id for result in again}) == 4
            if name == "AsyncHttpTransport":
                (pool,) = carries._pools.values()
                assert pool.slots._value == 2
                assert len(pool.open) == sum(len(idle) for idle in pool.idle.values()) <= 2

    asyncio.run(main())


def test_a_shared_httpx_client_is_left_as_it_was(sdk: Any, wire: Wire) -> None:
    """The deadline of a call is not that of what the application does with its client afterwards."""
    import httpx

    wire.answers = [numbered]
    with httpx.Client() as inner:
        transport = import_module(f"{sdk.__name__}._runtime.http_httpx").HttpxTransport(inner)
        client = sdk.Client(
            access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=transport, timeout=0.3
        )
        assert client.describe_things().request_id
        time.sleep(0.4)
        answer = inner.get(wire.url, headers={"x-acs-signature-nonce": "own"})
        assert answer.json() == {"RequestId": "own"}
    assert [r.connection for r in wire.requests] == [1, 1]
