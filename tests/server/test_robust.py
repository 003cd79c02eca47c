"""Whatever is sent, there is an answer in the documented form."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(
    "Action Version Format AccessKeyId RegionId AllocationId InstanceType PageSize Filter Filter.1 Filter.1.Key"
    " Filter.99999999.Key Filter..Key Filter.1.Key.x Filter.-1.Key".split()
)
VALUES = st.text(max_size=30) | st.sampled_from(
    "AssociateEipAddress DescribeEipAddresses XML json 1 -1 999999999999999999999999 %00 %zz %ff + a=b".split()
)


def answer(app, method, path, query, headers, body):
    return asyncio.run(app.answer(method, path, query, headers, body))


@given(
    st.sampled_from(["GET", "POST", "PUT", ""]),
    st.sampled_from(["/", "", "/DescribeEipAddresses", "/%00", "//", "/../x", "/%zz"]) | st.text(max_size=20),
    st.lists(st.tuples(NAMES | st.text(max_size=10), VALUES), max_size=8),
    st.binary(max_size=60),
    st.dictionaries(
        st.sampled_from("host authorization content-type accept x-acs-action x-acs-version prefer".split()),
        st.text(st.characters(max_codepoint=255), max_size=40)
        | st.sampled_from(
            ["ACS3-HMAC-SHA256 Credential=a", "application/x-www-form-urlencoded", "example=x,,=", "xml"]
        ),
    ),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_any_request_is_answered(package, behaviour, method, path, pairs, body, headers, signature):
    app = package.create_app(
        behaviour.ElasticIp(), options=package.Options(signature=signature, console=True, forced_errors=True)
    )
    query = "&".join(f"{name}={value}" for name, value in pairs).encode("utf-8", "surrogatepass") + b"&" + body
    reply = answer(app, method, path, query, headers, body)
    assert reply.status < 500
    if b"json" in reply.content_type:
        import json

        value = json.loads(reply.body)
        assert value["RequestId"] == reply.request_id
        assert ("Code" in value) == (reply.status >= 400)
    else:
        from xml.etree import ElementTree

        assert ElementTree.fromstring(reply.body).find("RequestId").text == reply.request_id
    page = __import__("eip_server._runtime.console", fromlist=["page"]).page(app)
    assert "<script" not in page


def test_too_much(package):
    app = package.create_app(options=package.Options(max_body=10))
    assert answer(app, "POST", "/", b"&" * 6000, {}, b"").status == 413
    assert answer(app, "POST", "/", b"", {}, None).status == 413


def test_request_ids_are_unique(package):
    from eip_server._runtime.service import new_request_id

    assert len({new_request_id() for _ in range(10_000)}) == 10_000


def test_a_failing_behaviour_is_an_internal_error(package, caller, caplog):
    class Broken(package.Handlers):
        def release_eip_address(self, call, request):
            raise RuntimeError("a defect")

        def associate_eip_address(self, call, request):
            return {"Set": {1, 2}}

        async def describe_eip_addresses(self, call, request):
            await asyncio.sleep(0)
            return {"TotalCount": 7}

    call = caller(package.create_app(Broken()))
    reply = call.get("ReleaseEipAddress", AllocationId="a", RegionId="r")
    assert (reply.status, reply.code) == (500, "InternalError")
    assert "defect" not in reply.body.decode()
    assert "a defect" in caplog.text
    assert call.get("AssociateEipAddress", AllocationId="a", InstanceId="i", RegionId="r").status == 500
    assert call.get("DescribeEipAddresses", RegionId="r").json["TotalCount"] == 7
