"""What an answer means: results in both formats, and every documented error."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from docpact.contract.envelope import has_envelope, opened, root_of
from docpact.contract.model import JSON, ErrorRow, Operation, Schema
from docpact.targets.wirecases.signatures import HOST
from docpact.targets.wirecases.values import scalar, travels


def answers(operation: Operation) -> Iterator[JSON]:
    """The cases of the operation's answers."""
    root, schema = root_of(operation), opened(operation)
    answer = _answer_of(schema) if schema is not None else None
    if isinstance(answer, dict) and schema is not None:
        json_body = {root: answer} if has_envelope(operation) else answer
        forms = {
            "application/json": json.dumps(json_body, ensure_ascii=False),
            "application/xml": _xml(root, schema, answer),
        }
        for kind, body in forms.items():
            yield {"name": f"success as {kind}", "status": 200, "content_type": kind, "body": body, "result": answer}
    for number, row in enumerate(operation.errors):
        if row.code and row.status != operation.response.status and travels(row.code) and travels(row.message.strip()):
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


def _answer_of(schema: Schema, *, listed: bool = False) -> JSON:
    """An answer that the schema describes. Lists have two items, but one where they are `listed` themselves."""
    match schema.type:
        case "object":
            members = {m.name: _answer_of(m.schema, listed=listed) for m in schema.properties}
            kept: dict[str, JSON] = {
                name: value for name, value in members.items() if value is not None and _is_name(name)
            }
            return kept or None  # an empty structure and an absent one look alike in XML
        case "array":
            if schema.items is not None and schema.items.type == "array" and schema.items.xml_name is None:
                return None  # XML has no form for it that says where one list ends
            item = _answer_of(schema.items or Schema(type="string"), listed=True)
            return None if item is None else [item] * (1 if listed else 2)
        case "integer":
            return 7
        case "number":
            return 1.5
        case "boolean":
            return True
        case "string":
            return next((str(value) for value in schema.enum if travels(str(value))), "text \u00fc <&>")
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
    return f"<{name}>{_xml_text(scalar(value))}</{name}>"


def _xml_text(value: str) -> str:
    return html.escape(value, quote=False)
