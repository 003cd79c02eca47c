"""The contract as an OpenAPI 3.1 document, in the docpact profile.

`load(dump(contract)) == contract` for every contract. What OpenAPI cannot say stands under `x-docpact-…`:

- `x-docpact-rpc: {action, path}` marks an operation of the RPC style. Its path key is `/<Action>`, because
  OpenAPI wants one path per operation; on the wire it is called at `path` with `Action` as a parameter.
- `x-docpact-rules` holds rules over several parameters, `x-docpact-errors` the rows of the error table,
  `x-docpact-says` the sentence behind each keyword of a schema, `x-docpact-unparsed` text that was kept
  because it was not understood.
- Keys that the profile does not know are kept where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docpact.contract import yaml_reader, yaml_writer
from docpact.contract.model import (
    JSON,
    Body,
    Condition,
    Contract,
    ErrorRow,
    Example,
    Layout,
    Location,
    Operation,
    Parameter,
    Response,
    Rule,
    RuleKind,
    Server,
    Style,
)
from docpact.contract.schema_form import dump_schema, load_schema

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_ERROR_REF = "#/components/schemas/Error"


class ContractError(Exception):
    """A document is not a contract. `pointer` leads to the offending value."""

    def __init__(self, message: str, pointer: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.pointer = pointer


# ---------------------------------------------------------------------------------------------- dump


def dump(contract: Contract, *, source: str = "") -> str:
    """The text of the contract file. `source` names the pages it is compiled from, for its first line."""
    return lead(source) + yaml_writer.dump(to_document(contract))


def lead(source: str) -> str:
    """The first line of a contract file compiled from `source`; nothing where the source has no name."""
    if not source:
        return ""
    name = "".join(c if c.isprintable() else "?" for c in source)
    return f"# Compiled by docpact from {name}. Change the pages or the overlay, not this file.\n"


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
    out["schema"] = dump_schema(parameter.schema)
    if parameter.example is not None:
        out["example"] = parameter.example
    if parameter.layout is not Layout.PLAIN:
        out[f"x-docpact-{parameter.layout.value}"] = True
    if parameter.unparsed:
        out["x-docpact-unparsed"] = list(parameter.unparsed)
    out.update(parameter.extensions)
    return out


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
        media: JSON = {"schema": {"$ref": f"#/components/schemas/{name}"}}
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


# ---------------------------------------------------------------------------------------------- load


def load(text: str) -> Contract:
    """The contract that the text of a contract file says.

    Raises `yaml_reader.YamlError` where it is not YAML and ContractError where it is not a contract.
    """
    return from_document(yaml_reader.load(text))


def place(operation: Operation) -> tuple[str, str]:
    """The path key and the method under which an operation stands in the document."""
    return (f"/{operation.name}" if operation.style is Style.RPC else operation.path, operation.method.lower())


def from_document(document: Any, known: Mapping[tuple[str, str], Operation] | None = None) -> Contract:
    """The contract that an OpenAPI document says. Raises ContractError.

    `known` are operations by path key and method that need not be read again.
    """
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise ContractError("this is no OpenAPI document: it has no mapping `paths`")
    return _Loading(document, known or {}).contract()


_ROOT = frozenset(
    "openapi info servers paths components x-docpact-common-parameters x-docpact-common-errors x-docpact-unparsed".split()
)
_OPERATION = frozenset(
    "operationId summary description deprecated parameters requestBody responses x-docpact-page x-docpact-rpc"
    " x-docpact-read-only x-docpact-rules x-docpact-request-examples x-docpact-unparsed".split()
)
_PARAMETER = frozenset(
    "name in required description deprecated schema example x-docpact-repeat x-docpact-dotted x-docpact-unparsed".split()
)
_ERROR = frozenset("status code message description parameter".split())


class _Loading:
    """One walk over a document. `at` is where it stands, for messages."""

    def __init__(self, document: dict[str, Any], known: Mapping[tuple[str, str], Operation]) -> None:
        self.document = document
        self.known = known
        self.at: tuple[str | int, ...] = ()

    def contract(self) -> Contract:
        try:
            return self._contract()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
            raise ContractError(what, self.at) from None

    def _contract(self) -> Contract:
        document = self.document
        info = document.get("info") or {}
        operations = []
        for path, item in document["paths"].items():
            for method in METHODS:
                if isinstance(item, dict) and isinstance(item.get(method), dict):
                    self.at = ("paths", path, method)
                    operation = self.known.get((path, method))
                    if operation is None:
                        operation = self._operation(path, method, item[method], item.get("parameters") or [])
                    operations.append(operation)
        self.at = ()
        return Contract(
            title=str(info.get("title", "")),
            version=str(info.get("version", "")),
            description=str(info.get("description") or ""),
            servers=tuple(
                Server(url=str(s["url"]), description=str(s.get("description") or ""))
                for s in document.get("servers") or []
            ),
            operations=tuple(operations),
            common_parameters=tuple(self._parameter(p) for p in document.get("x-docpact-common-parameters") or []),
            common_errors=tuple(
                _load_error(row, row.get("status")) for row in document.get("x-docpact-common-errors") or []
            ),
            unparsed=tuple(document.get("x-docpact-unparsed") or []),
            extensions=_rest(document, _ROOT),
        )

    def resolve(self, reference: str) -> Any:
        node: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if not reference.startswith("#/") or not isinstance(node, dict) or part not in node:
                raise ValueError(f"the reference {reference} leads nowhere")
            node = node[part]
        return node

    def _deref(self, node: Any) -> Any:
        for _ in range(20):
            if not (isinstance(node, dict) and "$ref" in node):
                return node
            node = self.resolve(str(node["$ref"]))
        raise ValueError("references in a circle")

    def _operation(self, path: str, method: str, node: dict[str, Any], shared: list[Any]) -> Operation:
        rpc = node.get("x-docpact-rpc")
        name = str(node.get("operationId") or f"{method} {path}")
        return Operation(
            name=name,
            style=Style.RPC if rpc else Style.REST,
            method=method.upper(),
            path=str(rpc["path"]) if rpc else path,
            summary=str(node.get("summary") or ""),
            description=str(node.get("description") or ""),
            page=str(node.get("x-docpact-page") or ""),
            read_only=bool(node.get("x-docpact-read-only", False)),
            deprecated=bool(node.get("deprecated", False)),
            parameters=tuple(self._parameter(p) for p in [*shared, *(node.get("parameters") or [])]),
            body=self._body(self._deref(node.get("requestBody"))),
            rules=tuple(_load_rule(rule) for rule in node.get("x-docpact-rules") or []),
            response=self._response(node.get("responses") or {}),
            errors=self._errors(node.get("responses") or {}),
            request_examples=tuple(node.get("x-docpact-request-examples") or []),
            unparsed=tuple(node.get("x-docpact-unparsed") or []),
            extensions=_rest(node, _OPERATION),
        )

    def _parameter(self, node: Any) -> Parameter:
        node = self._deref(node)
        layout = next((x for x in (Layout.REPEAT, Layout.DOTTED) if node.get(f"x-docpact-{x.value}")), Layout.PLAIN)
        return Parameter(
            name=str(node["name"]),
            location=Location(node.get("in", "query")),
            required=bool(node.get("required", False)),
            description=str(node.get("description") or ""),
            schema=load_schema(node.get("schema") or {}, self.resolve),
            example=node.get("example"),
            layout=layout,
            deprecated=bool(node.get("deprecated", False)),
            unparsed=tuple(node.get("x-docpact-unparsed") or []),
            extensions=_rest(node, _PARAMETER),
        )

    def _body(self, node: Any) -> Body | None:
        if not node or not node.get("content"):
            return None
        media_type, media = next(iter(node["content"].items()))
        return Body(
            schema=load_schema(media.get("schema") or {}, self.resolve),
            media_type=media_type,
            required=bool(node.get("required", False)),
            description=str(node.get("description") or ""),
            example=media.get("example"),
        )

    def _response(self, responses: dict[str, Any]) -> Response:
        status = next((key for key in responses if str(key).startswith("2")), None)
        if status is None:
            return Response()
        node = self._deref(responses[status])
        content = node.get("content") or {}
        schema = None
        xml_root = None
        media: dict[str, Any] = next((content[kind] for kind in ("application/json", *content) if kind in content), {})
        if media.get("schema") is not None:
            form = self._deref(media["schema"])
            xml = form.get("xml")
            xml_root = xml.get("name") if isinstance(xml, dict) else None
            schema = load_schema({key: value for key, value in form.items() if key != "xml"}, self.resolve)
        examples = [
            Example(media_type=media_type, value=value)
            for media_type, media in content.items()
            for value in ([media["example"]] if "example" in media else [])
            + list(media.get("x-docpact-more-examples") or [])
        ]
        description = str(node.get("description") or "")
        return Response(
            status=int(status) if str(status).isdigit() else 200,
            description="" if description == "The call succeeded." else description,
            schema=schema,
            xml_root=xml_root,
            examples=tuple(examples),
            unparsed=tuple(node.get("x-docpact-unparsed") or []),
        )

    def _errors(self, responses: dict[str, Any]) -> tuple[ErrorRow, ...]:
        rows = []
        for status, node in responses.items():
            node = self._deref(node)
            for row in node.get("x-docpact-errors") or []:
                rows.append(_load_error(row, int(status) if str(status).isdigit() else None))
        return tuple(rows)


def _load_error(row: dict[str, Any], status: Any) -> ErrorRow:
    return ErrorRow(
        status=status,
        code=str(row["code"]),
        message=str(row.get("message") or ""),
        description=str(row.get("description") or ""),
        parameter=row.get("parameter"),
        extensions=_rest(row, _ERROR),
    )


def _load_rule(node: dict[str, Any]) -> Rule:
    return Rule(
        kind=RuleKind(node["rule"]),
        parameter=str(node["parameter"]),
        others=tuple(node.get("others") or []),
        when=tuple(
            Condition(parameter=str(c["parameter"]), values=tuple(c.get("in") or []), negated=bool(c.get("not", False)))
            for c in node.get("when") or []
        ),
        says=str(node.get("says") or ""),
    )


def _rest(node: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key not in known}
