"""Both signatures by the rules of the protocol, with nothing of any client's runtime; and the vectors that were published."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
from urllib.parse import quote

from docpact.contract.model import JSON, Contract, Operation, Style

HOST = "things.example.com"
KEY_ID, KEY_SECRET = "testid", "testsecret"
NONCE, TIMESTAMP = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "2016-02-23T12:46:24Z"
REGION = "cn-hangzhou"
_FORM = "application/x-www-form-urlencoded"
_JSON_BODY = "application/json; charset=utf-8"


@functools.lru_cache(maxsize=4096)  # the same names and values are in every request
def percent(value: str) -> str:
    """A name or a value as both signatures and queries have it."""
    return quote(value, safe="~", errors="replace")


def _canonical(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{percent(name)}={percent(value)}" for name, value in sorted(pairs))


def rpc(contract: Contract, operation: Operation, method: str, pairs: list[tuple[str, str]]) -> str:
    """The signature of the RPC style over the parameters of a request."""
    signed = [
        *pairs,
        ("Action", operation.name),
        ("Version", contract.version),
        ("AccessKeyId", KEY_ID),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", NONCE),
        ("Timestamp", TIMESTAMP),
    ]
    string = f"{method}&{percent('/')}&{percent(_canonical(signed))}"
    return base64.b64encode(hmac.digest(f"{KEY_SECRET}&".encode(), string.encode(), "sha1")).decode()


def v3(
    contract: Contract, operation: Operation, method: str, path: str, pairs: list[tuple[str, str]], body: str
) -> str:
    """The header that signs a request by the V3 signature."""
    query = _canonical(pairs)
    headers = {
        "host": HOST,
        "x-acs-action": operation.name,
        "x-acs-version": contract.version,
        "x-acs-date": TIMESTAMP,
        "x-acs-signature-nonce": NONCE,
    }
    if operation.style is Style.RPC and method == "POST":
        query, body, headers["content-type"] = "", query, _FORM
    elif body:
        headers["content-type"] = _JSON_BODY
    digest = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()
    headers["x-acs-content-sha256"] = digest
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    names = ";".join(sorted(headers))
    request = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{digest}"
    hashed = hashlib.sha256(request.encode("utf-8", "replace")).hexdigest()
    string = f"ACS3-HMAC-SHA256\n{hashed}"
    signature = hmac.digest(KEY_SECRET.encode(), string.encode(), "sha256").hex()
    return f"ACS3-HMAC-SHA256 Credential={KEY_ID},SignedHeaders={names},Signature={signature}"


VECTORS: dict[str, JSON] = {
    "rpc": [
        {
            "method": method,
            "secret": "testsecret",
            "parameters": {
                "SignatureMethod": "HMAC-SHA1",
                "SignatureVersion": "1.0",
                "Version": "2014-05-26",
                "AccessKeyId": "testid",
                **facts,
            },
            "signature": signature,
        }
        for method, facts, signature in (
            (
                "GET",
                {
                    "Action": "DescribeRegions",
                    "Format": "XML",
                    "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
                    "Timestamp": "2016-02-23T12:46:24Z",
                },
                "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
            ),
            (
                "GET",
                {
                    "Action": "DescribeDedicatedHosts",
                    "Format": "JSON",
                    "RegionId": "cn-beijing",
                    "SignatureNonce": "edb2b34af0af9a6d14deaf7c1a5315eb",
                    "Timestamp": "2023-03-13T08:34:30Z",
                },
                "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
            ),
        )
    ],
    "v3": [
        {
            "method": "POST",
            "path": "/",
            "secret": "YourAccessKeySecret",
            "access_key_id": "YourAccessKeyId",
            "query": {
                "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
                "RegionId": "cn-shanghai",
            },
            "headers": {
                "host": "ecs.cn-shanghai.aliyuncs.com",
                "x-acs-action": "RunInstances",
                "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
                "x-acs-date": "2023-10-26T10:22:32Z",
                "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
                "x-acs-version": "2014-05-26",
            },
            "signature": "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
        }
    ],
}
"""The vendor's published signatures."""
