"""Bodies that services, gateways and attackers answer with, and what the client makes of them."""

from __future__ import annotations

import contextlib
import copy
import json
import logging
import pickle
import time
from email.utils import formatdate
from importlib import import_module
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from things import Wire, http


def xml(body: str, status: int = 200) -> bytes:
    return http(body.encode(), status, content_type="text/xml")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<?xml version="1.0" encoding="nonsense"?><a/>', "is no XML"),
        ('<?xml version="1.0" encoding="GBK"?><a/>', "is no XML"),
        ('<?xml version="1.0" encoding="utf-16"?><a/>', "is no XML"),
        ("<html><body>Sign in to the network</body></html>", "the body is a <html>"),
        ("<HTML/>", "the body is a <HTML>"),
        ("<soap:Envelope xmlns:soap='x'><soap:Body/></soap:Envelope>", "the body is a <Envelope>"),
        ("<DescribeThingsResponse>", "is no XML"),
        ("<", "is no XML"),
        ("<a>" * 150 + "</a>" * 150, "the body is a <a>"),
    ],
)
def test_documents_that_are_no_answer(sdk: Any, client: Any, wire: Wire, body: str, said: str) -> None:
    wire.answers = [xml(body)]
    with pytest.raises(sdk.errors.AnswerError, match=said):
        client.describe_things()


@pytest.mark.parametrize(
    "answer",
    [
        xml("<Error><Code>Thing.Duplicated</Code></Error>"),
        xml("<e:Error xmlns:e='urn:x'><e:Code>Thing.Duplicated</e:Code><e:Message>m</e:Message></e:Error>"),
        http(b"<Error><Code>Thing.Duplicated</Code><Message>m</Message></Error>"),
        http({"Code": "Thing.Duplicated", "Message": "There is one."}, content_type="text/html"),
        http({"code": "Thing.Duplicated", "message": "There is one."}),
        http({"Code": "Thing.Duplicated", "RequestId": "r"}),
        http(b'\xef\xbb\xbf{"Code": "Thing.Duplicated", "Message": ""}'),
        http(b'{"Code": "Other", "Code": "Thing.Duplicated", "Message": "m"}'),
    ],
)
def test_errors_with_status_200(sdk: Any, client: Any, wire: Wire, answer: bytes) -> None:
    wire.answers = [answer]
    with pytest.raises(sdk.errors.ThingDuplicated) as caught:
        client.create_thing(name="abc")
    assert caught.value.status == 200


def test_a_number_for_a_code_is_a_code(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"Code": 4711, "Message": "Odd."})]
    with pytest.raises(sdk.errors.ApiError) as caught:
        client.create_thing(name="abc")
    assert caught.value.code == "4711"


@pytest.mark.parametrize("code", [200, "200", "OK", "Success", "", None, True])
def test_codes_that_say_that_all_is_well(client: Any, wire: Wire, code: Any) -> None:
    wire.answers = [http({"Code": code, "Message": "successful", "ThingId": "t"})]
    assert client.create_thing(name="abc").thing_id == "t"


def test_half_a_surrogate_can_be_printed_logged_and_stored(
    sdk: Any, client: Any, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    wire.answers = [http(b'{"Code": "A\\ud800", "Message": "\\udfff", "RequestId": "\\ud83d"}', 400)]
    with pytest.raises(sdk.errors.ApiError) as caught:
        client.create_thing(name="abc")
    str(caught.value).encode()
    repr(caught.value).encode()
    logging.getLogger("x").error("failed: %s", caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    wire.answers = [http(b'{"ThingId": "\\ud800"}')]
    result = client.create_thing(name="abc")
    repr(result).encode()
    assert pickle.loads(pickle.dumps(result)) == result


def test_numbers_without_bounds(client: Any, wire: Wire) -> None:
    wire.answers = [
        http(b'{"TotalCount": 1e400, "Things": {"Thing": [{"Size": NaN}, {"Size": 1e3}, {"Size": "1_000"}]}}')
    ]
    page = client.describe_things()
    assert page.total_count == float("inf")
    assert page.things[0].size != page.things[0].size
    assert page.things[1].size == 1000
    assert page.things[2].size == "1_000"
    wire.answers = [http(b'{"TotalCount": %d}' % 10**400)]
    assert client.describe_things().total_count == 10**400


def test_results_cannot_be_changed_by_their_wire_form(client: Any, wire: Wire) -> None:
    wire.answers = [http({"RequestId": "r", "New": {"a": [1]}, "Things": {"Thing": [{"ThingId": "t"}]}})]
    page = client.describe_things()
    page.wire["Things"]["Thing"][0]["ThingId"] = "other"
    page.extra["New"]["a"].append(2)
    assert page.things[0].thing_id == "t"
    assert page.extra == {"New": {"a": [1]}}
    assert json.loads(json.dumps(page.wire)) == page.wire
    assert copy.deepcopy(page) == page


@given(value=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20))
def test_texts_are_the_same_in_json_and_xml(sdk: Any, value: str) -> None:
    answers = import_module(f"{sdk.__name__}._runtime.answers")
    by_json = answers.parse(json.dumps({"RequestId": "r", "Name": value}).encode(), "X")
    by_xml = answers.parse(f"<X><RequestId>r</RequestId><Name>{escape(value)}</Name></X>".encode(), "X")
    assert by_xml == by_json


@given(body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode), root=st.sampled_from(["", "X"]))
def test_no_body_breaks_the_reader(sdk: Any, body: bytes, root: str) -> None:
    answers = import_module(f"{sdk.__name__}._runtime.answers")
    for data in (body, b"<X>" + body + b"</X>", b"<" + body, b'{"a": ' + body + b"}"):
        with contextlib.suppress(answers.NotUnderstood):
            assert isinstance(answers.parse(data, root), dict)


