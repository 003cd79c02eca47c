"""What must travel for which arguments, and what an answer means: cases that the clients of every language run.

One JSON document for each operation, and one with the published signature vectors. The signatures are computed
here by the rules of the protocol, with nothing of any client's runtime, so that a case can fail.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from docpact.contract.model import JSON, Contract, ErrorRow, Layout, Location, Operation, Parameter, Schema, Style

HOST = "things.example.com"
KEY_ID, KEY_SECRET = "testid", "testsecret"
NONCE, TIMESTAMP = "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "2016-02-23T12:46:24Z"
REGION = "cn-hangzhou"
_FORM = "application/x-www-form-urlencoded"
_JSON_BODY = "application/json; charset=utf-8"


def settings() -> dict[str, JSON]:
    """What every case is run with."""
    return {
        "access_key_id": KEY_ID,
        "access_key_secret": KEY_SECRET,
        "endpoint": f"https://{HOST}",
        "region_id": REGION,
        "nonce": NONCE,
        "timestamp": TIMESTAMP,
    }


def document(contract: Contract, operation: Operation) -> dict[str, JSON]:
    """The cases of one operation."""
    return {
        "operation": operation.name,
        "style": operation.style.value,
        "requests": [_request(contract, operation, name, which) for name, which in _choices(operation)],
        "answers": list(_answers(operation)),
    }


def text(document: dict[str, JSON]) -> str:
    """A document as the text of its file: one line for each fact, and for each item of a list."""
    lines = []
    for name, value in document.items():
        if isinstance(value, list) and value:
            items = ",\n  ".join([json.dumps(item) for item in value])
            lines.append(f" {json.dumps(name)}: [\n  {items}\n ]")
        else:
            lines.append(f" {json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


# ------------------------------------------------------------------------------------------ requests


def _choices(operation: Operation) -> Iterator[tuple[str, list[Parameter]]]:
    usable = [p for p in operation.arguments if value_of(p.schema, p.example) is not None]
    yield "required parameters", [p for p in usable if p.required]
    if any(not p.required for p in usable):
        yield "all parameters", usable


def _request(contract: Contract, operation: Operation, name: str, parameters: list[Parameter]) -> JSON:
    arguments: dict[str, Any] = {p.name: value_of(p.schema, p.example) for p in parameters}
    if any(p.name == "ClientToken" for p in operation.arguments):
        arguments["ClientToken"] = "token-of-this-call"
    sent = dict(arguments)
    if any(p.name == "RegionId" for p in operation.arguments):
        sent.setdefault("RegionId", REGION)
    pairs: list[tuple[str, str]] = []
    headers: dict[str, JSON] = {}
    path = operation.path
    for parameter in operation.arguments:
        if parameter.name not in sent:
            continue
        value = sent[parameter.name]
        if parameter.location is Location.PATH:
            path = path.replace("{" + parameter.name + "}", _percent(_scalar(value)))
        elif parameter.location is Location.HEADER:
            headers[parameter.name.lower()] = _scalar(value)
        else:
            pairs += _flat(parameter, value)
    body = ""
    if operation.body is not None and (value := value_of(operation.body.schema, operation.body.example)) is not None:
        arguments["body"] = value
        body = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    rpc = operation.style is Style.RPC
    method = ("GET" if operation.read_only else "POST") if rpc else operation.method
    if rpc:
        pairs.append(("Format", "JSON"))
    out: dict[str, JSON] = {
        "name": name,
        "arguments": arguments,
        "method": method,
        "path": path,
        "parameters": [list(pair) for pair in sorted(pairs)],
    }
    if headers:
        out["headers"] = headers
    if body:
        out["body"] = body
    out["authorization"] = _v3(contract, operation, method, path, pairs, body)
    if rpc:
        out["signature"] = _rpc(contract, operation, method, pairs)
    return out


def value_of(schema: Schema, example: JSON = None) -> JSON:
    """A value of the schema's type within its bounds; None where none is certain."""
    if schema.json is not None:
        return [] if schema.json.type == "array" else {"key": "value \u00fc"}
    match schema.type:
        case "integer" | "number":
            if schema.enum:
                return schema.enum[0]
            low = schema.minimum if schema.minimum is not None else min(1, schema.maximum or 1)
            return low if schema.type == "integer" else float(low) + 0.0
        case "boolean":
            return True
        case "array":
            item = value_of(schema.items or Schema(type="string"))
            count = max(1, min(2, schema.max_items or 2))
            return None if item is None else [item] * count
        case "object":
            members: dict[str, JSON] = {}
            for member in schema.properties:
                value = value_of(member.schema)
                if value is not None:
                    members[member.name] = value
            return members or None
    return _text_of(schema, example)


def _text_of(schema: Schema, example: JSON) -> str | None:
    if schema.enum:
        return next((str(value) for value in schema.enum if _travels(str(value)) and value), None)
    low, high = schema.min_length or 1, schema.max_length if schema.max_length is not None else 1000
    for candidate in (example, schema.example, "a b*~+\u00fc/=&", "a" * max(low, min(8, high))):
        if (
            isinstance(candidate, str)
            and _travels(candidate)
            and low <= len(candidate) <= high
            and _fits(schema.pattern, candidate)
        ):
            return candidate
    return None


