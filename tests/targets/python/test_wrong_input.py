"""What a call gets when something on the way is wrong: a typed error that says what happened, and no secret."""

from __future__ import annotations

import gzip
import json
import pickle
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from things import Wire, http


@pytest.fixture
def client(connected: Callable[..., Any], wire: Wire) -> Any:
    return connected(endpoint=wire.url, region_id="cn-x")


SECRETS = ("test/secret", "test%2Fsecret", "test%252Fsecret", "test/token", "test%2Ftoken", "Signature=")


def fails(client: Any, kind: type[Exception], **arguments: Any) -> Any:
    """The error of a call, which shows no secret: not in its text, its attributes, its causes or its pickle."""
    with pytest.raises(kind) as caught:
        client.describe_things(**arguments)
    seen: set[int] = set()
    chain: list[BaseException | None] = [caught.value]
    while chain:
        error = chain.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        for text in (str(error), repr(error), repr(error.args), repr(error.__dict__)):
            assert not [secret for secret in SECRETS if secret in text]
        chain += [error.__cause__, error.__context__]
    dumped = pickle.dumps(caught.value)
    assert not [secret for secret in SECRETS if secret.encode() in dumped]
    again = pickle.loads(dumped)
    assert type(again) is type(caught.value)
    assert str(again) == str(caught.value)
    return caught.value


def test_answer_that_is_no_json(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b"<html>502 Bad Gateway</html", 502, content_type="text/html")]
    error = fails(client, sdk.errors.AnswerError)
    assert error.status == 502
    assert "text/html" in str(error)
    assert "Bad Gateway" in str(error)
    assert error.retryable
    assert error.attempts == 3


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b"nul", b"\xff\xfe", b"[" * 100_000, b"<a><b></a>"])
def test_answers_that_mean_nothing(sdk: Any, client: Any, wire: Wire, body: bytes) -> None:
    wire.answers = [http(body)]
    error = fails(client, sdk.errors.AnswerError)
    assert error.status == 200
    assert error.raw == body


def test_truncated_body(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b'{"RequestId": "1"', content_length="500")]
    wire.close_after = True
    error = fails(client, sdk.errors.ConnectionFailed)
    assert "was cut off" in str(error)
    assert error.sent


def test_truncated_gzip(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(gzip.compress(b'{"RequestId": "1"}')[:-9], content_encoding="gzip")]
    assert "compressed answer was cut off" in str(fails(client, sdk.errors.ConnectionFailed))


def test_gzip_that_is_none(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b'{"RequestId": "1"}', content_encoding="gzip")]
    assert "claims to be compressed" in str(fails(client, sdk.errors.ConnectionFailed))


def test_wrong_content_type_does_no_harm(client: Any, wire: Wire) -> None:
    wire.answers = [http({"RequestId": "1"}, content_type="text/html")]
    assert client.describe_things().request_id == "1"


def test_status_200_with_an_error_body(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"RequestId": "1", "Code": "InvalidThing.NotFound", "Message": "No thing a in b."})]
    with pytest.raises(sdk.errors.InvalidThingNotFound) as caught:
        client.create_thing(name="abc")
    assert caught.value.status == 200
    assert caught.value.arguments == ("a", "b")


def test_message_of_ten_megabytes(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"Code": "Huge", "Message": "x" * 10_000_000}, 400)]
    error = fails(client, sdk.errors.ApiError)
    assert len(str(error)) < 2000
    assert "10000000 characters" in str(error)


def test_answer_larger_than_allowed(sdk: Any, connected: Callable[..., Any], wire: Wire) -> None:
    client = connected(endpoint=wire.url, transport={"max_bytes": 100_000})
    wire.answers = [http({"x": "y" * 200_000})]
    assert "larger than 100000 bytes" in str(fails(client, sdk.errors.ConnectionFailed))
    wire.answers = [http(gzip.compress(b"0" * 500_000), content_encoding="gzip")]
    assert "larger than 100000 bytes" in str(fails(client, sdk.errors.ConnectionFailed))
    assert len(wire.requests) == 2


def test_redirect_is_not_followed(sdk: Any, client: Any, wire: Wire) -> None:
    other = Wire([http({"RequestId": "stolen"})])
    wire.answers = [http(b"", 302, location=f"{other.url}/?x=1")]
    error = fails(client, sdk.errors.AnswerError)
    assert "redirect to 127.0.0.1 (not followed)" in str(error)
    assert other.requests == []
    other.stop()


