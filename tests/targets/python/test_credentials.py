"""Where credentials come from, and what becomes of those that are bad, late or gone."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from things import Wire, http

OK = http({"RequestId": "r"})


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in [name for name in os.environ if name.startswith("ALIBABA_CLOUD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def key_of(request: Any) -> str:
    return str(request.headers["authorization"].partition("Credential=")[2].partition(",")[0])


@pytest.mark.parametrize(
    "given",
    [
        ("", "s"),
        ("i", ""),
        (None, "s"),
        (5, "s"),
        ("i", b"s"),
        ("i", "s\n"),
        ("i ", "s"),
        ("i", "sécret"),
        ("i", "s", "tok\nen"),
        ("i", "s", "tok en"),
        ("i", "s", 5),
        ("i", "s", "t", "tomorrow"),
        ("i", "s", "t", True),
        ("i", "s", "t", object()),
    ],
)
def test_what_cannot_be_credentials(sdk: Any, given: tuple[Any, ...]) -> None:
    with pytest.raises(sdk.errors.CredentialsError) as caught:
        sdk.Credentials(*given)
    assert "sécret" not in str(caught.value)
    assert "tok" not in str(caught.value).replace("security_token", "")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"ACCESS_KEY_ID": "i"}, "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"),
        ({"ACCESS_KEY_SECRET": "s"}, "ALIBABA_CLOUD_ACCESS_KEY_ID is not set"),
        ({"ACCESS_KEY_ID": "i", "ACCESS_KEY_SECRET": ""}, "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"),
        ({"ACCESS_KEY_ID": "i", "ACCESS_KEY_SECRET": "s\n"}, "ALIBABA_CLOUD_ACCESS_KEY_SECRET holds characters"),
        (
            {"ACCESS_KEY_ID": "i", "ACCESS_KEY_SECRET": "s", "SECURITY_TOKEN": "t t"},
            "ALIBABA_CLOUD_SECURITY_TOKEN holds",
        ),
        ({"ACCESS_KEY_ID": "", "ACCESS_KEY_SECRET": ""}, "no credentials"),
    ],
)
def test_half_an_environment(sdk: Any, monkeypatch: pytest.MonkeyPatch, names: dict[str, str], message: str) -> None:
    for name, value in names.items():
        monkeypatch.setenv(f"ALIBABA_CLOUD_{name}", value)
    with pytest.raises(sdk.errors.CredentialsError, match=message):
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()


def profile(**parts: Any) -> str:
    return json.dumps({"current": "p", "profiles": [{"name": "p", "mode": "AK", **parts}]})


GOOD = {"access_key_id": "file", "access_key_secret": "topsecret"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 100_000, "not valid JSON"),
        ("null", "no list `profiles`"),
        ('{"profiles": {"p": {}}}', "no list `profiles`"),
        ('{"profiles": [1, null, "x"]}', "no profile 'default'"),
        ('{"current": ["p"], "profiles": []}', "no profile"),
        ('{"current": null, "profiles": []}', "no profile 'default'"),
        (profile(access_key_id=5, access_key_secret="topsecret"), "has no access_key_id"),
        (profile(access_key_id="i", access_key_secret=["topsecret"]), "has no access_key_secret"),
        (profile(access_key_id="i", access_key_secret=""), "has no access_key_secret"),
        (profile(**GOOD, mode="StsToken"), "has no sts_token"),
        (profile(**GOOD, mode=7), "has the mode 7"),
        ("\x00" * 20, "not valid JSON"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"", "not valid JSON"),
    ],
)
def test_files_that_hold_something_else(sdk: Any, home: Path, content: str | bytes, message: str) -> None:
    (home / ".aliyun").mkdir()
    (home / ".aliyun/config.json").write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(sdk.errors.CredentialsError, match=message) as caught:
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()
    assert "topsecret" not in str(caught.value)
    assert "config.json" in str(caught.value)


@pytest.mark.parametrize("name", [".aliyun/config.json", ".alibabacloud/credentials"])
@pytest.mark.parametrize("what", ["folder", "link to nothing", "link to itself"])
def test_places_that_are_no_files(sdk: Any, home: Path, name: str, what: str) -> None:
    place = home / name
    place.parent.mkdir()
    if what == "folder":
        place.mkdir()
    else:
        place.symlink_to(home / "nothing" if "nothing" in what else place)
    with pytest.raises(sdk.errors.CredentialsError, match=r"(config\.json|credentials) cannot be read"):
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()


def test_a_user_without_a_home(sdk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(self: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", nowhere)
    with pytest.raises(sdk.errors.CredentialsError, match="no home folder"):
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()


def test_a_file_with_a_byte_order_mark_and_an_empty_mode(sdk: Any, home: Path, wire: Wire) -> None:
    (home / ".aliyun").mkdir()
    (home / ".aliyun/config.json").write_text("\ufeff" + profile(**GOOD, mode=""), encoding="utf-8")
    wire.answers = [OK]
    with sdk.Client(endpoint=wire.url) as client:
        client.describe_things()
    assert key_of(wire.requests[0]) == "file"


def test_a_file_is_read_again_when_its_token_has_expired(sdk: Any, home: Path, wire: Wire) -> None:
    def write(key: str) -> None:
        (home / ".alibabacloud").mkdir(exist_ok=True)
        (home / ".alibabacloud/credentials").write_text(
            f"[default]\ntype = sts\naccess_key_id = {key}\naccess_key_secret = s\nsecurity_token = t\n"
        )

    def answer(request: Any) -> bytes:
        if key_of(request) == "new":
            return OK
        write("new")
        return http({"Code": "InvalidSecurityToken.Expired", "Message": "Too old."}, 400)

    write("old")
    wire.answers = [answer]
    with sdk.Client(endpoint=wire.url) as client:
        assert client.describe_things().meta.attempts == 2


# -------------------------------------------------------------------------------------------- providers


def failing() -> Any:
    raise OSError("metadata service: token=abc")


@pytest.mark.parametrize(
    ("provider", "message"),
    [
        (failing, "provider failed with OSError"),
        (lambda: None, "gave NoneType"),
        (lambda: ("i", "s"), "gave tuple"),
        (lambda: {"access_key_id": "i"}, "gave dict"),
        (lambda required: None, "provider failed with TypeError"),
        (lambda: next(iter(())), "provider failed with StopIteration"),
    ],
)
def test_providers_that_fail(connected: Callable[..., Any], sdk: Any, wire: Wire, provider: Any, message: str) -> None:
    client = connected(**NO_KEYS, credentials=provider, endpoint=wire.url)
    with pytest.raises(sdk.errors.CredentialsError, match=message):
        client.describe_things()
    assert wire.requests == []


NO_KEYS = dict.fromkeys(("access_key_id", "access_key_secret", "security_token"))


def test_credentials_that_have_expired_are_not_used(connected: Callable[..., Any], sdk: Any, wire: Wire) -> None:
    client = connected(
        **NO_KEYS, credentials=lambda: sdk.Credentials("i", "s", "t", time.time() - 1), endpoint=wire.url
    )
    with pytest.raises(sdk.errors.CredentialsError, match="have expired"):
        client.describe_things()
    assert wire.requests == []


def test_a_provider_may_fail_while_its_last_credentials_hold(
    connected: Callable[..., Any], sdk: Any, wire: Wire
) -> None:
    asked: list[int] = []

    def provide() -> Any:
        asked.append(1)
        if len(asked) > 1:
            raise OSError("down")
        return sdk.Credentials("i", "s", "t", time.time() + 30)  # within the minute in which it is renewed

    wire.answers = [OK]
    client = connected(**NO_KEYS, credentials=provide, endpoint=wire.url)
    assert [client.describe_things().request_id for _ in range(3)] == ["r", "r", "r"]
    assert len(asked) == 3


def test_threads_that_wait_ask_once(sdk: Any, wire: Wire) -> None:
    asked: list[int] = []

    def provide() -> Any:
        asked.append(1)
        time.sleep(0.1)
        return sdk.Credentials("i", "s", "t", time.time() + 3600)

    wire.answers = [OK]
    with sdk.Client(credentials=provide, endpoint=wire.url) as client:
        threads = [threading.Thread(target=client.describe_things) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(asked), len(wire.requests)) == (1, 8)


def test_tasks_that_wait_ask_once_and_cancel_alone(sdk: Any, wire: Wire) -> None:
    asked: list[int] = []

    async def provide() -> Any:
        asked.append(1)
        await asyncio.sleep(0.1)
        return sdk.Credentials("i", "s", "t", time.time() + 3600)

    async def main() -> list[Any]:
        async with sdk.AsyncClient(credentials=provide, endpoint=wire.url) as client:
            calls = [asyncio.create_task(client.describe_things()) for _ in range(5)]
            await asyncio.sleep(0.05)
            calls[0].cancel()
            return await asyncio.gather(*calls, return_exceptions=True)

    wire.answers = [OK]
    outcomes = asyncio.run(main())
    assert [type(o).__name__ for o in outcomes] == ["CancelledError", *["DescribeThingsResult"] * 4]
    assert len(asked) == 1


def test_an_expired_token_is_replaced_once_for_all_calls_that_had_it(sdk: Any, wire: Wire) -> None:
    asked: list[int] = []
    both = threading.Barrier(2)

    def provide() -> Any:
        asked.append(1)
        return sdk.Credentials(f"id{len(asked)}", "s", "t")

    def answer(request: Any) -> bytes:
        if key_of(request) != "id1":
            return OK
        both.wait(5)
        if request.connection == 2:
            time.sleep(0.3)  # this refusal arrives when the other call has new credentials already
        return http({"Code": "InvalidSecurityToken.Expired", "Message": ""}, 400)

    wire.answers = [answer]
    with sdk.Client(credentials=provide, endpoint=wire.url) as client:
        threads = [threading.Thread(target=client.describe_things) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(asked) == 2
    assert len(wire.requests) == 4


def test_a_provider_that_hangs_is_not_waited_for_beyond_the_deadline(sdk: Any, wire: Wire) -> None:
    async def never() -> Any:
        await asyncio.sleep(30)

    async def main() -> None:
        async with sdk.AsyncClient(credentials=never, endpoint=wire.url, timeout=0.2) as client:
            with pytest.raises(sdk.errors.CredentialsError, match="did not answer in time"):
                await client.describe_things()

    started = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - started < 2


def test_a_thread_that_hangs_in_a_provider_holds_no_other_beyond_its_deadline(sdk: Any, wire: Wire) -> None:
    free = threading.Event()

    def slow() -> Any:
        free.wait(5)
        return sdk.Credentials("i", "s")

    wire.answers = [OK]
    with sdk.Client(credentials=slow, endpoint=wire.url) as client:
        leader = threading.Thread(target=client.describe_things)
        leader.start()
        time.sleep(0.1)
        with pytest.raises(sdk.errors.CredentialsError, match="did not answer in time"):
            client.with_options(timeout=0.2).describe_things()
        free.set()
        leader.join()