# ----------------------------------------------------------------------------- signatures and clocks


def v3_string(request: Any) -> tuple[str, str]:
    """What a server signs: the canonical request, and the string to sign."""
    import hashlib

    names = request.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    lines = "".join(f"{name}:{request.headers[name]}\n" for name in names)
    path, _, query = request.target.partition("?")
    digest = request.headers["x-acs-content-sha256"]
    canonical = f"{request.method}\n{path}\n{query}\n{lines}\n{';'.join(names)}\n{digest}"
    return canonical, f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"


FORMS = [
    "No match. server CanonicalRequest is '{c}', server StringToSign is '{s}'",
    "No match. server string to sign is:{s}",
    "No match. Server String To Sign is: {s}.",
    "No match. StringToSign: [{s}]",
    "No match. server CanonicalRequest is [{c}]. server StringToSign is [{s}].",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("escaped", [False, True])
def test_the_v3_strings_are_compared(sdk: Any, wire: Wire, form: str, escaped: bool) -> None:
    same: list[bool] = []

    def answer(request: Any) -> bytes:
        canonical, string = v3_string(request)
        if not same:
            canonical, string = canonical.replace("host:", "host:x"), string[:-4] + "0000"
        text = form.format(c=canonical, s=string)
        return http({"Code": "SignatureDoesNotMatch", "Message": text.replace("\n", "\\n") if escaped else text}, 400)

    wire.answers = [answer]
    with sdk.Client(
        access_key_id="i", access_key_secret="s" * 8, security_token="to/ken==", endpoint=wire.url
    ) as client:
        with pytest.raises(sdk.errors.SignatureDoesNotMatch, match="signed different strings, from character"):
            client.describe_things()
        same.append(True)
        with pytest.raises(sdk.errors.SignatureDoesNotMatch, match="the access key secret is not the one"):
            client.describe_things()


def test_a_longer_string_is_another(sdk: Any, wire: Wire) -> None:
    """What the client signed may be the beginning of what the server did."""
    signing = import_module(f"{sdk.__name__}._runtime.signing")

    def answer(request: Any) -> bytes:
        query = [pair.split("=") for pair in request.target.partition("?")[2].split("&")]
        pairs = [(name, value) for name, value in query if name != "Signature"]
        string = f"GET&%2F&{signing.percent('&'.join('='.join(pair) for pair in pairs))}"
        return http({"Code": "SignatureDoesNotMatch", "Message": f"string to sign is:{string}%26Zone%3Da"}, 400)

    wire.answers = [answer]
    with (
        sdk.Client(access_key_id="i", access_key_secret="s", endpoint=wire.url, signature="rpc") as client,
        pytest.raises(sdk.errors.SignatureDoesNotMatch, match="signed different strings"),
    ):
        client.describe_things()


@pytest.mark.parametrize("code", ["InvalidTimeStamp.Expired", "IllegalTimestamp"])
@pytest.mark.parametrize(
    ("offset", "said"), [(3600, "3600 s behind"), (-900, "900 s ahead of"), (5, None), (None, None)]
)
def test_a_clock_that_is_wrong_is_told(
    sdk: Any, client: Any, wire: Wire, code: str, offset: int | None, said: str | None
) -> None:
    date = "nonsense" if offset is None else formatdate(time.time() + offset, usegmt=True)
    wire.answers = [http({"Code": code, "Message": "Expired."}, 400, date=date)]
    with pytest.raises(sdk.errors.ApiError) as caught:
        client.describe_things()
    assert ("The clock of this computer is" in str(caught.value)) == (said is not None)
    if said:
        assert said.split()[2] in str(caught.value)
        assert abs(float(str(caught.value).partition("computer is ")[2].split()[0]) - abs(offset or 0)) < 5


# -------------------------------------------------------------------------------------------- pauses


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "soon",
        "-5",
        "nan",
        "inf",
        "1e99",
        "Wed, 99 Foo 2026",
        "0x10",
        "5, 10",
        "\u00b2",
        "Thu, 01 Jan 1970 00:00:00 GMT",
    ],
)
def test_a_pause_that_makes_no_sense_is_not_taken(sdk: Any, asked: str) -> None:
    retry = import_module(f"{sdk.__name__}._runtime.retry")
    assert not retry.asked_pause({"retry-after": asked})


