"""Answers: JSON and XML, from examples, by request of a header; the console and the state URL."""

from __future__ import annotations

import httpx
import pytest

GOOD = {"AllocationId": "eip-1", "InstanceId": "i-1", "RegionId": "cn-hangzhou"}


@pytest.fixture
def app(package):
    return package.create_app(options=package.Options(forced_errors=True, console=True, states=True))


@pytest.fixture
def call(app, caller):
    return caller(app)


@pytest.mark.parametrize("wanted", ["XML", "xml", "Xml"])
def test_xml(call, wanted):
    reply = call.get("DescribeEipAddresses", RegionId="r", Format=wanted)
    assert (reply.status, reply.type) == (200, "text/xml;charset=utf-8")
    assert reply.xml.tag == "DescribeEipAddressesResponse"
    assert reply.xml.findtext("EipAddresses/EipAddress/AllocationId") == "eip-2ze88m67qx5z"
    error = call.get("DescribeEipAddresses", Format=wanted)
    assert [(child.tag, bool(child.text)) for child in error.xml] == [
        (name, True) for name in ("RequestId", "HostId", "Code", "Message")
    ]
    assert error.xml.tag == "Error"
    assert error.xml.findtext("HostId") == "vpc.test"


@pytest.mark.parametrize("wanted", ["JSON", "json", ""])
def test_json(call, wanted):
    reply = call.get("DescribeEipAddresses", RegionId="r", Format=wanted)
    assert reply.type == "application/json;charset=utf-8"
    assert isinstance(reply.json["EipAddresses"]["EipAddress"], list)
    assert reply.json["TotalCount"] == 1


def test_accept_decides_where_format_does_not(call):
    assert call.get("DescribeEipAddresses", {"accept": "application/xml"}, RegionId="r").type.startswith("text/xml")
    assert call.get("DescribeEipAddresses", {"accept": "application/xml"}, RegionId="r", Format="JSON").json
    assert call.get("DescribeEipAddresses", {"accept": "*/*"}, RegionId="r").json


def test_examples_echo_what_was_sent(call):
    reply = call.get("DescribeEipAddresses", RegionId="cn-x", AllocationId="eip-mine", PageNumber="3", PageSize="7")
    assert reply.json["EipAddresses"]["EipAddress"][0]["AllocationId"] == "eip-mine"
    assert reply.json["EipAddresses"]["EipAddress"][0]["RegionId"] == "cn-x"
    assert (reply.json["PageNumber"], reply.json["PageSize"]) == (3, 7)


@pytest.mark.parametrize(
    ("header", "value"), [("x-docpact-error", "{}"), ("prefer", "example={}"), ("prefer", 'wait=1, example="{}"')]
)
@pytest.mark.parametrize(
    ("code", "status", "message"),
    [
        ("OperationDenied", 400, "Specified instance is not in VPC."),
        ("OperationDenied#2", 400, "Eip of default vpc not allow this operation"),
        ("InvalidInstanId.NotFound", 404, "Specified instance does not exist."),
        ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
    ],
)
def test_any_documented_error_can_be_asked_for(call, header, value, code, status, message):
    reply = call.get("AssociateEipAddress", {header: value.format(code)}, **GOOD)
    assert (reply.status, reply.code, reply.json["Message"]) == (status, code.partition("#")[0], message)


def test_an_undocumented_error_cannot(call, package, caller):
    assert call.get("AssociateEipAddress", {"x-docpact-error": "Nonsense"}, **GOOD).code == "InvalidParameter"
    plain = caller(package.create_app())
    assert plain.get("AssociateEipAddress", {"x-docpact-error": "OperationDenied"}, **GOOD).status == 200


def test_xml_of_hostile_values(package):
    from xml.etree import ElementTree

    from eip_server._runtime.answers import as_xml

    text = as_xml("R", {"a b": "</R>&\r\n\x00\ud800", "": [1, None, True], "1": {"x": [{"y": 2}]}})
    root = ElementTree.fromstring(text)
    assert root.find("a_b").text == "</R>&\r\n\ufffd\ufffd"
    assert [item.text for item in root.findall("_")] == ["1", None, "true"]
    assert root.findtext("_1/x/y") == "2"


def test_the_console_escapes_everything(package, behaviour, caller):
    app = package.create_app(behaviour.ElasticIp(), options=package.Options(console=True))
    call = caller(app)
    hostile = "<script>alert('x')</script>\"&"
    call.get("AssociateEipAddress", path="/<script>", **{"AllocationId": hostile, hostile: "1"})
    call.send("GET", "Action=<script>", {"x-acs-action": hostile})
    call.get("AllocateEipAddress", RegionId="cn-hangzhou", ResourceGroupId=hostile)
    with package.running(app) as url:
        reply = httpx.get(f"{url}/_docpact/")
        assert httpx.get(f"{url}/_docpact", follow_redirects=True).text.startswith("<!doctype html>")
        assert httpx.get(f"{url}/_docpact/states").status_code == 404
    assert reply.status_code == 200
    assert "script-src" not in reply.headers["content-security-policy"]
    assert "<script" not in reply.text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)" in reply.text
    assert "InvalidAction.NotFound" in reply.text
    assert "testsecret" not in reply.text


def test_without_console_and_states_their_paths_are_unknown_actions(package, caller):
    call = caller(package.create_app())
    for path in ("/_docpact/", "/_docpact/states"):
        assert call.send("GET", path=path).code == "InvalidAction.NotFound"


def test_the_state_url(package, behaviour):
    app = package.create_app(behaviour.ElasticIp(), options=package.Options(states=True))
    with package.running(app) as url, httpx.Client(base_url=f"{url}/_docpact") as client:
        names = client.get("/states").json()["states"]
        assert "an available EIP" in names
        given = client.post("/states", json={"state": "an available EIP", "params": {}}).json()
        assert set(given) == {"parameters", "credentials"}
        assert set(given["credentials"]) == {"key_id", "secret"}
        again = client.post("/states", json={"state": "an available EIP"}).json()
        assert again["parameters"]["AllocationId"] != given["parameters"]["AllocationId"]
        assert client.post("/states", json={"state": "no such"}).status_code == 404
        for bad in ("", "[]", "{", '{"state": 1}'):
            assert client.post("/states", content=bad).status_code == 400
        before = client.get("/clock").json()["now"]
        assert client.post("/clock", json={"advance": 100}).json()["now"] - before >= 100
        for bad in ("-1", "1e99", '"x"', "true", "null"):
            assert client.post("/clock", content=f'{{"advance": {bad}}}').status_code == 400


def test_mounted_below_a_path(package, caller):
    from starlette.applications import Starlette
    from starlette.routing import Mount

    app = package.create_app(options=package.Options(signature=False, console=True))
    with package.running(Starlette(routes=[Mount("/vpc", app)])) as url:
        common = {**GOOD, "Version": "2016-04-28", "Action": "AssociateEipAddress"}
        reply = httpx.get(f"{url}/vpc/AssociateEipAddress", params=common)
        assert (reply.status_code, reply.headers["x-acs-request-id"]) == (200, reply.json()["RequestId"])
        assert httpx.get(f"{url}/vpc/", params=common).status_code == 200
        assert "Recent requests" in httpx.get(f"{url}/vpc/_docpact/").text


def test_the_runtime_is_listed_in_full():
    from docpact.pipeline import templates_root
    from docpact.targets.server.plan import RUNTIME

    assert sorted(RUNTIME) == sorted(path.stem for path in (templates_root() / "server/_runtime").glob("*.py"))
