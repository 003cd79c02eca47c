"""A contract becomes an OpenAPI document."""

from __future__ import annotations

from docpact.contract.model import (
    JSON,
    Body,
    Condition,
    Contract,
    ErrorRow,
    Layout,
    Location,
    Operation,
    Parameter,
    Property,
    Rule,
    Style,
)
from docpact.contract.schema_form import dump_schema

_ERROR_REF = "#/components/schemas/Error"


def to_document(contract: Contract) -> dict[str, JSON]:
    """The contract as an OpenAPI document."""
    info: dict[str, JSON] = {"title": contract.title, "version": contract.version}
    if contract.description:
        info["description"] = contract.description
    document: dict[str, JSON] = {"openapi": "3.1.0", "info": info}
    if contract.servers:
        document["servers"] = [
            {"url": s.url, **({"description": s.description} if s.description else {})} for s in contract.servers
        ]
    paths: dict[str, JSON] = {}
    schemas: dict[str, JSON] = {}
    for operation in contract.operations:
        key, method = place(operation)
        item = paths.setdefault(key, {})
        assert isinstance(item, dict)
        item[method] = _dump_operation(operation, schemas)
    document["paths"] = paths
    if any(operation.errors for operation in contract.operations) or contract.common_errors:
        schemas["Error"] = _error_schema()
    if schemas:
        document["components"] = {"schemas": schemas}
    if contract.common_parameters:
        document["x-docpact-common-parameters"] = [_dump_parameter(p) for p in contract.common_parameters]
    if contract.common_errors:
        document["x-docpact-common-errors"] = [_dump_error(row, with_status=True) for row in contract.common_errors]
    if contract.unparsed:
        document["x-docpact-unparsed"] = list(contract.unparsed)
    document.update(contract.extensions)
    return document


def _dump_operation(operation: Operation, schemas: dict[str, JSON]) -> dict[str, JSON]:
    out: dict[str, JSON] = {"operationId": operation.name}
    if operation.summary:
        out["summary"] = operation.summary
    if operation.description:
        out["description"] = operation.description
    if operation.deprecated:
        out["deprecated"] = True
    if operation.page:
        out["x-docpact-page"] = operation.page
    if operation.style is Style.RPC:
        out["x-docpact-rpc"] = {"action": operation.name, "path": operation.path}
    if operation.read_only:
        out["x-docpact-read-only"] = True
    if operation.parameters:
        out["parameters"] = [_dump_parameter(p) for p in operation.parameters]
    if operation.body is not None:
        out["requestBody"] = _dump_body(operation.body)
    if operation.rules:
        out["x-docpact-rules"] = [_dump_rule(rule) for rule in operation.rules]
    out["responses"] = _dump_responses(operation, schemas)
    if operation.request_examples:
        out["x-docpact-request-examples"] = list(operation.request_examples)
    if operation.unparsed:
        out["x-docpact-unparsed"] = list(operation.unparsed)
    out.update(operation.extensions)
    return out


def _dump_parameter(parameter: Parameter) -> dict[str, JSON]:
    out: dict[str, JSON] = {"name": parameter.name, "in": parameter.location.value}
    if parameter.required:
        out["required"] = True
    if parameter.description:
        out["description"] = parameter.description
    if parameter.deprecated:
        out["deprecated"] = True
    schema = dump_schema(parameter.schema)
    out["schema"] = schema
    if _must_not_be_empty(parameter):
        schema["not"] = {"const": ""}
        out["allowEmptyValue"] = False
    if parameter.example is not None:
        out["example"] = parameter.example
    if parameter.layout is not Layout.PLAIN:
        out[f"x-docpact-{parameter.layout.value}"] = True
    if parameter.unparsed:
        out["x-docpact-unparsed"] = list(parameter.unparsed)
    out.update(parameter.extensions)
    return out


def _must_not_be_empty(parameter: Parameter) -> bool:
    """On the wire an empty value counts as absent. Other tools learn it from `not: {const: ""}`; a minimum length would
    pass for one that the page states. `allowEmptyValue: false` beside it says where it comes from, and `load` takes both away.
    """
    schema = parameter.schema
    return (
        parameter.required
        and (parameter.location, parameter.layout) == (Location.QUERY, Layout.PLAIN)
        and schema.type == "string"
        and not schema.enum
        and schema.min_length is None
        and "not" not in schema.extensions
        and "allowEmptyValue" not in parameter.extensions
    )


