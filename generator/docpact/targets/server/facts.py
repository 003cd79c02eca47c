"""The contract as `contract.json`: what the generated server knows at run time, and nothing else.

Its shape is declared in `templates/server/_runtime/facts.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from docpact.contract.faults import Fault, answering_row
from docpact.contract.model import (
    JSON,
    Contract,
    ErrorRow,
    Operation,
    Parameter,
    Property,
    Response,
    Schema,
)
from docpact.targets.base import Pieces
from docpact.targets.rule_facts import rule_facts

_KEYWORDS = (
    ("type", "type"),
    ("format", "format"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
    ("pattern", "pattern"),
    ("default", "default"),
)

Form = Callable[[Schema], dict[str, JSON]]


def contract_json(contract: Contract, names: Mapping[str, tuple[str, str]], pieces: Pieces) -> str:
    """The text of the file. `names` gives for each operation its module and its class name."""
    common = repr(contract.common_errors)
    parts = []
    for operation in contract.operations:
        given = names[operation.name]

        def made(operation: Operation = operation, given: tuple[str, str] = given) -> JSON:
            return _indented(_operation(contract, operation, *given), 2)

        parts.append((operation.name, pieces.value("contract.json", operation, (given, common), made)))
    head: JSON = {
        "title": contract.title,
        "version": contract.version,
        "errors": {row.code: _row(row) for row in reversed(contract.common_errors)},
    }
    operations = ",\n".join(f"  {json.dumps(name)}: {text}" for name, text in parts)
    return f'{_indented(head, 0)[:-2]},\n "operations": {{\n{operations}\n }}\n}}\n'


def _indented(value: JSON, depth: int) -> str:
    """A value as indented JSON; strings hold no line breaks in it."""
    return json.dumps(value, ensure_ascii=True, indent=1).replace("\n", "\n" + " " * depth)


def _operation(contract: Contract, operation: Operation, module: str, class_name: str) -> dict[str, JSON]:
    out: dict[str, JSON] = {
        "style": operation.style.value,
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "module": module,
        "class_name": class_name,
        "handler": module,
        "parameters": [_parameter(contract, operation, p) for p in operation.arguments],
        "rules": [*rule_facts(operation)],
        "status": operation.response.status,
        "errors": [_row(row) for row in operation.errors],
    }
    if operation.body is not None:
        body = operation.body
        rows = _fault_rows(contract, operation, "Body")
        out["body"] = {"required": body.required, "schema": request_schema(body.schema), "rows": rows}
    if operation.response.schema is not None:
        out["response"] = response_schema(operation.response.schema)
    if operation.response.xml_root is not None:
        out["root"] = operation.response.xml_root
    example = _example(operation.response)
    if example is not None:
        out["example"] = example
    return out


def _parameter(contract: Contract, operation: Operation, parameter: Parameter) -> dict[str, JSON]:
    return {
        "name": parameter.name,
        "in": parameter.location.value,
        "layout": parameter.layout.value,
        "required": parameter.required,
        "schema": request_schema(parameter.schema),
        "rows": _fault_rows(contract, operation, parameter.name),
    }


def _fault_rows(contract: Contract, operation: Operation, name: str) -> dict[str, JSON]:
    return {fault.value: _row(answering_row(contract, operation, name, fault)) for fault in Fault}


def _row(row: ErrorRow) -> list[JSON]:
    return [400 if row.status is None else row.status, row.code, row.message]


def request_schema(schema: Schema) -> dict[str, JSON]:
    """What a server checks of a value that it gets."""
    out: dict[str, JSON] = {key: value for key, name in _KEYWORDS if (value := getattr(schema, name)) is not None}
    if schema.enum:
        out["enum"] = list(schema.enum)
    if schema.items is not None:
        out["items"] = request_schema(schema.items)
    _members(out, schema.properties, request_schema)
    if schema.json is not None:
        out["json"] = request_schema(schema.json)
    return out


def response_schema(schema: Schema) -> dict[str, JSON]:
    """What a server must know of a value to print it, and to make one up from the documented examples."""
    out: dict[str, JSON] = {}
    if schema.type is not None:
        out["type"] = schema.type
    if schema.enum:
        out["enum"] = list(schema.enum)
    if schema.example is not None:
        out["example"] = schema.example
    if schema.xml_name is not None:
        out["xml"] = schema.xml_name
    if schema.items is not None:
        out["items"] = response_schema(schema.items)
    _members(out, schema.properties, response_schema)
    return out


def _members(out: dict[str, JSON], members: tuple[Property, ...], form: Form) -> None:
    if members:
        out["properties"] = {member.name: form(member.schema) for member in members}
        required: list[JSON] = [member.name for member in members if member.required]
        if required:
            out["required"] = required


def _example(response: Response) -> JSON:
    """The first success example that is an object."""
    return next((e.value for e in response.examples if isinstance(e.value, dict)), None)