def test_a_pause_until_a_date(sdk: Any) -> None:
    retry = import_module(f"{sdk.__name__}._runtime.retry")
    assert 8 < retry.asked_pause({"retry-after": formatdate(time.time() + 10, usegmt=True)}) <= 10


# ------------------------------------------------------------------------------------ configuration


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": None},
        {"timeout": "5"},
        {"timeout": float("nan")},
        {"timeout": -1},
        {"headers": [("a", "b")]},
        {"headers": {1: "b"}},
        {"headers": {"a": 1}},
        {"hooks": print},
        {"hooks": (5, None)},
        {"region_id": 5},
        {"endpoint": b"http://h"},
        {"endpoint": "http://h:0"},
        {"endpoint": "http://"},
        {"endpoint": "http://[::1"},
        {"endpoint": "http://u:topsecret@h:x"},
        {"endpoint": "ftp://u:topsecret@h"},
        {"transport": object()},
        {"retries": 1.5},
        {"retries": "3"},
    ],
)
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_options_that_are_none(sdk: Any, kind: str, options: dict[str, Any]) -> None:
    with pytest.raises(sdk.errors.ConfigurationError) as caught:
        getattr(sdk, kind)(**{"access_key_id": "a", "access_key_secret": "b", "endpoint": "http://h", **options})
    assert "topsecret" not in str(caught.value)


def test_limits_that_are_none(sdk: Any) -> None:
    for limits in ((None, 5, 5), (5, None, 5), (5, 5, "x"), (5, True, 5)):
        with pytest.raises(sdk.errors.ConfigurationError):
            sdk.Client(endpoint="http://h", timeout=sdk.Timeout(*limits))
    sdk.Client(endpoint="http://h", timeout=sdk.Timeout(5, 5, None))


def test_a_transport_of_the_other_kind_is_refused(sdk: Any) -> None:
    name = f"{sdk.__name__}._runtime"
    carries = import_module(f"{name}.http_sync").HttpTransport, import_module(f"{name}.http_asyncio").AsyncHttpTransport
    for client, transport in ((sdk.Client, carries[1]()), (sdk.AsyncClient, carries[0]())):
        with pytest.raises(sdk.errors.ConfigurationError, match="needs a transport that is"):
            client(endpoint="http://h", transport=transport)


@pytest.mark.parametrize(
    ("endpoint", "authority"),
    [
        ("http://[::1]:8080/", "[::1]:8080"),
        ("https://[::1]", "[::1]"),
        ("HTTP://Things.Example.COM:80", "things.example.com"),
        ("things.example.com:8443", "things.example.com:8443"),
        ("http://bücher.example", "xn--bcher-kva.example"),
        ("http://文档.example:81", "xn--7dvp7d.example:81"),
    ],
)
def test_endpoints_of_all_kinds(sdk: Any, endpoint: str, authority: str) -> None:
    assert sdk.Client(endpoint=endpoint)._settings.endpoint.authority == authority


def test_errors_without_a_code_say_what_arrived(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"error": "blocked by the firewall"}, 403)]
    with pytest.raises(sdk.errors.ApiError, match="blocked by the firewall") as caught:
        client.create_thing(name="abc")
    assert (caught.value.status, caught.value.code) == (403, "")


def test_messages_do_not_hang_the_comparison(sdk: Any, client: Any, wire: Wire) -> None:
    for filler in (" ", "\n", "string to sign", "canonical request is ", "server "):
        message = "canonical request is" + filler * (300_000 // len(filler))
        wire.answers = [http({"Code": "SignatureDoesNotMatch", "Message": message}, 400)]
        started = time.process_time()
        with pytest.raises(sdk.errors.SignatureDoesNotMatch):
            client.describe_things()
        assert time.process_time() - started < 2


def test_a_file_of_certificates_that_is_none(sdk: Any, tmp_path: Any) -> None:
    transport = import_module(f"{sdk.__name__}._runtime.http_sync").HttpTransport(ca_file=str(tmp_path / "missing.pem"))
    client = sdk.Client(access_key_id="i", access_key_secret="s", endpoint="https://127.0.0.1:1", transport=transport)
    with pytest.raises(sdk.errors.ConfigurationError, match=r"no certificates can be read from .*missing\.pem"):
        client.describe_things()
