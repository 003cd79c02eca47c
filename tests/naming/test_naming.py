"""Names read as people would write them, and never collide."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.naming import cases
from docpact.naming.scope import Scope
from docpact.naming.words import split


@pytest.mark.parametrize(
    ("wire", "snake"),
    [
        ("AllocationId", "allocation_id"),
        ("VSwitchId", "vswitch_id"),
        ("Ipv6CidrBlock", "ipv6_cidr_block"),
        ("SslVpnServerId", "ssl_vpn_server_id"),
        ("ISP", "isp"),
        ("HDMonitorStatus", "hd_monitor_status"),
        ("InstanceIds", "instance_ids"),
        ("EipAddress", "eip_address"),
        ("BIND_INSTANCE_HAVE_PORTMAP", "bind_instance_have_portmap"),
        ("InvalidAssociation.Duplicated", "invalid_association_duplicated"),
        ("esAdminPassword", "es_admin_password"),
        ("Address2", "address2"),
        ("VpcIds", "vpc_ids"),
        ("EIPs", "eips"),
        ("NatIps", "nat_ips"),
        ("EIPStatus", "eip_status"),
        ("CPUCoreCount", "cpu_core_count"),
        ("MySQLVersion", "mysql_version"),
        ("DescribeVRouters", "describe_vrouters"),
        ("TLSv1.2", "tlsv1_2"),
        ("IPsecTunnel", "ipsec_tunnel"),
        ("IPsOfIDC", "ips_of_idc"),
        ("", ""),
        ("../../x", "x"),
    ],
)
def test_words(wire, snake):
    assert cases.snake(wire) == snake


def test_habits():
    assert cases.pascal("allocation-id") == "AllocationId"
    assert cases.pascal("IncorrectHaVipStatus") == "IncorrectHaVipStatus"
    assert cases.pascal("ISP.Name") == "IspName"
    assert cases.camel("VSwitchId") == "vswitchId"
    assert cases.camel("AllocationId") == "allocationId"
    assert cases.screaming("InUse") == "IN_USE"
    assert cases.kebab("InUse") == "in-use"


@given(st.text(max_size=20))
def test_words_lose_no_ascii_letter_or_digit(text):
    kept = [c.lower() for c in text if c.isascii() and c.isalnum()]
    assert [c for c in "".join(split(text)) if c.isascii() and c.isalnum()] == kept


@given(st.lists(st.text(max_size=8), unique=True, max_size=12))
def test_a_scope_gives_every_wire_name_its_own_identifier(wires):
    scope = Scope.with_reserved(keyword.kwlist, ["self"])
    given_names = {wire: scope.give(wire, cases.snake(wire)) for wire in wires}
    assert len(set(given_names.values())) == len(wires)
    for wire, name in given_names.items():
        assert scope.give(wire, cases.snake(wire)) == name
        assert name not in scope.reserved
        assert name[0].isalpha() or name[0] == "_"


def test_a_scope_says_what_it_renamed_and_why():
    scope = Scope.with_reserved(["from"])
    assert scope.give("From", "from") == "from_"
    assert scope.give("Status", "status") == "status"
    assert scope.give("status", "status") == "status_2"
    assert [(r.wire, r.given) for r in scope.renamed] == [("From", "from_"), ("status", "status_2")]
    assert "Status" in scope.renamed[1].reason
