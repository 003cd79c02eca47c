"""The default asynchronous transport over real sockets: what is kept, what is closed, what callers are told."""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from things import Wire, http

BODY = b'{"RequestId": "r"}'
OK = http(BODY)
CHUNKED = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.fixture
def call(sdk: Any, wire: Wire) -> Callable[[Callable[[Any], Any]], Any]:
    """Runs a function of a client that tries once."""

    def run(work: Callable[[Any], Any], **options: Any) -> Any:
        async def main() -> Any:
            settings = {"endpoint": wire.url, "retries": 0, **options}
            async with sdk.AsyncClient(access_key_id="a", access_key_secret="b", **settings) as client:
                return await work(client)

        return asyncio.run(main())

    return run


def connections(wire: Wire) -> list[int]:
    return [request.connection for request in wire.requests]


async def twice(client: Any) -> Any:
    await client.describe_things()
    return await client.describe_things()


def test_a_connection_is_used_again(call: Any, wire: Wire) -> None:
    wire.answers = [OK]
    assert call(twice).request_id == "r"
    assert connections(wire) == [1, 1]


@pytest.mark.parametrize(
    "answer",
    [
        CHUNKED + b'6;x=y\r\n{"Requ\r\nc\r\nestId": "r"}\r\n0\r\nTrailer: x\r\n\r\n',
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + OK,
        http(gzip.compress(BODY), content_encoding="gzip"),
    ],
    ids=["chunked", "interim", "gzip"],
)
def test_answers_of_every_form_leave_the_connection_usable(call: Any, wire: Wire, answer: bytes) -> None:
    wire.answers = [answer, OK]
    assert call(twice).request_id == "r"
    assert connections(wire) == [1, 1]


@pytest.mark.parametrize("answer", [http(BODY, connection="close"), OK + b"HTTP/1.1 200 OK\r\n"])
def test_a_connection_that_cannot_be_trusted_is_not_kept(call: Any, wire: Wire, answer: bytes) -> None:
    wire.answers = [answer]
    assert call(twice).request_id == "r"
    assert connections(wire) == [1, 2]


def test_an_answer_without_length_ends_with_the_connection(call: Any, wire: Wire) -> None:
    wire.answers, wire.close_after = [b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n" + BODY], True
    assert call(lambda client: client.describe_things()).request_id == "r"


@pytest.mark.parametrize("pause", [0.0, 0.1], ids=["unseen", "seen"])
def test_an_idle_connection_that_the_server_closed_is_left(call: Any, wire: Wire, pause: float) -> None:
    wire.answers, wire.close_after = [OK], True

    async def work(client: Any) -> None:
        await client.describe_things()
        time.sleep(0.1)  # the loop sees nothing of what the server does meanwhile
        await asyncio.sleep(pause)
        await client.describe_things()

    call(work)
    assert connections(wire) == [1, 2]


def test_a_call_cancelled_in_the_body_closes_its_connection(call: Any, wire: Wire) -> None:
    wire.answers = [OK[:-5], OK]

    async def work(client: Any) -> Any:
        task = asyncio.create_task(client.describe_things())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await client.describe_things()

    assert call(work).request_id == "r"
    assert connections(wire) == [1, 2]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (OK[:-5], "cut off after 13 bytes, 5 more were announced"),
        (CHUNKED + b"6\r\n{", "cut off after 1 bytes"),
        (b"", "closed connection|closed without an answer"),
        (b"HTTP/1.1 200", "cut off"),
        (b"nonsense\r\n\r\n", "BadStatusLine"),
        (CHUNKED + b"many\r\n", "a chunk has no size"),
        (CHUNKED + b"1\r\nab\r\n", "longer than it says"),
    ],
)
def test_broken_answers_are_told(sdk: Any, call: Any, wire: Wire, answer: bytes, reason: str) -> None:
    wire.answers, wire.close_after = [answer], True
    with pytest.raises(sdk.errors.ConnectionFailed, match=reason) as caught:
        call(lambda client: client.describe_things())
    assert caught.value.sent


