"""An OpenAPI document becomes a contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docpact.contract.model import (
    Body,
    Condition,
    Contract,
    ErrorRow,
    Example,
    Layout,
    Location,
    Operation,
    Parameter,
    Property,
    Response,
    Rule,
    RuleKind,
    Server,
    Style,
)
from docpact.contract.schema_form import load_schema

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


class ContractError(Exception):
    """A document is not a contract. `pointer` leads to the offending value."""

    def __init__(self, message: str, pointer: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.pointer = pointer


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
        schema = load_schema(node.get("schema") or {}, self.resolve)
        if node.get("allowEmptyValue") is False and schema.extensions.get("not") == {"const": ""}:
            extensions = {key: value for key, value in schema.extensions.items() if key != "not"}
            schema = replace(schema, extensions=extensions)
            node = {key: value for key, value in node.items() if key != "allowEmptyValue"}
        layout = next((x for x in (Layout.REPEAT, Layout.DOTTED) if node.get(f"x-docpact-{x.value}")), Layout.PLAIN)
        return Parameter(
            name=str(node["name"]),
            location=Location(node.get("in", "query")),
            required=bool(node.get("required", False)),
            description=str(node.get("description") or ""),
            schema=schema,
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
            headers=tuple(self._header(name, header) for name, header in (node.get("headers") or {}).items()),
            examples=tuple(examples),
            unparsed=tuple(node.get("x-docpact-unparsed") or []),
        )

    def _header(self, name: str, node: Any) -> Property:
        node = self._deref(node)
        return Property(
            name=str(name),
            schema=load_schema(node.get("schema") or {}, self.resolve),
            required=node.get("required") is True,
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
