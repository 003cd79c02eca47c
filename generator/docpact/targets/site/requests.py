"""A request to show: the arguments that the page's own example gives, and the call as curl."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from docpact.contract.model import JSON, Body, Contract, Layout, Location, Operation, Parameter, Schema, Style
from docpact.escape import shell

_PAIR = re.compile(r"(?:[?&]|^)\s*([A-Za-z][\w.-]*)=([^&\n]*)", re.MULTILINE)

BODY = "body"
"""The name of a request's body among the values of a call."""
PLACEHOLDERS = (
    ("AccessKeyId", "<your AccessKey ID>"),
    ("SignatureMethod", "HMAC-SHA1"),
    ("SignatureVersion", "1.0"),
    ("SignatureNonce", "<a UUID, new for each attempt>"),
    ("Timestamp", "<the time, 2024-01-31T12:00:00Z>"),
    ("Signature", "<the signature over all the others>"),
)


def arguments(operation: Operation) -> dict[str, JSON]:
    """Values for a sample call, by wire name: the page's example request, and every required parameter."""
    shown = {
        name: unquote(value.strip()) for text in operation.request_examples[:1] for name, value in _PAIR.findall(text)
    }
    values: dict[str, JSON] = {}
    for parameter in operation.arguments:
        value = _from_example(parameter, shown)
        if value is None and parameter.required:
            value = _made_up(parameter.schema, parameter.name, parameter.example)
        if value is not None:
            values[parameter.name] = value
    body = operation.body
    if body is not None and BODY not in values:
        values[BODY] = _body(body)
    return values


def _body(body: Body) -> JSON:
    """A body to show: the page's own, or one of its required members, or where none is, of all."""
    if isinstance(body.example, (dict, list)):
        return body.example
    required = tuple(member for member in body.schema.properties if member.required)
    schema = replace(body.schema, properties=required or body.schema.properties)
    return _made_up(schema, BODY, None)


def _from_example(parameter: Parameter, shown: Mapping[str, str]) -> JSON:
    if parameter.layout is Layout.PLAIN:
        text = shown.get(parameter.name)
        return None if text is None else typed(parameter.schema, text)
    return _unflatten(parameter.schema, parameter.name, shown)


def _unflatten(schema: Schema, name: str, shown: Mapping[str, str]) -> JSON:
    """The value whose parts stand under `Name.1`, `Name.1.Key` or `Name.Key`."""
    if schema.type == "array" and schema.items is not None:
        parts: list[JSON] = []
        for number in range(1, 100):
            part = _unflatten(schema.items, f"{name}.{number}", shown)
            if part is None:
                break
            parts.append(part)
        return parts or None
    if schema.type == "object" and schema.properties:
        members = {m.name: _unflatten(m.schema, f"{name}.{m.name}", shown) for m in schema.properties}
        return {key: value for key, value in members.items() if value is not None} or None
    return typed(schema, shown[name]) if name in shown else None


def typed(schema: Schema, text: str) -> JSON:
    """A text of the wire as a value of the schema's type; as it is where it is none."""
    if schema.type == "integer" and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    if schema.type == "number" and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text):
        return float(text)
    if schema.type == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text


def _made_up(schema: Schema, name: str, example: JSON, depth: int = 0) -> JSON:
    shown = _document(schema, example if example is not None else schema.example)
    if shown is not None:
        return shown
    if depth < 8 and schema.type == "array" and schema.items is not None:
        return [_made_up(schema.items, name, example, depth + 1)]
    if depth < 8 and schema.type == "object" and schema.properties:
        return {m.name: _made_up(m.schema, m.name, None, depth + 1) for m in schema.properties}
    value = next((v for v in (example, schema.example, schema.default, *schema.enum[:1]) if v is not None), None)
    if isinstance(value, str):
        return typed(schema, value)
    if value is not None and not isinstance(value, (list, dict)):
        return value
    if schema.type in ("integer", "number"):
        return schema.minimum if schema.minimum is not None else 1
    return True if schema.type == "boolean" else f"<{name}>"


def _document(schema: Schema, example: JSON) -> JSON:
    """The list or object that an example of such a value writes as JSON."""
    kinds = {"array": list, "object": dict}
    if schema.type not in kinds or not isinstance(example, str):
        return None
    try:
        value = json.loads(example)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kinds[schema.type]) else None


def flatten(name: str, value: JSON) -> Iterator[tuple[str, str]]:
    """The names and texts under which a value travels: `Tag.1.Key`."""
    if isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from flatten(f"{name}.{number}", part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from flatten(f"{name}.{key}", part)
    else:
        yield name, wire(value)


def wire(value: JSON) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def curl(contract: Contract, operation: Operation, values: Mapping[str, JSON]) -> str:
    """The call as a curl command. What only the sender can know stands in angle brackets."""
    endpoint = next((s.url for s in contract.servers), "https://<endpoint>").rstrip("/")
    query: list[tuple[str, str]] = []
    path = operation.path
    headers: list[str] = []
    for parameter in operation.arguments:
        if parameter.name not in values:
            continue
        value = values[parameter.name]
        if parameter.location is Location.PATH:
            path = re.sub(r"[{\[]" + re.escape(parameter.name) + r"[}\]]", lambda _, v=value: wire(v), path)  # type: ignore[misc]
        elif parameter.location is Location.HEADER:
            headers.append(f"{parameter.name}: {wire(value)}")
        else:
            query += flatten(parameter.name, value)
    if operation.style is Style.RPC:
        lead = [("Action", operation.name), ("Version", contract.version), ("Format", "JSON")]
        fields = [*lead, *query, *PLACEHOLDERS]
        lines = [f"curl --get {shell.word(endpoint + operation.path)}"]
        lines += [f"--data-urlencode {shell.word(f'{name}={value}')}" for name, value in fields]
        return " \\\n  ".join(lines)
    lines = [
        f"curl --request {operation.method} {'--get ' if query and operation.method == 'GET' else ''}{shell.word(endpoint + path)}"
    ]
    lines += [f"--header {shell.word(header)}" for header in headers]
    lines += [f"--header {shell.word('Authorization: ACS3-HMAC-SHA256 <signature>')}"]
    lines += [
        (
            f"--url-query {shell.word(f'{name}={value}')}"
            if operation.method != "GET"
            else f"--data-urlencode {shell.word(f'{name}={value}')}"
        )
        for name, value in query
    ]
    if operation.body is not None and BODY in values:
        lines.append(f"--header {shell.word(f'Content-Type: {operation.body.media_type}')}")
        lines.append(f"--data-raw {shell.word(json.dumps(values[BODY], ensure_ascii=False))}")
    return " \\\n  ".join(lines)