def test_the_deadline_holds_while_bytes_trickle_in(sdk: Any) -> None:
    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            for byte in OK[:-1]:
                writer.write(bytes([byte]))
                await asyncio.sleep(0.02)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def main() -> float:
        server = await asyncio.start_server(trickle, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        limits = sdk.Timeout(connect=1, read=1, total=0.3)
        where = f"http://127.0.0.1:{port}"
        async with sdk.AsyncClient(
            access_key_id="a", access_key_secret="b", endpoint=where, timeout=limits, retries=0
        ) as client:
            started = time.monotonic()
            with pytest.raises(sdk.errors.TimedOut, match="did not answer in time"):
                await client.describe_things()
            elapsed = time.monotonic() - started
        server.close()
        await asyncio.sleep(0.1)
        return elapsed

    assert 0.25 < asyncio.run(main()) < 1.0


def test_silence_is_a_timeout(sdk: Any, call: Any, wire: Wire) -> None:
    wire.answers = [b"HTTP/1.1 200"]
    with pytest.raises(sdk.errors.TimedOut, match="did not answer in time"):
        call(lambda client: client.describe_things(), timeout=sdk.Timeout(1, 0.1, 5))


def test_tls_with_a_server_that_speaks_none(sdk: Any, call: Any, wire: Wire) -> None:
    wire.answers = [OK]
    with pytest.raises(sdk.errors.ConnectionFailed, match=r"cannot connect to 127\.0\.0\.1") as caught:
        call(lambda client: client.describe_things(), endpoint=wire.url.replace("http:", "https:"), timeout=2)
    assert not caught.value.sent


def test_no_more_connections_than_allowed(sdk: Any, call: Any, wire: Wire) -> None:
    wire.answers = [OK]
    transport = import_module(f"{sdk.__name__}._runtime.http_asyncio").AsyncHttpTransport(connections=2)

    async def work(client: Any) -> None:
        await asyncio.gather(*(client.describe_things() for _ in range(10)))

    call(work, transport=transport)
    assert len(wire.requests) == 10
    assert set(connections(wire)) == {1, 2}


def test_a_proxy_without_aiohttp_says_what_to_install(
    sdk: Any, call: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", wire.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delitem(sys.modules, f"{sdk.__name__}._runtime.http_aiohttp", raising=False)
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    with pytest.raises(sdk.errors.ConfigurationError, match="need aiohttp: install the package with its extra `async`"):
        call(lambda client: client.describe_things(), endpoint="http://things.example.com")


def test_a_proxy_is_used_with_aiohttp(call: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("aiohttp")
    wire.answers = [OK]
    monkeypatch.setenv("HTTP_PROXY", wire.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    call(lambda client: client.describe_things(), endpoint="http://things.example.com")
    assert wire.requests[0].target.startswith("http://things.example.com/")


def test_an_answer_in_single_bytes_is_the_same(sdk: Any) -> None:
    incoming = import_module(f"{sdk.__name__}._runtime.http_incoming")
    body = json.dumps({"n": list(range(50))}).encode()
    chunked = CHUNKED + b"".join(
        b"%x\r\n%b\r\n" % (len(body[at : at + 7]), body[at : at + 7]) for at in range(0, len(body), 7)
    )
    for data in (http(body), chunked + b"0\r\n\r\n"):
        whole = incoming.Incoming("GET", 1000).feed(data)
        reader = incoming.Incoming("GET", 1000)
        *before, last = [reader.feed(bytes([byte])) for byte in data]
        assert whole == last
        assert whole[2:] == (body, True)
        assert set(before) == {None}
        with pytest.raises(ValueError, match="larger than 100 bytes"):
            incoming.Incoming("GET", 100).feed(data)


def test_tls_keeps_connections_and_verifies(sdk: Any, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make a certificate with")
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject]
    subprocess.run(make, check=True, capture_output=True)
    accepted = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal accepted
        accepted += 1
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(OK)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        where = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        trusting = import_module(f"{sdk.__name__}._runtime.http_asyncio").AsyncHttpTransport(
            ssl_context=ssl.create_default_context(cafile=certificate)
        )
        keys = {"access_key_id": "a", "access_key_secret": "b", "endpoint": where}
        async with sdk.AsyncClient(**keys, transport=trusting) as client:
            for _ in range(3):
                assert (await client.describe_things()).request_id == "r"
                await asyncio.sleep(0.01)  # for what TLS still has to say
        assert accepted == 1
        async with sdk.AsyncClient(**keys) as client:
            with pytest.raises(sdk.errors.ConnectionFailed, match="certificate verify failed") as caught:
                await client.describe_things()
        assert (caught.value.sent, caught.value.attempts) == (False, 1)
        server.close()
        await asyncio.sleep(0.05)

    asyncio.run(main())
