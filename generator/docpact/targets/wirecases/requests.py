"""What must travel for which arguments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from docpact.contract.members import body_name
from docpact.contract.model import JSON, Contract, Layout, Location, Operation, Parameter, Schema, Style
from docpact.targets.wirecases import signatures
from docpact.targets.wirecases.signatures import REGION, percent
from docpact.targets.wirecases.values import scalar, value_of


def requests(contract: Contract, operation: Operation) -> list[JSON]:
    """The cases of the operation's requests: with the arguments that are required, and with all."""
    return [_request(contract, operation, name, which) for name, which in _choices(operation)]


def _choices(operation: Operation) -> Iterator[tuple[str, list[Parameter]]]:
    usable = [p for p in operation.arguments if value_of(p.schema, p.example, p.name) is not None]
    yield "required parameters", [p for p in usable if p.required]
    if any(not p.required for p in usable):
        yield "all parameters", usable


def _request(contract: Contract, operation: Operation, name: str, parameters: list[Parameter]) -> JSON:
    arguments: dict[str, Any] = {p.name: value_of(p.schema, p.example, p.name) for p in parameters}
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
            path = path.replace("{" + parameter.name + "}", percent(scalar(value)))
        elif parameter.location is Location.HEADER:
            headers[parameter.name.lower()] = scalar(value)
        else:
            pairs += _flat(parameter, value)
    body = ""
    if (
        operation.body is not None
        and (value := value_of(operation.body.schema, operation.body.example, "body")) is not None
    ):
        arguments[body_name(operation)] = value
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
    out["authorization"] = signatures.v3(contract, operation, method, path, pairs, body)
    if rpc:
        out["signature"] = signatures.rpc(contract, operation, method, pairs)
    return out


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
        yield name, scalar(value)
