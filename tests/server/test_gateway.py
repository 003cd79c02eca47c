"""Before an operation is called: routing, signatures, timestamps, nonces, keys, versions."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

GOOD = {"AllocationId": "eip-1", "InstanceId": "i-1", "RegionId": "cn-hangzhou"}


@pytest.fixture
def app(package):
    return package.create_app()


@pytest.fixture
def call(app, caller):
    return caller(app)


def codes(reply):
    return reply.status, reply.code


# ----------------------------------------------------------------------------------------- published vectors


@pytest.mark.parametrize(
    ("method", "parameters", "signature"),
    [
        (
            "GET",
            "Action=DescribeRegions Format=XML SignatureMethod=HMAC-SHA1"
            " SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf SignatureVersion=1.0 Timestamp=2016-02-23T12:46:24Z"
            " Version=2014-05-26 AccessKeyId=testid",
            "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
        ),
        (
            "POST",
            "Action=DescribeRegions Format=XML SignatureMethod=HMAC-SHA1"
            " SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf SignatureVersion=1.0 Timestamp=2016-02-23T12:46:24Z"
            " Version=2014-05-26 AccessKeyId=testid",
            "MxbnVAM4w6sft9xjVpe/GCKueuk=",
        ),
        (
            "GET",
            "Action=DescribeDedicatedHosts Format=JSON RegionId=cn-beijing SignatureMethod=HMAC-SHA1"
            " SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb SignatureVersion=1.0 Timestamp=2023-03-13T08:34:30Z"
            " Version=2014-05-26 AccessKeyId=testid",
            "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
        ),
    ],
)
def test_rpc_vectors(package, method, parameters, signature):
    from eip_server._runtime.signature import rpc_signature

    given = dict(part.split("=", 1) for part in parameters.split())
    assert rpc_signature(method, given, "testsecret") == signature


def test_v3_vector(package):
    from hashlib import sha256

    from eip_server._runtime.signature import v3_canonical_request, v3_signature

    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": sha256(b"").hexdigest(),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    canonical = v3_canonical_request("POST", "/", query, headers, tuple(sorted(headers)), sha256(b"").hexdigest())
    assert sha256(canonical.encode()).hexdigest() == "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
    assert (
        v3_signature(canonical, "YourAccessKeySecret")
        == "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_v3_keeps_a_slash_inside_a_path_segment_apart_from_a_separator(package):
    from eip_server._runtime.signature import v3_canonical_request

    def path_of(path: str) -> str:
        return v3_canonical_request("GET", path, {}, {}, (), "").split("\n")[1]

    assert path_of("/things/a%2fb/~c%2Dd") == "/things/a%2Fb/~c-d"
    assert path_of("") == "/"


def test_encoding_vector(package):
    from eip_server._runtime.wire import canonical_query

    assert canonical_query({"test": " ~/*-+"}) == "test=%20~%2F%2A-%2B"


# ----------------------------------------------------------------------------------------- ways to call


def test_get_post_and_both(call):
    assert call.get("AssociateEipAddress", **GOOD).status == 200
    assert call.post("AssociateEipAddress", **GOOD).status == 200
    signed = call.signed("POST", "AssociateEipAddress", **GOOD)
    query = {k: v for k, v in signed.items() if k in ("Action", "RegionId", "Signature")}
    body = {k: v for k, v in signed.items() if k not in query}
    form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    assert call.send("POST", urlencode(query), form, urlencode(body)).status == 200


def test_the_action_in_the_path(call):
    assert call.get("AssociateEipAddress", path="/AssociateEipAddress", **GOOD).status == 200
    form = {"content-type": "application/x-www-form-urlencoded"}
    body = urlencode(call.signed("POST", "AssociateEipAddress", **GOOD))
    assert call.send("POST", "", form, body, "/AssociateEipAddress").status == 200
    assert codes(call.get("ReleaseEipAddress", path="/AssociateEipAddress", **GOOD)) == (400, "InvalidParameter")
    without = call.signed("GET", "", without=("Action",), **GOOD)
    assert codes(call.send("GET", urlencode(without), path="/AssociateEipAddress")) == (400, "MissingAction")
    assert (
        call.send(
            "GET", urlencode(without), {"x-acs-action": "AssociateEipAddress"}, path="/AssociateEipAddress"
        ).status
        == 200
    )


def test_percent_encoding_and_blank_values(call):
    odd = {**GOOD, "InstanceId": "a b+c*d~e/ü漢\u200f&=%", "SignatureType": ""}
    assert call.get("AssociateEipAddress", **odd).status == 200
    signed = call.signed("GET", "AssociateEipAddress", **odd)
    assert call.send("GET", urlencode(signed, quote_via=quote)).status == 200


def test_v3(call):
    assert call.v3("AssociateEipAddress", **GOOD).status == 200
    assert call.v3("AssociateEipAddress", method="GET", **GOOD).status == 200
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert call.v3("AssociateEipAddress", body=urlencode(GOOD), headers=form).status == 200


# ----------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("method", "path", "query", "expected"),
    [
        ("GET", "/", "", (400, "MissingAction")),
        ("GET", "/", "Action=Associate", (404, "InvalidAction.NotFound")),
        ("GET", "/", "Action=associateeipaddress", (404, "InvalidAction.NotFound")),
        ("GET", "/a/b", "", (404, "InvalidAction.NotFound")),
        ("PUT", "/", "Action=AssociateEipAddress", (403, "UnsupportedHTTPMethod")),
        ("DELETE", "/AssociateEipAddress", "", (405, "UnsupportedHTTPMethod")),
        ("POST", "/AssociateEipAddress", "", (405, "UnsupportedHTTPMethod")),
        ("GET", "/", "Action=AssociateEipAddress", (400, "MissingVersion")),
        ("GET", "/", "Action=AssociateEipAddress&Version=2014-05-26", (400, "InvalidVersion")),
    ],
)
def test_routing(call, method, path, query, expected):
    assert codes(call.send(method, query, path=path)) == expected


@pytest.mark.parametrize(
    "name", ["Version", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"]
)
def test_each_common_parameter_is_mandatory(call, name):
    reply = call.send("GET", urlencode(call.signed("GET", "AssociateEipAddress", without=(name,), **GOOD)))
    assert codes(reply) == (400, f"Missing{name}")
    assert reply.json["Message"] == f"{name} is mandatory for this action."


def test_missing_signature(call):
    assert codes(call.send("GET", urlencode(call.common("AssociateEipAddress", **GOOD)))) == (400, "MissingSignature")


@pytest.mark.parametrize(
    "change",
    [
        lambda signature: signature[:-1],
        lambda signature: signature.swapcase(),
        lambda signature: "ü",
        lambda signature: signature + " ",
    ],
)
def test_wrong_signatures(call, change):
    signed = call.signed("GET", "AssociateEipAddress", **GOOD)
    signed["Signature"] = change(signed["Signature"])
    assert codes(call.send("GET", urlencode(signed))) == (400, "SignatureDoesNotMatch")


def test_the_signature_of_the_other_method(call):
    signed = call.signed("POST", "AssociateEipAddress", **GOOD)
    assert codes(call.send("GET", urlencode(signed))) == (400, "SignatureDoesNotMatch")


def test_a_parameter_changed_after_signing(call):
    signed = call.signed("GET", "AssociateEipAddress", **GOOD) | {"InstanceId": "i-2"}
    assert codes(call.send("GET", urlencode(signed))) == (400, "SignatureDoesNotMatch")


@pytest.mark.parametrize(("name", "value"), [("SignatureMethod", "MD5"), ("SignatureVersion", "2.0")])
def test_other_kinds_of_signature(call, name, value):
    assert codes(call.get("AssociateEipAddress", **GOOD, **{name: value})) == (400, "IncompleteSignature")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2016-02-23T12:46:24Z", "InvalidTimeStamp.Expired"),
        ("2066-02-23T12:46:24Z", "InvalidTimeStamp.Expired"),
        ("2016-02-23 12:46:24", "InvalidTimeStamp.Format"),
        ("2016-02-30T12:46:24Z", "InvalidTimeStamp.Format"),
        ("2016-02-23T12:46:24Z\n", "InvalidTimeStamp.Format"),
        ("now", "InvalidTimeStamp.Format"),
    ],
)
def test_timestamps(call, text, code):
    assert codes(call.get("AssociateEipAddress", **GOOD, Timestamp=text)) == (400, code)
    assert codes(call.v3("AssociateEipAddress", headers={"x-acs-date": text.replace("Z\n", "+Z")}, **GOOD)) == (
        400,
        code,
    )


def test_the_window_of_timestamps(package, caller):
    from time import gmtime, strftime, time

    call = caller(package.create_app(options=package.Options(window=60)))
    for offset, status in ((-50, 200), (50, 200), (-70, 400), (70, 400)):
        text = strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(time() + offset))
        assert call.get("AssociateEipAddress", **GOOD, Timestamp=text).status == status


def test_a_nonce_counts_once_for_each_key(package, caller):
    app = package.create_app(keys={"a": "x", "b": "y"})
    first, other = caller(app, "a", "x"), caller(app, "b", "y")
    assert first.get("AssociateEipAddress", **GOOD, SignatureNonce="n").status == 200
    assert codes(first.get("AssociateEipAddress", **GOOD, SignatureNonce="n")) == (400, "SignatureNonceUsed")
    assert other.get("AssociateEipAddress", **GOOD, SignatureNonce="n").status == 200
    assert codes(first.v3("AssociateEipAddress", headers={"x-acs-signature-nonce": "n"}, **GOOD)) == (
        400,
        "SignatureNonceUsed",
    )


def test_a_wrong_signature_does_not_use_the_nonce_up(call, caller, app):
    assert caller(app, secret="wrong").get("AssociateEipAddress", **GOOD, SignatureNonce="n").status == 400
    assert call.get("AssociateEipAddress", **GOOD, SignatureNonce="n").status == 200


def test_keys(package, caller):
    app = package.create_app(keys=[package.Credential("off", "s", active=False), package.Credential("on", "s")])
    assert codes(caller(app, "nobody", "s").get("AssociateEipAddress", **GOOD)) == (404, "InvalidAccessKeyId.NotFound")
    assert codes(caller(app, "off", "s").get("AssociateEipAddress", **GOOD)) == (400, "InvalidAccessKeyId.Inactive")
    assert codes(caller(app, "nobody", "s").v3("AssociateEipAddress", **GOOD)) == (404, "InvalidAccessKeyId.NotFound")
    assert caller(app, "on", "s").get("AssociateEipAddress", **GOOD).status == 200


def test_temporary_credentials(package, caller):
    app = package.create_app(
        keys=[
            package.Credential("STS.1", "s", token="t"),
            package.Credential("STS.2", "s", token="t", expires=1.0),
            package.Credential("plain", "s"),
        ]
    )
    for way in ("get", "v3"):
        assert getattr(caller(app, "STS.1", "s", token="t"), way)("AssociateEipAddress", **GOOD).status == 200
        for key_id, token, code in (
            ("STS.1", None, "MissingSecurityToken"),
            ("STS.1", "other", "InvalidSecurityToken.Malformed"),
            ("STS.2", "t", "InvalidSecurityToken.Expired"),
            ("plain", "t", "InvalidSecurityToken.Malformed"),
        ):
            reply = getattr(caller(app, key_id, "s", token=token), way)("AssociateEipAddress", **GOOD)
            assert codes(reply) == (400, code)


@pytest.mark.parametrize(
    "name", ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"]
)
def test_each_v3_header_is_mandatory(call, name):
    reply = call.v3("AssociateEipAddress", headers={name: ""}, **GOOD)
    assert reply.status in (400, 404)
    assert reply.code.startswith("Missing")


def test_v3_covers_query_body_and_headers(call):
    sign_v3 = call.sign_v3

    headers = call.v3_headers("AssociateEipAddress", "")
    names, signature = sign_v3("POST", "/", GOOD, headers, "testsecret")
    headers["authorization"] = f"ACS3-HMAC-SHA256 Credential=testid,SignedHeaders={names},Signature={signature}"
    assert codes(call.send("POST", urlencode({**GOOD, "Mode": "NAT"}), headers)) == (400, "SignatureDoesNotMatch")
    assert codes(call.send("POST", urlencode(GOOD), headers, "Mode=NAT")) == (400, "SignatureDoesNotMatch")
    assert codes(call.send("GET", urlencode(GOOD), headers)) == (400, "SignatureDoesNotMatch")
    assert call.send("POST", urlencode(GOOD), headers).status == 200


@pytest.mark.parametrize("header", ["ACS3-HMAC-SHA256", "ACS3-HMAC-SHA256 Credential=a", "ACS3-HMAC-SHA256 x" * 9])
def test_malformed_authorization(call, header):
    headers = call.v3_headers("AssociateEipAddress") | {"authorization": header}
    assert codes(call.send("POST", urlencode(GOOD), headers)) == (400, "IncompleteSignature")


def test_x_acs_action_alone_is_no_sign_of_v3(call):
    headers = {"x-acs-action": "AssociateEipAddress", "x-acs-version": "2016-04-28"}
    assert call.get("AssociateEipAddress", headers=headers, **GOOD).status == 200


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        ("signature", {"Signature": "x"}),
        ("timestamp", {"Timestamp": "2016-02-23T12:46:24Z"}),
        ("version", {"Version": "2014-05-26"}),
        ("constraints", {"InstanceType": "Toaster"}),
    ],
)
def test_checks_can_be_turned_off(package, caller, check, broken):
    on = caller(package.create_app())
    off = caller(package.create_app(options=package.Options(**{check: False})))
    for call, expected in ((on, 400), (off, 200)):
        assert (
            call.send(
                "GET",
                urlencode(
                    {
                        **call.signed("GET", "AssociateEipAddress", **GOOD, **broken),
                        **({"Signature": "x"} if check == "signature" else {}),
                    }
                ),
            ).status
            == expected
        )
    nonce = caller(package.create_app(options=package.Options(nonce=False)))
    assert [nonce.get("AssociateEipAddress", **GOOD, SignatureNonce="n").status for _ in range(2)] == [200, 200]


def test_nonces_are_forgotten_after_the_window_and_beyond_the_capacity(package):
    from eip_server._runtime.nonces import Nonces

    nonces = Nonces(window=10, capacity=3)
    assert nonces.use("k", "a", 0)
    assert not nonces.use("k", "a", 9)
    assert nonces.use("k", "a", 11)
    assert all(nonces.use("k", "x" * 1000 + str(n), 12) for n in range(10))
    assert len(nonces) == 3
