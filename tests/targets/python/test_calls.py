"""Calls of a generated client over a real socket: what travels, what comes back, what is tried again."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import pickle
import time
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from things import Wire, http

OK = http({"RequestId": "r-1", "ThingId": "t-1"}, x_acs_request_id="r-1")
THROTTLED = http({"Code": "Throttling", "Message": "Too fast.", "RequestId": "r"}, 400)
DOWN = http({"Code": "ServiceUnavailable", "Message": "Down.", "RequestId": "r"}, 503)


def form(request: Any) -> dict[str, str]:
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    pairs += parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_arguments_travel_under_their_wire_names(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [OK]
    operation = import_module(f"{sdk.__name__}.operations.create_thing")
    result = client.create_thing(
        name="a b*~",
        thing_type=sdk.ThingType.NAT,
        size=7,
        ratio=1.5,
        dry_run=True,
        tag=[operation.Tag(key="k", value="ü"), operation.Tag(key="only")],
        zone=["z1", "z2"],
        disk=operation.Disk(size=40),
        policy={"a": [1, True, None]},
        client_token="mine",
    )
    request = wire.requests[0]
    assert request.method == "POST"
    assert request.headers["x-acs-action"] == "CreateThing"
    assert form(request) == {
        "Name": "a b*~",
        "ThingType": "Nat",
        "Size": "7",
        "Ratio": "1.5",
        "DryRun": "true",
        "Tag.1.Key": "k",
        "Tag.1.Value": "ü",
        "Tag.2.Key": "only",
        "Zone.1": "z1",
        "Zone.2": "z2",
        "Disk.Size": "40",
        "Policy": '{"a":[1,true,null]}',
        "ClientToken": "mine",
        "RegionId": "cn-x",
        "Format": "JSON",
    }
    assert result.thing_id == "t-1"
    assert (result.meta.status, result.meta.request_id, result.meta.attempts) == (200, "r-1", 1)
    assert result.meta.headers["x-acs-request-id"] == "r-1"
    assert result.meta.elapsed > 0


def test_mappings_do_for_structures(client: Any, wire: Wire) -> None:
    wire.answers = [OK]
    client.create_thing(name="abc", tag=[{"Key": "k"}, {"key": "l"}], disk={"size": 1})
    sent = form(wire.requests[0])
    assert (sent["Tag.1.Key"], sent["Tag.2.Key"], sent["Disk.Size"]) == ("k", "l", "1")


def test_absent_arguments_are_not_sent(client: Any, wire: Wire) -> None:
    wire.answers = [OK]
    client.describe_things()
    assert form(wire.requests[0]) == {"Format": "JSON"}
    assert wire.requests[0].method == "GET"


JSON_PAGE = {
    "RequestId": "r",
    "TotalCount": "1",
    "New": {"a": 1},
    "Things": {
        "Thing": [
            {
                "ThingId": "t",
                "ThingType": "Odd",
                "Status": "Made",
                "Size": "5",
                "Live": "false",
                "Zones": {"Zone": ["a", "b"]},
                "Later": "x",
            }
        ]
    },
}
XML_PAGE = b"""<?xml version="1.0" encoding="UTF-8"?>
<DescribeThingsResponse><RequestId>r</RequestId><TotalCount>1</TotalCount><New><a>1</a></New><Things><Thing>
<ThingId>t</ThingId><ThingType>Odd</ThingType><Status>Made</Status><Size>5</Size><Live>false</Live>
<Zones><Zone>a</Zone><Zone>b</Zone></Zones><Later>x</Later></Thing></Things></DescribeThingsResponse>"""


def test_results_are_typed_and_keep_what_is_unknown(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(JSON_PAGE)]
    page = client.describe_things()
    (thing,) = page.things
    assert page.total_count == 1
    assert (thing.size, thing.live, thing.zones) == (5, False, ("a", "b"))
    assert thing.status is import_module(f"{sdk.__name__}.enums").ThingStatus.MADE
    assert thing.status == "Made"
    assert thing.thing_type == "Odd"
    assert type(thing.thing_type) is str
    assert thing.extra == {"Later": "x"}
    assert page.extra == {"New": {"a": 1}}
    assert "Later" in repr(thing)
    assert "thing_id='t'" in repr(page)
    with pytest.raises(AttributeError, match="immutable"):
        thing.size = 6
    assert copy.deepcopy(page) == page
    assert pickle.loads(pickle.dumps(page)) == page
    assert hash(thing) == hash(copy.copy(thing))
    assert page != client.describe_things().things[0]


def test_json_and_xml_give_the_same_result(client: Any, wire: Wire) -> None:
    wire.answers = [http(JSON_PAGE), http(XML_PAGE, content_type="text/xml")]
    by_json, by_xml = client.describe_things(), client.describe_things()
    assert by_json.things[0] == by_xml.things[0]
    assert (by_json.total_count, by_json.request_id) == (by_xml.total_count, by_xml.request_id)


def test_lists_of_one_or_none(client: Any, wire: Wire) -> None:
    wire.answers = [http({"Things": {"Thing": {"ThingId": "t"}}}), http({"Things": ""}), http({"Things": {}}), http({})]
    assert [t.thing_id for t in client.describe_things().things] == ["t"]
    assert [client.describe_things().things for _ in range(3)] == [(), (), ()]


def test_documented_errors(sdk: Any, client: Any, wire: Wire) -> None:
    errors = sdk.errors
    body = {
        "Code": "OperationDenied",
        "Message": "The default VPC is excluded.",
        "RequestId": "q",
        "Recommend": "http://r",
    }
    wire.answers = [http(body, 400)]
    with pytest.raises(errors.OperationDenied) as caught:
        client.create_thing(name="abc")
    error = caught.value
    assert isinstance(error, errors.Denied)
    assert (error.status, error.code, error.request_id, error.recommend) == (400, "OperationDenied", "q", "http://r")
    assert error.reason is errors.OperationDenied.Reason.THE_DEFAULT_VPC_IS_EXCLUDED
    assert [row.message for row in error.rows] == ["Not in a VPC.", "The default VPC is excluded."]
    assert error.row is error.rows[1]
    assert json.loads(error.raw) == body
    assert not error.retryable
    wire.answers = [http({"Code": "InvalidThing.NotFound", "Message": "No thing t-1 in cn-x."}, 404)]
    with pytest.raises(errors.NotFound) as caught:
        client.create_thing(name="abc")
    assert type(caught.value) is errors.InvalidThingNotFound
    assert caught.value.arguments == ("t-1", "cn-x")


def test_undocumented_codes_are_the_base(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"Code": "Never.Seen", "Message": "?", "RequestId": "q"}, 418)]
    with pytest.raises(sdk.errors.ApiError) as caught:
        client.create_thing(name="abc")
    assert type(caught.value) is sdk.errors.ApiError
    assert (caught.value.code, caught.value.status, caught.value.rows) == ("Never.Seen", 418, ())


def test_code_templates(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"Code": "MissingName", "Message": "Name is mandatory for this action."}, 400)]
    with pytest.raises(sdk.errors.MissingParam) as caught:
        client.with_options(validate=False).create_thing(name="")
    assert caught.value.code == "MissingName"
    assert caught.value.arguments == ("Name",)


def test_error_answers_in_xml(sdk: Any, client: Any, wire: Wire) -> None:
    body = b"<Error><RequestId>q</RequestId><Code>Thing.Duplicated</Code><Message>There is one.</Message></Error>"
    wire.answers = [http(body, 400, content_type="text/xml")]
    with pytest.raises(sdk.errors.Conflict) as caught:
        client.create_thing(name="abc")
    assert (caught.value.code, caught.value.request_id) == ("Thing.Duplicated", "q")


def test_all_problems_at_once_before_anything_is_sent(sdk: Any, client: Any, wire: Wire) -> None:
    with pytest.raises(sdk.errors.ValidationError) as caught:
        client.create_thing(
            name="x", thing_type="Nut", size=99, dry_run="yes", tag=[{"Key": "k" * 65}, 5, {}], password="S3CRET!"
        )
    found = {(p.parameter, p.rule) for p in caught.value.problems}
    assert found == {
        ("Name", "minLength"),
        ("ThingType", "enum"),
        ("Size", "maximum"),
        ("DryRun", "type"),
        ("Tag", "maxItems"),
        ("Tag.1.Key", "maxLength"),
        ("Tag.2", "type"),
        ("Password", "pattern"),
    }
    by_name = {p.parameter: p for p in caught.value.problems}
    assert by_name["ThingType"].says == "Valid values: Nat, Slb."
    assert by_name["ThingType"].code == "InvalidThingType.ValueNotSupported"
    assert by_name["Name"].code == "InvalidParameter"
    assert by_name["Password"].value == "***"
    assert "S3CRET" not in str(caught.value)
    assert wire.requests == []


def test_validators_without_a_client(sdk: Any) -> None:
    operation = import_module(f"{sdk.__name__}.operations.create_thing")
    assert operation.validate(name="abc", region_id="cn-x") == []
    name, region = operation.validate()
    assert (name.parameter, name.rule, name.code) == ("Name", "required", "MissingName")
    assert region.parameter == "RegionId"
    assert operation.validate(name="abc", region_id="r", thing_type=sdk.unchecked("Nut")) == []
    assert [p.rule for p in operation.validate(name="abc", region_id="r", size=None)] == ["type"]
    assert [p.rule for p in operation.validate(name="abc", region_id="r", size=True)] == ["type"]
    assert [p.rule for p in operation.validate(name="abc", region_id="r", policy={1, 2})] == ["type"]


def test_unchecked_values_travel(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [OK]
    client.create_thing(name="abc", thing_type=sdk.unchecked("Nut"))
    assert form(wire.requests[0])["ThingType"] == "Nut"


# ------------------------------------------------------------------------------------------- retries


def test_reads_are_tried_again_with_fresh_nonce(client: Any, wire: Wire) -> None:
    wire.answers = [DOWN, THROTTLED, http({"RequestId": "r"})]
    assert client.describe_things().meta.attempts == 3
    nonces = [r.headers["x-acs-signature-nonce"] for r in wire.requests]
    assert len(set(nonces)) == 3
    assert len({r.connection for r in wire.requests}) == 1


def test_a_token_is_made_once_for_all_attempts(client: Any, wire: Wire) -> None:
    wire.answers = [DOWN, None, OK]
    client.create_thing(name="abc")
    client.create_thing(name="abc")
    tokens = [form(r)["ClientToken"] for r in wire.requests]
    assert tokens[0] == tokens[1] == tokens[2] != tokens[3]


def test_writes_without_token_are_sent_once(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [DOWN]
    with pytest.raises(sdk.errors.ServerError) as caught:
        client.delete_thing(thing_id="t")
    assert caught.value.retryable
    assert caught.value.attempts == 1
    wire.answers = [None]
    with pytest.raises(sdk.errors.ConnectionFailed):
        client.delete_thing(thing_id="t")
    assert len(wire.requests) == 2


def test_what_was_never_sent_is_tried_again(sdk: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{sdk.__name__}._runtime.retry.FIRST_PAUSE", 0.001)
    transport = import_module(f"{sdk.__name__}._runtime.http_sync").HttpTransport()
    failures = [OSError(111, "Connection refused")] * 2
    connect = type(transport)._connect

    def flaky(self: Any, *request: Any) -> Any:
        if failures:
            failures.pop()
            transport_error = import_module(f"{sdk.__name__}._runtime.transport").TransportError
            raise transport_error("cannot connect", sent=False)
        return connect(self, *request)

    monkeypatch.setattr(type(transport), "_connect", flaky)
    wire.answers = [http({"RequestId": "r"})]
    with sdk.Client(access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=transport) as client:
        assert client.delete_thing(thing_id="t").meta.attempts == 3


def test_retry_after_is_honoured(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"Code": "Throttling", "Message": ""}, 429, retry_after="0.3"), http({})]
    started = time.monotonic()
    client.describe_things()
    assert time.monotonic() - started >= 0.3
    wire.answers = [http({"Code": "Throttling", "Message": ""}, 429, retry_after="3600")]
    with pytest.raises(sdk.errors.Throttled):
        client.describe_things()
    assert len(wire.requests) == 3


def test_the_deadline_covers_all_attempts(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"Code": "Throttling", "Message": ""}, 429, retry_after="5")]
    started = time.monotonic()
    with pytest.raises(sdk.errors.Throttled):
        client.with_options(timeout=1).describe_things()
    assert time.monotonic() - started < 1


def test_the_bucket_stops_a_storm(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [DOWN]
    client = client.with_options(retries=1)
    for _ in range(150):
        with pytest.raises(sdk.errors.ServiceUnavailable):
            client.describe_things()
    assert 150 + 95 <= len(wire.requests) <= 150 + 105


def test_pauses_grow_and_jitter(sdk: Any) -> None:
    retry = import_module(f"{sdk.__name__}._runtime.retry")
    error = sdk.errors.ApiError("x", "y")
    error.retryable = True

    def pauses(attempt: int) -> list[float]:
        return [
            retry.pause_before(error, attempt, 9, safe=True, bucket=retry.Bucket(), remaining=99) for _ in range(200)
        ]

    for attempt, longest in ((1, 0.5), (2, 1), (3, 2), (5, 8), (9, 8)):
        found = pauses(attempt)
        assert max(found) <= longest
        assert max(found) > longest / 2
        assert min(found) < longest / 4


# ------------------------------------------------------------------------------------- pages, waiters


def paged(request: Any) -> bytes:
    query = form(request)
    number, size = int(query.get("PageNumber", 1)), int(query.get("PageSize", 2))
    items = [{"ThingId": f"t{n}"} for n in range(5)][(number - 1) * size : number * size]
    return http({"RequestId": str(number), "TotalCount": 5, "Things": {"Thing": items}})


def test_pagers(client: Any, wire: Wire) -> None:
    wire.answers = [paged]
    assert [t.thing_id for t in client.iter_things(page_size=2)] == ["t0", "t1", "t2", "t3", "t4"]
    assert len(wire.requests) == 3
    assert [len(p.things) for p in client.iter_things(page_number=2, page_size=2).pages()] == [2, 1]
    assert len(wire.requests) == 5


def test_waiters(sdk: Any, client: Any, wire: Wire) -> None:
    def state(name: str) -> bytes:
        return http({"Things": {"Thing": [{"ThingId": "t", "Status": name}]}})

    wire.answers = [state("Making"), state("Making"), state("Made")]
    assert client.wait_until_thing_made(thing_id="t").things[0].status == "Made"
    wire.answers = [state("Making"), state("Broken")]
    with pytest.raises(sdk.errors.WaitFailed, match="Broken"):
        client.wait_until_thing_made(thing_id="t")
    wire.answers = [state("Making")]
    with pytest.raises(sdk.errors.WaitFailed, match="not reached in time") as caught:
        client.wait_until_thing_made(thing_id="t", timeout=0.05)
    assert caught.value.timed_out


# -------------------------------------------------------------------------- signatures and credentials


def test_the_server_tells_which_side_differs(sdk: Any, client: Any, wire: Wire) -> None:
    sign = import_module(f"{sdk.__name__}._runtime.signing")
    seen: dict[str, str] = {}

    def echo(request: Any) -> bytes:
        query = [(k, v) for k, v in form(request).items() if k != "Signature"]
        seen["string"] = sign.rpc_string_to_sign(request.method, sign.canonical_query(query))
        text = seen["string"] if seen.get("same") else seen["string"].replace("Format", "Fromat")
        message = f"Specified signature is not matched with our calculation. server string to sign is:{text}"
        return http({"Code": "SignatureDoesNotMatch", "Message": message}, 400)

    wire.answers = [echo]
    rpc = sdk.Client(access_key_id="testid", access_key_secret="testsecret", endpoint=wire.url, signature="rpc")
    with rpc:
        with pytest.raises(sdk.errors.SignatureDoesNotMatch, match="signed different strings, from character"):
            rpc.describe_things()
        seen["same"] = "yes"
        with pytest.raises(sdk.errors.SignatureDoesNotMatch, match="the access key secret is not the one"):
            rpc.describe_things()


def test_nothing_shows_a_secret(
    sdk: Any, wire: Wire, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)

    def echo(request: Any) -> bytes:
        everything = request.target + request.body.decode() + json.dumps(request.headers)
        return http({"Code": "SignatureDoesNotMatch", "Message": f"string to sign is:{everything}"}, 400)

    for signature in ("v3", "rpc"):
        wire.answers = [echo]
        client = sdk.Client(
            access_key_id="testid",
            access_key_secret="very/secret+key",
            security_token="very/secret+token==",
            endpoint=wire.url,
            signature=signature,
            region_id="r",
        )
        with client, pytest.raises(sdk.errors.ApiError) as caught:
            client.create_thing(name="abc", password="hidden")
        sent = form(wire.requests[-1]).get("Signature") or wire.requests[-1].headers["authorization"].split("=")[-1]
        error = caught.value
        shown = [str(error), repr(error), repr(vars(error)), repr(client), caplog.text, *capsys.readouterr()]
        shown += [repr(pickle.dumps(error)), repr(client._settings)]
        for text in shown:
            for secret in ("very/secret", "very%2Fsecret", "very%252Fsecret", sent):
                assert secret not in text
        for hidden in (client, client._settings.source, sdk.Credentials("a", "b")):
            with pytest.raises(TypeError):
                pickle.dumps(hidden)


def test_providers_are_asked_again_before_credentials_expire(sdk: Any, wire: Wire) -> None:
    given: list[str] = []

    def provide() -> Any:
        given.append(f"id{len(given)}")
        lifetime = 30 if len(given) == 1 else 3600
        return sdk.Credentials(given[-1], "s", "t", expires_at=time.time() + lifetime)

    wire.answers = [http({})]
    with sdk.Client(credentials=provide, endpoint=wire.url) as client:
        for _ in range(3):
            client.describe_things()
        assert given == ["id0", "id1"]
        wire.answers = [http({"Code": "InvalidSecurityToken.Expired", "Message": ""}, 400), http({})]
        assert client.describe_things().meta.attempts == 2
    assert "Credential=id2," in wire.requests[-1].headers["authorization"]
    assert wire.requests[-1].headers["x-acs-security-token"] == "t"


def test_environment_and_profile_files(sdk: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    wire.answers = [http({})]
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN", "PROFILE", "CREDENTIALS_FILE"):
        monkeypatch.delenv(f"ALIBABA_CLOUD_{name}", raising=False)
    (tmp_path / ".alibabacloud").mkdir()
    (tmp_path / ".alibabacloud/credentials").write_text(
        "[default]\ntype = access_key\naccess_key_id = ini\naccess_key_secret = s%s\n"
        "[other]\ntype = sts\naccess_key_id = sts\naccess_key_secret = s\nsecurity_token = tok\n"
    )

    def caller() -> str:
        with sdk.Client(endpoint=wire.url) as client:
            client.describe_things()
        return str(wire.requests[-1].headers["authorization"].partition("Credential=")[2].partition(",")[0])

    assert caller() == "ini"
    monkeypatch.setenv("ALIBABA_CLOUD_PROFILE", "other")
    assert caller() == "sts"
    assert wire.requests[-1].headers["x-acs-security-token"] == "tok"
    monkeypatch.delenv("ALIBABA_CLOUD_PROFILE")
    (tmp_path / ".aliyun").mkdir()
    profile = {"name": "p", "mode": "AK", "access_key_id": "json", "access_key_secret": "s"}
    (tmp_path / ".aliyun/config.json").write_text(json.dumps({"current": "p", "profiles": [profile]}))
    assert caller() == "json"
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "env")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s")
    assert caller() == "env"


# ------------------------------------------------------------------------------------------- the rest


def test_hooks_see_each_attempt(sdk: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{sdk.__name__}._runtime.retry.FIRST_PAUSE", 0.001)
    wire.answers = [DOWN, http({}, x_acs_request_id="q")]
    after: list[Any] = []

    def before(attempt: Any) -> None:
        attempt.headers["traceparent"] = f"00-{attempt.number}"

    hooks = sdk.Hooks(before_attempt=before, after_attempt=after.append)
    with sdk.Client(access_key_id="a", access_key_secret="b", endpoint=wire.url, hooks=hooks) as client:
        client.describe_things()
    assert [r.headers["traceparent"] for r in wire.requests] == ["00-1", "00-2"]
    assert [(a.operation, a.number, a.status) for a in after] == [
        ("DescribeThings", 1, 503),
        ("DescribeThings", 2, 200),
    ]
    assert isinstance(after[0].error, sdk.errors.ServerError)
    assert after[1].request_id == "q"


def test_logging_says_what_happens(client: Any, wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wire.answers = [DOWN, http({})]
    client.describe_things()
    assert "attempt 1 failed (503 ServiceUnavailable), trying again in" in caplog.text
    assert {r.name for r in caplog.records} == {"sdk_of_things"}


def test_connections_are_kept_and_dead_ones_noticed(client: Any, wire: Wire) -> None:
    wire.answers = [http({})]
    client.describe_things()
    client.describe_things()
    assert {r.connection for r in wire.requests} == {1}
    wire.close_after = True
    client.describe_things()
    time.sleep(0.05)
    client.describe_things()  # a connection the server has closed is not used
    assert [r.connection for r in wire.requests] == [1, 1, 1, 2]


def test_proxies_from_the_environment(sdk: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    wire.answers = [http({"RequestId": "by proxy"})]
    monkeypatch.setenv("HTTP_PROXY", wire.url.replace("http://", "http://user:pass@"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    with sdk.Client(access_key_id="a", access_key_secret="b", endpoint="http://things.example.com") as client:
        assert client.describe_things().request_id == "by proxy"
        assert wire.requests[0].target.startswith("http://things.example.com/?")
        assert wire.requests[0].headers["proxy-authorization"] == "Basic dXNlcjpwYXNz"
    monkeypatch.setenv("NO_PROXY", "things.invalid")
    with (
        sdk.Client(access_key_id="a", access_key_secret="b", endpoint="http://things.invalid", retries=0) as client,
        pytest.raises(sdk.errors.ConnectionFailed, match="cannot connect to things"),
    ):
        client.describe_things()


def test_gzip_and_chunks(client: Any, wire: Wire) -> None:
    import gzip

    wire.answers = [http(gzip.compress(b'{"RequestId": "z"}'), content_encoding="gzip")]
    assert client.describe_things().request_id == "z"
    assert wire.requests[0].headers["accept-encoding"] == "gzip"
    wire.answers = [
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"Req\r\nb\r\nuestId":"c"\r\n1\r\n}\r\n0\r\n\r\n'
    ]
    assert client.describe_things().request_id == "c"


def test_clients_and_methods_document_themselves(sdk: Any) -> None:
    assert "Creates a thing." in sdk.Client.create_thing.__doc__
    assert "InvalidThingNotFound: 404 InvalidThing.NotFound." in sdk.Client.create_thing.__doc__
    assert "create_thing" in dir(sdk.Client)
    assert repr(sdk.UNSET) == "UNSET"
    assert not sdk.UNSET


# ---------------------------------------------------------------------------------------------- async


def test_the_asynchronous_client_does_the_same(sdk: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{sdk.__name__}._runtime.retry.FIRST_PAUSE", 0.001)

    async def run() -> None:
        async def provide() -> Any:
            return sdk.Credentials("async", "secret")

        async with sdk.AsyncClient(credentials=provide, region_id="cn-x", endpoint=wire.url) as client:
            wire.answers = [DOWN, paged]
            assert [t.thing_id async for t in client.iter_things(page_size=3)] == ["t0", "t1", "t2", "t3", "t4"]
            assert [len(p.things) async for p in client.iter_things().pages()] == [2, 2, 1]
            wire.answers = [http({"Code": "InvalidThing.NotFound", "Message": "No thing a in b."}, 404)]
            with pytest.raises(sdk.errors.InvalidThingNotFound):
                await client.create_thing(name="abc")
            wire.answers = [http({"Things": {"Thing": [{"Status": "Made"}]}})]
            assert (await client.wait_until_thing_made()).things[0].status == "Made"
            with pytest.raises(sdk.errors.ValidationError):
                await client.create_thing(name="")
            wire.answers = [http(b'{"a"', content_length="9")]
            wire.close_after = True
            with pytest.raises(sdk.errors.ConnectionFailed, match="cut off"):
                await client.delete_thing(thing_id="t")
        assert "Credential=async," in wire.requests[0].headers["authorization"]
        async with sdk.AsyncClient(
            access_key_id="a", access_key_secret="b", endpoint="http://127.0.0.1:1", retries=0
        ) as client:
            with pytest.raises(sdk.errors.ConnectionFailed, match="cannot connect") as caught:
                await client.describe_things()
            assert not caught.value.sent

    asyncio.run(run())


def test_cancelling_leaves_the_pool_in_order(sdk: Any, wire: Wire) -> None:
    def late(request: Any) -> bytes:
        time.sleep(0.3)
        return http({"RequestId": "late"})

    async def run() -> None:
        async with sdk.AsyncClient(access_key_id="a", access_key_secret="b", endpoint=wire.url) as client:
            wire.answers = [http({"RequestId": "1"})]
            await client.describe_things()
            wire.answers = [late, http({"RequestId": "2"})]
            task = asyncio.create_task(client.describe_things())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await client.describe_things()).request_id == "2"

    asyncio.run(run())


def test_httpx_plugs_in(sdk: Any, wire: Wire) -> None:
    httpx_transport = import_module(f"{sdk.__name__}._runtime.http_httpx")

    async def run() -> None:
        transport = httpx_transport.AsyncHttpxTransport()
        async with sdk.AsyncClient(
            access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=transport
        ) as client:
            assert (await client.describe_things()).request_id == "h"

    wire.answers = [http({"RequestId": "h"})]
    with sdk.Client(
        access_key_id="a", access_key_secret="b", endpoint=wire.url, transport=httpx_transport.HttpxTransport()
    ) as client:
        assert client.describe_things(thing_id="a b").request_id == "h"
    assert form(wire.requests[0])["ThingId"] == "a b"
    asyncio.run(run())