def _travels(value: str) -> bool:
    """Whether a text is the same after a way through JSON and XML."""
    return value.isprintable() and value == value.strip()


def _fits(pattern: str | None, value: str) -> bool:
    try:
        return pattern is None or re.fullmatch(pattern, value) is not None
    except (re.error, RecursionError, OverflowError):
        return True


def _flat(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    if parameter.schema.json is not None:
        return [(parameter.name, json.dumps(value, separators=(",", ":"), ensure_ascii=False))]
    listed = isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value)
    if parameter.layout is Layout.PLAIN and listed:
        return [(parameter.name, json.dumps(value, separators=(",", ":"), ensure_ascii=False))]
    return list(_pairs(parameter.name, parameter.schema, value))


def _pairs(name: str, schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
    if schema.json is not None and not isinstance(value, str):
        yield name, json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _pairs(f"{name}.{number}", schema.items or Schema(), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            member = schema.property(key)
            yield from _pairs(f"{name}.{key}", member.schema if member else Schema(), item)
    else:
        yield name, _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# ---------------------------------------------------------------------------------------- signatures


def _percent(value: str) -> str:
    return quote(value, safe="~", errors="replace")


def _canonical(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{_percent(name)}={_percent(value)}" for name, value in sorted(pairs))


def _rpc(contract: Contract, operation: Operation, method: str, pairs: list[tuple[str, str]]) -> str:
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
    string = f"{method}&{_percent('/')}&{_percent(_canonical(signed))}"
    return base64.b64encode(hmac.digest(f"{KEY_SECRET}&".encode(), string.encode(), "sha1")).decode()


def _v3(
    contract: Contract, operation: Operation, method: str, path: str, pairs: list[tuple[str, str]], body: str
) -> str:
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


# ------------------------------------------------------------------------------------------- answers


def _answers(operation: Operation) -> Iterator[JSON]:
    root = operation.response.xml_root or f"{operation.name}Response"
    schema = operation.response.schema
    answer = _answer_of(schema) if schema is not None else None
    if isinstance(answer, dict) and schema is not None:
        forms = {
            "application/json": json.dumps(answer, ensure_ascii=False),
            "application/xml": _xml(root, schema, answer),
        }
        for kind, body in forms.items():
            yield {"name": f"success as {kind}", "status": 200, "content_type": kind, "body": body, "result": answer}
    for number, row in enumerate(operation.errors):
        if (
            row.code
            and row.status != operation.response.status
            and _travels(row.code)
            and _travels(row.message.strip())
        ):
            yield from _errors(number, row)


def _errors(number: int, row: ErrorRow) -> Iterator[JSON]:
    holes = re.compile(r"%[sd]|\$?\{\w+\}")
    message = holes.sub("filled", row.message).strip()
    code = holes.sub("Filled", row.code)
    status = row.status or 400
    fields = {"RequestId": "0ED8D006-F706-4D23-88ED-E11ED28DCAC0", "HostId": HOST, "Code": code, "Message": message}
    xml = "".join(f"<{name}>{_xml_text(value)}</{name}>" for name, value in fields.items())
    error: dict[str, JSON] = {"code": code, "documented_code": row.code, "status": status, "message": message}
    for kind, body in (
        ("application/json", json.dumps(fields, ensure_ascii=False)),
        ("application/xml", f"<Error>{xml}</Error>"),
    ):
        yield {
            "name": f"error row {number + 1} as {kind}",
            "status": status,
            "content_type": kind,
            "body": body,
            "error": error,
        }


def _answer_of(schema: Schema) -> JSON:
    match schema.type:
        case "object":
            members = {m.name: _answer_of(m.schema) for m in schema.properties}
            kept: dict[str, JSON] = {
                name: value for name, value in members.items() if value is not None and _is_name(name)
            }
            return kept or None  # an empty structure and an absent one look alike in XML
        case "array":
            if schema.items is not None and schema.items.type == "array" and schema.items.xml_name is None:
                return None  # XML has no form for it that says where one list ends
            item = _answer_of(schema.items or Schema(type="string"))
            return None if item is None else [item, item]
        case "integer":
            return 7
        case "number":
            return 1.5
        case "boolean":
            return True
        case "string":
            return next((str(value) for value in schema.enum if _travels(str(value))), "text \u00fc <&>")
    return None


def _is_name(name: str) -> bool:
    """Whether XML takes it as the name of an element."""
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name) is not None


def _xml(name: str, schema: Schema, value: JSON) -> str:
    if isinstance(value, dict):
        parts = []
        for key, inner in value.items():
            member = schema.property(key)
            parts.append(_xml(key, member.schema if member is not None else Schema(), inner))
        return f"<{name}>{''.join(parts)}</{name}>"
    if isinstance(value, list):
        item = schema.items or Schema()
        if schema.xml_name is not None:
            return f"<{name}>{''.join(_xml(schema.xml_name, item, inner) for inner in value)}</{name}>"
        return "".join(_xml(name, item, inner) for inner in value)
    return f"<{name}>{_xml_text(_scalar(value))}</{name}>"


def _xml_text(value: str) -> str:
    return html.escape(value, quote=False)


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
