"""What the site's scripts load: the search index, the list of pages, and the console's facts of an operation.

Each is a script that hands over one JSON value, because a page opened from a file may load scripts but fetch
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from docpact.contract.faults import Fault, answering_row
from docpact.contract.model import JSON, Contract, ErrorRow, Layout, Operation, Parameter, Schema
from docpact.escape import Code, script
from docpact.targets.rule_facts import rule_facts
from docpact.targets.samples import CallSample, to_data
from docpact.targets.site import requests
from docpact.targets.site.addresses import DEEPEST, Path, error_anchors, members, parameter_anchors
from docpact.targets.site.frame import Edition
from docpact.targets.site.service_views import shorten


def navigation(edition: Edition) -> Code:
    """The names of all operations and the stems of their pages where they differ."""
    pages: list[JSON] = []
    for name in edition.operation_names:
        stem = edition.addresses.stem(name).removeprefix("operations/")
        pages.append(name if stem == name else [name, stem])
    return Code(f"docpactPages = {script.parsed(pages)};\n")


def search_index(edition: Edition) -> Code:
    """Operations, parameters, fields and errors of the whole edition.

    `operations`: [name, page, summary], the page of the error table where it is another, and by anchor the further
    pages of a very long one. `parameters`: [name, what it means, operation, operation, …] by
    number, and `fields` without the meaning. `errors`: [code, message, status, meaning, operation, anchor, operation,
    anchor, …], the operation -1 for common errors.
    """
    contract = edition.contract
    by_name = {operation.name: operation for operation in contract.operations}
    markup = edition.markup("")
    operations: list[JSON] = []
    parameters: dict[str, list[JSON]] = {}
    fields: dict[str, list[JSON]] = {}
    errors: dict[tuple[str, str, int | None], list[JSON]] = {}

    def brief(text: str) -> str:
        return shorten(markup.plain(text[:300]), 80)

    def add(rows: Sequence[ErrorRow], number: int) -> None:
        for row, anchor in zip(rows, error_anchors(rows), strict=True):
            key = (row.code, markup.plain(row.message), row.status)
            about = errors.setdefault(key, [brief(row.description)])
            about.extend([number, anchor.removeprefix("error-")])

    for number, name in enumerate(edition.operation_names):
        operation = by_name[name]
        summary = shorten(markup.plain(operation.summary), 120)
        page = edition.addresses.page(name)
        operations.append([name, page, summary, *_tables(edition, operation)])
        described = dict(_described(operation))
        for path, anchor in parameter_anchors(operation).items():
            parameter, shown = ".".join(path), anchor.removeprefix("parameter-")
            about = parameters.setdefault(parameter, [brief(described[path])])
            about.append(number if shown == parameter else [number, shown])
        for field in dict.fromkeys(_field_names(operation.response.schema)):
            fields.setdefault(field, []).append(number)
        add(operation.errors, number)
    add(contract.common_errors, -1)
    value: JSON = {
        "operations": operations,
        "parameters": [[name, *where] for name, where in sorted(parameters.items())],
        "fields": [[name, *where] for name, where in sorted(fields.items())],
        "errors": [[code, message, status, *where] for (code, message, status), where in errors.items()],
    }
    return Code(f"docpactIndex = {script.parsed(value)};\n")


def _described(operation: Operation) -> Iterator[tuple[Path, str]]:
    """What the arguments and their members mean."""

    def inside(schema: Schema, above: Path) -> Iterator[tuple[Path, str]]:
        for member in members(schema) if len(above) <= DEEPEST else ():
            yield (*above, member.name), member.schema.description
            yield from inside(member.schema, (*above, member.name))

    for parameter in operation.arguments:
        yield (parameter.name,), parameter.description or parameter.schema.description
        yield from inside(parameter.schema, (parameter.name,))


def _tables(edition: Edition, operation: Operation) -> list[JSON]:
    """The page of the errors, where they do not stand on the operation's own, and those of the rows after its last one."""
    pages = edition.error_pages(operation)
    if not pages or pages[0] == edition.addresses.page(operation.name):
        return []
    anchors = [anchor.removeprefix("error-") for anchor in error_anchors(operation.errors)]
    further: dict[str, JSON] = {anchor: page for anchor, page in zip(anchors, pages, strict=True) if page != pages[0]}
    return [pages[0], further] if further else [pages[0]]


