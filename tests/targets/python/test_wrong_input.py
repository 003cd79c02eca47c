"""What a call gets when something on the way is wrong: a typed error that says what happened, and no secret."""

from __future__ import annotations

import gzip
import json
import pickle
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from things import Wire, http


def fails(client: Any, kind: type[Exception]) -> Any:
    with pytest.raises(kind) as caught:
        client.describe_things()
    for text in (str(caught.value), repr(caught.value), repr(caught.value.__dict__)):
        assert "testsecret" not in text
        assert "Signature=" not in text
    again = pickle.loads(pickle.dumps(caught.value))
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
    assert "cut off after 17 bytes" in str(error)
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


def test_answer_larger_than_allowed(sdk: Any, wire: Wire) -> None:
    from importlib import import_module

    transport = import_module(f"{sdk.__name__}._runtime.http_sync").HttpTransport(max_bytes=100_000)
    client = sdk.Client(access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=transport)
    wire.answers = [http({"x": "y" * 200_000})]
    with pytest.raises(sdk.errors.ConnectionFailed, match="larger than 100000 bytes"):
        client.describe_things()
    wire.answers = [http(gzip.compress(b"0" * 500_000), content_encoding="gzip")]
    with pytest.raises(sdk.errors.ConnectionFailed, match="larger than 100000 bytes"):
        client.describe_things()
    assert len(wire.requests) == 2


def test_redirect_is_not_followed(sdk: Any, client: Any, wire: Wire) -> None:
    other = Wire([http({"RequestId": "stolen"})])
    wire.answers = [http(b"", 302, location=f"{other.url}/?x=1")]
    error = fails(client, sdk.errors.AnswerError)
    assert "redirect to 127.0.0.1 (not followed)" in str(error)
    assert other.requests == []
    other.stop()


def test_endpoint_that_refuses(sdk: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    client = sdk.Client(
        access_key_id="a", access_key_secret="testsecret", endpoint=f"http://127.0.0.1:{port}", retries=0
    )
    error = fails(client, sdk.errors.ConnectionFailed)
    assert f"cannot connect to 127.0.0.1:{port}: Connection refused" in str(error)
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


def test_https_to_a_plain_server(sdk: Any, wire: Wire) -> None:
    wire.answers = [None]
    client = sdk.Client(
        access_key_id="a",
        access_key_secret="testsecret",
        endpoint=wire.url.replace("http", "https"),
        retries=0,
        timeout=0.3,
    )
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
def test_bad_credential_files(sdk: Any, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content, message = FILES[case]
    home = tmp_path / (".aliyun" if name == "config.json" else ".alibabacloud")
    home.mkdir()
    (home / name).write_text(content, encoding="utf-8")
    clear(monkeypatch, tmp_path)
    with pytest.raises(sdk.errors.CredentialsError) as caught:
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()
    assert message in str(caught.value)
    assert str(home / name) in str(caught.value)
    assert "topsecret" not in str(caught.value)


def test_no_credentials_at_all(sdk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clear(monkeypatch, tmp_path)
    with pytest.raises(sdk.errors.CredentialsError, match="no credentials: none were given"):
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "a")
    with pytest.raises(sdk.errors.CredentialsError, match="SECRET is not set"):
        sdk.Client(endpoint="http://127.0.0.1:9").describe_things()


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