def test_endpoint_that_refuses(sdk: Any, connected: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    client = connected(endpoint=f"http://127.0.0.1:{port}", retries=0)
    error = fails(client, sdk.errors.ConnectionFailed)
    assert f"cannot connect to 127.0.0.1:{port}" in str(error)
    assert not error.sent


def test_host_that_does_not_exist(sdk: Any, connected: Callable[..., Any]) -> None:
    error = fails(connected(endpoint="http://nowhere.invalid", retries=0), sdk.errors.ConnectionFailed)
    assert "cannot connect to nowhere.invalid:80" in str(error)
    assert not error.sent


def test_server_that_says_nothing(sdk: Any, client: Any, wire: Wire) -> None:
    def late(_: Any) -> bytes:
        time.sleep(2)
        return http({})

    wire.answers = [late]
    started = time.monotonic()
    error = fails(client.with_options(timeout=0.2), sdk.errors.TimedOut)
    assert time.monotonic() - started < 1.5
    assert error.sent


@pytest.mark.parametrize("part", ["head", "body"])
def test_server_that_trickles(sdk: Any, client: Any, wire: Wire, part: str) -> None:
    """Bytes keep coming in, so that no pause is too long: the deadline ends it all the same."""

    def trickle(_: Any) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        if part == "head":
            yield from (b"x-%d: y\r\n" % number for number in range(80))
        yield b"content-length: 80\r\n\r\n"
        yield from (b" " for _ in range(80))

    wire.answers = [trickle]
    started = time.monotonic()
    error = fails(client.with_options(timeout=0.5, retries=0), sdk.errors.TimedOut)
    assert time.monotonic() - started < 2
    assert error.sent


def test_server_that_hangs_up(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [None]
    assert fails(client, sdk.errors.ConnectionFailed).attempts == 3


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 300]
)
def test_server_that_speaks_something_else(sdk: Any, client: Any, wire: Wire, answer: bytes) -> None:
    wire.answers = [answer]
    wire.close_after = True
    fails(client, sdk.errors.ConnectionFailed)


def test_xml_bombs_are_refused(sdk: Any, client: Any, wire: Wire) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    wire.answers = [http(bomb, content_type="text/xml")]
    assert "declares a document type" in str(fails(client, sdk.errors.AnswerError))
    wire.answers = [http(b"<a>" * 5000)]
    assert "nested too deep" in str(fails(client, sdk.errors.AnswerError))


def test_https_to_a_plain_server(sdk: Any, connected: Callable[..., Any], wire: Wire) -> None:
    wire.answers = [None]
    client = connected(endpoint=wire.url.replace("http", "https"), retries=0, timeout=0.3)
    assert not fails(client, sdk.errors.ConnectionFailed).sent


FILES = {
    "not json": ("config.json", "{", "not valid JSON at line 1, column 2"),
    "no profiles": ("config.json", "{}", "no list `profiles`"),
    "unknown profile": ("config.json", '{"current": "x", "profiles": []}', "no profile 'x'"),
    "other mode": (
        "config.json",
        '{"profiles": [{"name": "default", "mode": "EcsRamRole", "access_key_secret": "topsecret"}]}',
        "mode 'EcsRamRole'",
    ),
    "no secret": (
        "config.json",
        '{"profiles": [{"name": "default", "mode": "AK", "access_key_id": "a"}]}',
        "has no access_key_secret",
    ),
    "line end in the key": (
        "config.json",
        json.dumps(
            {"profiles": [{"name": "default", "mode": "AK", "access_key_id": "a", "access_key_secret": "topsecret\n"}]}
        ),
        "stray line end",
    ),
    "not ini": ("credentials", "access_key_secret = topsecret", "not a valid INI file"),
    "no section": ("credentials", "[other]\naccess_key_secret = topsecret", "no section [default]"),
    "other type": ("credentials", "[default]\ntype = ram_role_arn\naccess_key_secret = topsecret", "'ram_role_arn'"),
}


@pytest.mark.parametrize("case", FILES)
def test_bad_credential_files(
    sdk: Any, connected: Callable[..., Any], case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, content, message = FILES[case]
    home = tmp_path / (".aliyun" if name == "config.json" else ".alibabacloud")
    home.mkdir()
    (home / name).write_text(content, encoding="utf-8")
    clear(monkeypatch, tmp_path)
    with pytest.raises(sdk.errors.CredentialsError) as caught:
        connected(endpoint="http://127.0.0.1:9", **NO_KEYS).describe_things()
    assert message in str(caught.value)
    assert str(home / name) in str(caught.value)
    assert "topsecret" not in str(caught.value)


def test_no_credentials_at_all(
    sdk: Any, connected: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear(monkeypatch, tmp_path)
    client = connected(endpoint="http://127.0.0.1:9", **NO_KEYS)
    with pytest.raises(sdk.errors.CredentialsError, match="no credentials: none were given"):
        client.describe_things()
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "a")
    with pytest.raises(sdk.errors.CredentialsError, match="SECRET is not set"):
        client.describe_things()


NO_KEYS = dict.fromkeys(("access_key_id", "access_key_secret", "security_token"))


def clear(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("HOME", str(home))
    for name in ("ID", "SECRET"):
        monkeypatch.delenv(f"ALIBABA_CLOUD_ACCESS_KEY_{name}", raising=False)


@pytest.mark.parametrize(
    "endpoint",
    ["ftp://x", "http://", "http://u:p@h", "http://h/path", "http://h:99999", "http://h?q", "a b", "http://h\r\nX: y"],
)
def test_bad_endpoints(sdk: Any, endpoint: str) -> None:
    with pytest.raises(sdk.errors.ConfigurationError):
        sdk.Client(access_key_id="a", access_key_secret="b", endpoint=endpoint)


@pytest.mark.parametrize(
    "options",
    [
        {"signature": "v9"},
        {"format": "YAML"},
        {"timeout": 0},
        {"retries": -1},
        {"headers": {"x": "a\r\nb"}},
        {"headers": {"authorization": "a"}},
        {"credentials": 5},
    ],
)
def test_bad_options(sdk: Any, options: dict[str, Any]) -> None:
    with pytest.raises(sdk.errors.ConfigurationError):
        sdk.Client(endpoint="http://h", **options)
