"""The reference implementation over several calls."""

from __future__ import annotations

import concurrent.futures
import itertools

import httpx
import pytest


@pytest.fixture(params=["memory", "file"])
def app(package, behaviour, request, tmp_path):
    store = package.MemoryStore() if request.param == "memory" else package.SqliteStore(tmp_path / "state.db")
    yield package.create_app(behaviour.ElasticIp(store))
    if request.param == "file":
        store.close()


@pytest.fixture
def call(app, caller):
    return caller(app)


REGION = {"RegionId": "cn-hangzhou"}


def allocate(call, **more):
    reply = call.get("AllocateEipAddress", **{**REGION, **more})
    assert reply.status == 200, reply.json
    return reply.json["AllocationId"]


def describe(call, **more):
    reply = call.get("DescribeEipAddresses", **{**REGION, **more})
    assert reply.status == 200, reply.json
    return reply.json["EipAddresses"]["EipAddress"]


def status(call, allocation_id):
    (eip,) = describe(call, AllocationId=allocation_id)
    return eip["Status"]


def act(call, name, allocation_id, instance_id="i-demo", **more):
    given = {**REGION, "AllocationId": allocation_id, "InstanceId": instance_id, **more}
    return call.get(f"{name}EipAddress", **given)


def test_the_whole_life(app, call):
    eip = allocate(call)
    assert status(call, eip) == "Available"
    assert act(call, "Associate", eip).code == ""
    assert status(call, eip) == "Associating"
    for name in ("Associate", "Unassociate", "Release"):
        assert act(call, name, eip).code == "IncorrectEipStatus"
    app.gateway.clock.advance(1)
    assert status(call, eip) == "InUse"
    assert describe(call, AllocationId=eip)[0]["InstanceId"] == "i-demo"
    assert act(call, "Associate", allocate(call)).code == "InvalidAssociation.Duplicated"
    assert act(call, "Release", eip).code == "IncorrectEipStatus"
    assert act(call, "Unassociate", eip).code == ""
    assert status(call, eip) == "Unassociating"
    app.gateway.clock.advance(1)
    assert (status(call, eip), describe(call, AllocationId=eip)[0]["InstanceId"]) == ("Available", "")
    assert act(call, "Release", eip).code == ""
    assert describe(call, AllocationId=eip) == []
    assert act(call, "Release", eip).code == "InvalidAllocationId.NotFound"


def test_accounts_are_apart(app, call, caller):
    given = app.behaviour.bring_about("an available EIP")
    other = caller(app, given.credential.key_id, given.credential.secret)
    mine = allocate(call)
    assert [eip["AllocationId"] for eip in describe(call)] == [mine]
    assert [eip["AllocationId"] for eip in describe(other)] == [given.parameters["AllocationId"]]
    assert act(other, "Release", mine).code == "Forbbiden"


def test_a_nat_gateway_takes_twenty(app, call):
    for _ in range(20):
        assert act(call, "Associate", allocate(call), "ngw-demo", InstanceType="Nat").code == ""
    assert (
        act(call, "Associate", allocate(call), "ngw-demo", InstanceType="Nat").code == "InvalidAssociation.Duplicated"
    )


def test_a_network_interface_takes_one_for_each_private_address(call):
    def bind(**more):
        return act(call, "Associate", allocate(call), "eni-demo", InstanceType="NetworkInterface", **more).code

    assert [bind() for _ in range(3)] == ["", "", ""]
    assert bind(PrivateIpAddress="192.168.0.77") == ""
    assert bind(PrivateIpAddress="192.168.0.77") == "InvalidAssociation.Duplicated"
    assert bind(PrivateIpAddress="10.0.0.1") == bind(PrivateIpAddress="here") == "InvalidParameter"
    assert bind(Mode="MULTI_BINDED") == "InvalidBindingStatus"


def test_paging_and_filters(call):
    names = [f"web-{n}" for n in range(7)]
    for name in names:
        eip = allocate(call, Bandwidth=str(10 + len(name)))
        assert call.get("ModifyEipAddressAttribute", **REGION, AllocationId=eip, Name=name).status == 200
    pages = [describe(call, PageSize="3", PageNumber=str(n)) for n in range(1, 5)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [eip["Name"] for eip in itertools.chain(*pages)] == names
    assert [e["Name"] for e in describe(call, **{"Filter.1.Key": "Name", "Filter.1.Value": "web-3"})] == ["web-3"]
    assert (
        describe(
            call, **{"Filter.1.Key": "Name", "Filter.1.Value": "web-3", "Filter.2.Key": "Name", "Filter.2.Value": "x"}
        )
        == []
    )
    assert describe(call, RegionId="cn-beijing") == []
    assert describe(call, EipAddress=describe(call)[2]["IpAddress"])[0]["Name"] == "web-2"


def test_a_client_token_makes_a_call_repeatable(app, call):
    first = allocate(call, ClientToken="t-1")
    assert allocate(call, ClientToken="t-1") == first
    assert allocate(call, ClientToken="t-2") != first
    reply = call.get("AllocateEipAddress", **REGION, ClientToken="t-1", Bandwidth="7")
    assert reply.code == "IdempotentParameterMismatch"
    assert len(describe(call)) == 2


def test_a_token_of_a_failed_call_is_not_used_up(app, call):
    assert call.get("AllocateEipAddress", RegionId="cn-bare-1", ClientToken="t").code == "InvalidRegion.NotSupport"
    allocate(call, ClientToken="t")


def test_two_associations_of_one_address_at_once(package, app, caller):
    """Over HTTP, many times: exactly one of the two wins."""
    pool = concurrent.futures.ThreadPoolExecutor(2)
    with package.running(app) as url, httpx.Client(base_url=url) as client, pool:
        for _ in range(20):
            given = app.behaviour.bring_about("an available EIP and a running ECS instance in the same region")
            call = caller(app, given.credential.key_id, given.credential.secret)
            gateway = {"InstanceId": "ngw-demo", "InstanceType": "Nat"}
            asked = [
                call.signed("GET", "AssociateEipAddress", **{**given.parameters, **more}) for more in ({}, gateway)
            ]
            replies = list(pool.map(lambda parameters: client.get("/", params=parameters), asked))
            assert sorted(reply.status_code for reply in replies) == [200, 400], [reply.text for reply in replies]
            app.gateway.clock.advance(1)
            won = given.parameters["InstanceId"] if replies[0].status_code == 200 else "ngw-demo"
            (eip,) = describe(call)
            assert (eip["Status"], eip["InstanceId"]) == ("InUse", won)
            if won == "ngw-demo":  # it takes twenty; make room
                act(call, "Unassociate", eip["AllocationId"], won, InstanceType="Nat")
                app.gateway.clock.advance(1)