def _field_names(schema: Schema | None) -> Iterator[str]:
    if schema is not None:
        for path, _ in schema.walk():
            name = path.rpartition(".")[2].rstrip("[]")
            if name and name != "RequestId":
                yield name


def console(edition: Edition, operation: Operation, samples: Sequence[CallSample], endpoint: str = "") -> Code:
    """What the console needs to fill in, check, sign, send and explain a call of one operation.

    `endpoint` is offered before those of the contract.
    """
    contract = edition.contract
    rows = [*operation.errors, *contract.common_errors]
    anchors = edition.error_links(operation)
    anchors += [f"../common.html#{anchor}" for anchor in error_anchors(contract.common_errors)]
    markup = edition.markup("../")
    body = operation.body

    def brief(text: str) -> str:
        return shorten(markup.plain(text[:400]), 160)

    value: JSON = {
        "name": operation.name,
        "style": operation.style.value,
        "method": operation.method,
        "path": operation.path,
        "version": contract.version,
        "endpoints": [*([endpoint] if endpoint else []), *(server.url for server in contract.servers)],
        "parameters": [_parameter(contract, operation, p, brief) for p in operation.arguments],
        "body": None if body is None else {"required": body.required, "schema": _schema(body.schema, brief)},
        "rules": [{**facts, "says": markup.plain(str(facts["says"]))} for facts in rule_facts(operation)],
        "errors": [
            [row.status, row.code, markup.plain(row.message), markup.plain(row.description), anchor]
            for row, anchor in zip(rows, anchors, strict=True)
        ],
        "samples": [to_data(sample) for sample in samples],
        "values": requests.arguments(operation),
    }
    return Code(f"docpactOperation = {script.parsed(value)};\n")


Brief: TypeAlias = Callable[[str], str]
"""A description in a line or two."""


def _parameter(contract: Contract, operation: Operation, parameter: Parameter, brief: Brief) -> JSON:
    says = brief(parameter.description or parameter.schema.description)
    out: dict[str, JSON] = {"name": parameter.name, "says": says, "schema": _schema(parameter.schema, brief)}
    if parameter.location.value != "query":
        out["in"] = parameter.location.value
    if parameter.layout is not Layout.PLAIN:
        out["layout"] = parameter.layout.value
    if parameter.required:
        out["required"] = True
    example = parameter.example if parameter.example is not None else parameter.schema.example
    if example is not None:
        out["example"] = _example(example)
    out["codes"] = {fault.value: answering_row(contract, operation, parameter.name, fault).code for fault in Fault}
    return out


def _example(example: JSON) -> JSON:
    return example if isinstance(example, (list, dict)) else requests.wire(example)


def _schema(schema: Schema, brief: Brief) -> dict[str, JSON]:
    """What is checked and shown of a schema; `properties`: [name, schema, required, what it means, example]."""
    out: dict[str, JSON] = {}
    for key, value in (
        ("type", schema.type),
        ("format", schema.format),
        ("minimum", schema.minimum),
        ("maximum", schema.maximum),
        ("minLength", schema.min_length),
        ("maxLength", schema.max_length),
        ("minItems", schema.min_items),
        ("maxItems", schema.max_items),
        ("pattern", schema.pattern),
        ("default", schema.default),
    ):
        if value is not None:
            out[key] = value
    if schema.enum:
        out["enum"] = list(schema.enum)
    if schema.items is not None:
        out["items"] = _schema(schema.items, brief)
    if schema.json is not None:
        out["json"] = _schema(schema.json, brief)
    if schema.properties:
        out["properties"] = [
            [m.name, _schema(m.schema, brief), m.required, brief(m.schema.description), _example(m.schema.example)]
            for m in schema.properties
        ]
    return out
