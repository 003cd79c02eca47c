"""The signatures against the vendor's published vectors."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

COMMON = {"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "Version": "2014-05-26", "AccessKeyId": "testid"}
REGIONS = COMMON | {
    "Action": "DescribeRegions",
    "Format": "XML",
    "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    "Timestamp": "2016-02-23T12:46:24Z",
}
HOSTS = COMMON | {
    "Action": "DescribeDedicatedHosts",
    "Format": "JSON",
    "RegionId": "cn-beijing",
    "SignatureNonce": "edb2b34af0af9a6d14deaf7c1a5315eb",
    "Timestamp": "2023-03-13T08:34:30Z",
}


@pytest.mark.parametrize(
    ("method", "parameters", "signature"),
    [
        ("GET", REGIONS, "OLeaidS1JvxuMvnyHOwuJ+uX5qY="),
        ("GET", HOSTS, "9NaGiOspFP5UPcwX8Iwt2YJXXuk="),
        ("POST", REGIONS, "MxbnVAM4w6sft9xjVpe/GCKueuk="),
    ],
)
def test_rpc(sdk: Any, method: str, parameters: dict[str, str], signature: str) -> None:
    signing = import_module(f"{sdk.__name__}._runtime.signing")
    string = signing.rpc_string_to_sign(method, signing.canonical_query(parameters.items()))
    assert signing.rpc_signature(signing.rpc_key("testsecret"), string) == signature


def test_v3(sdk: Any) -> None:
    signing = import_module(f"{sdk.__name__}._runtime.signing")
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": signing.EMPTY_SHA256,
    }
    signed = signing.v3_signature(
        signing.v3_key("YourAccessKeySecret"),
        "YourAccessKeyId",
        "POST",
        "/",
        signing.canonical_query([("RegionId", "cn-shanghai"), ("ImageId", image)]),
        dict(sorted(headers.items())),
        signing.EMPTY_SHA256,
    )
    assert signed.string_to_sign.endswith("7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259")
    assert signed.authorization == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_encoding(sdk: Any) -> None:
    signing = import_module(f"{sdk.__name__}._runtime.signing")
    assert signing.canonical_query([("test", " ~/*-+")]) == "test=%20~%2F%2A-%2B"
    assert signing.canonical_query([("b", "ü"), ("a", ""), ("a", "1")]) == "a=&a=1&b=%C3%BC"


def test_nonces_are_version_4_uuids(sdk: Any) -> None:
    signing = import_module(f"{sdk.__name__}._runtime.signing")
    found = {signing.nonce() for _ in range(100)}
    assert len(found) == 100
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", n) for n in found)