def _dump_body(body: Body) -> dict[str, JSON]:
    out: dict[str, JSON] = {}
    if body.description:
        out["description"] = body.description
    if body.required:
        out["required"] = True
    media: dict[str, JSON] = {"schema": dump_schema(body.schema)}
    if body.example is not None:
        media["example"] = body.example
    out["content"] = {body.media_type: media}
    return out


def _dump_rule(rule: Rule) -> dict[str, JSON]:
    out: dict[str, JSON] = {"rule": rule.kind.value, "parameter": rule.parameter}
    if rule.others:
        out["others"] = list(rule.others)
    if rule.when:
        out["when"] = [_dump_condition(c) for c in rule.when]
    if rule.says:
        out["says"] = rule.says
    return out


def _dump_condition(condition: Condition) -> dict[str, JSON]:
    out: dict[str, JSON] = {"parameter": condition.parameter}
    if condition.values:
        out["in"] = list(condition.values)
    if condition.negated:
        out["not"] = True
    return out


def _dump_header(header: Property) -> JSON:
    form = dump_schema(header.schema)
    return {"required": True, "schema": form} if header.required else {"schema": form}


def _dump_responses(operation: Operation, schemas: dict[str, JSON]) -> dict[str, JSON]:
    response = operation.response
    success: dict[str, JSON] = {"description": response.description or "The call succeeded."}
    content: dict[str, JSON] = {}
    if response.schema is not None:
        name = f"{operation.name}Response"
        form = dump_schema(response.schema)
        if response.xml_root is not None:
            form["xml"] = {"name": response.xml_root}
        schemas[name] = form
        media: JSON = {"schema": {"$ref": f"#/components/schemas/{_pointer(name)}"}}
        content["application/json"] = dict(media)  # type: ignore[arg-type]
        if response.xml_root is not None:
            content["application/xml"] = dict(media)  # type: ignore[arg-type]
    for example in response.examples:
        slot = content.setdefault(example.media_type, {})
        assert isinstance(slot, dict)
        if "example" not in slot:
            slot["example"] = example.value
        else:
            more = slot.setdefault("x-docpact-more-examples", [])
            assert isinstance(more, list)
            more.append(example.value)
    if response.headers:
        success["headers"] = {header.name: _dump_header(header) for header in response.headers}
    if content:
        success["content"] = content
    if response.unparsed:
        success["x-docpact-unparsed"] = list(response.unparsed)
    out: dict[str, JSON] = {str(response.status): success}
    groups: dict[str, list[ErrorRow]] = {}
    for row in operation.errors:
        groups.setdefault("default" if row.status is None else str(row.status), []).append(row)
    for status, rows in groups.items():
        if status == str(response.status):  # an error table that documents its 200
            success["x-docpact-errors"] = [_dump_error(row) for row in rows]
            continue
        codes = dict.fromkeys(row.code for row in rows)
        out[status] = {
            "description": ", ".join(code for code in codes if code) or "The call failed.",
            "x-docpact-errors": [_dump_error(row) for row in rows],
            "content": {"application/json": {"schema": {"$ref": _ERROR_REF}, "examples": _error_examples(rows)}},
        }
    return out


def _dump_error(row: ErrorRow, *, with_status: bool = False) -> dict[str, JSON]:
    out: dict[str, JSON] = {}
    if with_status and row.status is not None:
        out["status"] = row.status
    out["code"] = row.code
    out["message"] = row.message
    if row.description:
        out["description"] = row.description
    if row.parameter is not None:
        out["parameter"] = row.parameter
    out.update(row.extensions)
    return out


def _error_examples(rows: list[ErrorRow]) -> dict[str, JSON]:
    out: dict[str, JSON] = {}
    for row in rows:
        name = base = "".join(c if (c.isalnum() and c.isascii()) or c in "._-" else "_" for c in row.code) or "error"
        number = 2
        while name in out:
            name = f"{base}_{number}"
            number += 1
        out[name] = {"value": {"Code": row.code, "Message": row.message}}
    return out


def _error_schema() -> dict[str, JSON]:
    names = ("RequestId", "HostId", "Code", "Message", "Recommend")
    return {
        "type": "object",
        "description": "The envelope of every error answer.",
        "xml": {"name": "Error"},
        "properties": {name: {"type": "string"} for name in names},
        "required": ["Code", "Message"],
    }


def place(operation: Operation) -> tuple[str, str]:
    """The path key and the method under which an operation stands in the document."""
    return (f"/{operation.name}" if operation.style is Style.RPC else operation.path, operation.method.lower())


def _pointer(name: str) -> str:
    """A name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
