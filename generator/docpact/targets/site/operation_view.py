"""The page of one operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docpact.contract.model import Operation, Schema, Style
from docpact.escape import Code, html
from docpact.targets.samples import CallSample, write
from docpact.targets.site import answers, facts, requests, schema_view
from docpact.targets.site.addresses import error_anchors, parameter_anchors
from docpact.targets.site.frame import NOTHING, Edition, Frame, Link, frame
from docpact.targets.site.highlight import code
from docpact.targets.site.markup import breakable


@dataclass(frozen=True, slots=True)
class Sample:
    """A code sample: a tab of a group."""

    label: Code
    code: Code
    note: Code = NOTHING


@dataclass(frozen=True, slots=True)
class OperationView:
    """Everything that `operation.html.jinja` prints."""

    frame: Frame
    name: Code
    heading: Code
    call: Code
    read_only: bool
    deprecated: bool
    summary: Code
    description: Code
    parameters: tuple[schema_view.Node, ...]
    rules: tuple[Code, ...]
    body: schema_view.Node | None
    headers: tuple[schema_view.Node, ...]
    fields: tuple[schema_view.Node, ...]
    response_text: Code
    success: Code
    errors: tuple[schema_view.RowView, ...]
    error_table: Code
    error_table_link: Code
    unparsed: tuple[Code, ...]
    requests: tuple[Sample, ...]
    answers: tuple[Sample, ...]
    previous: Link | None
    next: Link | None
    console: Code
    template: str = field(default="site/operation.html.jinja")


def view(
    edition: Edition, editions: Sequence[Edition], operation: Operation, samples: Sequence[CallSample]
) -> OperationView:
    """The page of `operation`; `samples` are its call in each generated language."""
    path = edition.addresses.page(operation.name)
    up = "../"
    markup, words = edition.markup(up), edition.words
    nodes = schema_view.Nodes(markup, words)
    stem = edition.addresses.stem(operation.name)
    summary = markup.plain(operation.summary)
    row_anchors = error_anchors(operation.errors)
    names = edition.operation_names
    table = next((page.removeprefix("operations/") for page in edition.error_pages(operation) if page != path), "")
    at = names.index(operation.name)
    response = operation.response
    return OperationView(
        frame=frame(
            edition,
            editions,
            path=path,
            title=operation.name,
            description=summary or operation.name,
            kind="operation",
            markdown=f"{stem}.md",
        ),
        name=html.attribute(operation.name),
        heading=breakable(operation.name),
        call=html.text(_call(operation)),
        read_only=operation.read_only,
        deprecated=operation.deprecated,
        summary=markup.block(operation.summary),
        description=markup.block(_beyond(operation.description, operation.summary)),
        parameters=nodes.parameters(operation, parameter_anchors(operation), edition.error_links(operation)),
        rules=tuple(markup.line(rule.says or facts.rule(rule, words)) for rule in operation.rules),
        body=None if operation.body is None else nodes.body(operation.body),
        headers=nodes.fields(Schema(type="object", properties=response.headers)),
        fields=nodes.fields(response.schema) if response.schema is not None else (),
        response_text=markup.block(response.description),
        success=html.text(str(response.status)),
        errors=() if table else schema_view.rows_of(operation.errors, row_anchors, markup),
        error_table=html.attribute(table),
        error_table_link=html.text(words.say("long_errors", len(operation.errors))),
        unparsed=tuple(markup.block(text) for text in operation.unparsed),
        requests=_requests(edition, operation, samples),
        answers=tuple(
            Sample(
                html.text(answer.form),
                code(answer.text, answer.form.lower()),
                words.shown["made_up"] if answer.made else NOTHING,
            )
            for answer in answers.of(operation)
        ),
        previous=_neighbour(edition, names[at - 1]) if at else None,
        next=_neighbour(edition, names[at + 1]) if at + 1 < len(names) else None,
        console=html.attribute(f"{edition.addresses.page(operation.name).removeprefix('operations/')[:-5]}.console.js"),
    )


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """The page of an error table that is too long for its operation's page."""

    frame: Frame
    heading: Code
    operation: Code
    page: Code
    errors: tuple[schema_view.RowView, ...]
    parts: tuple[Link, ...]
    template: str = field(default="site/error_table.html.jinja")


def error_table_paths(edition: Edition, operation: Operation) -> list[str]:
    """The pages of the operation's errors, where they have pages of their own."""
    own = edition.addresses.page(operation.name)
    return [path for path in dict.fromkeys(edition.error_pages(operation)) if path != own]


def error_table(edition: Edition, editions: Sequence[Edition], operation: Operation, path: str) -> ErrorTable:
    """One of these pages."""
    pages = edition.error_pages(operation)
    paths = error_table_paths(edition, operation)
    rows = schema_view.rows_of(operation.errors, error_anchors(operation.errors), edition.markup("../"))
    return ErrorTable(
        frame=frame(
            edition,
            editions,
            path=path,
            title=edition.words.say("errors_of", operation.name),
            description=edition.words.say("documented_errors", len(operation.errors)),
            kind="error-table",
            markdown=f"{edition.addresses.stem(operation.name)}.md",
        ),
        heading=breakable(edition.words.say("errors_of", operation.name)),
        operation=breakable(operation.name),
        page=html.attribute(f"../{edition.addresses.page(operation.name)}"),
        errors=tuple(row for row, page in zip(rows, pages, strict=True) if page == path),
        parts=tuple(
            Link(html.text(str(number)), html.attribute(f"../{part}"), Code("page" if part == path else ""))
            for number, part in enumerate(paths if len(paths) > 1 else (), 1)
        ),
    )


def _call(operation: Operation) -> str:
    if operation.style is Style.RPC:
        return f"{operation.method} {operation.path}?Action={operation.name}"
    return f"{operation.method} {operation.path}"


def _beyond(description: str, summary: str) -> str:
    """What the description says after the summary, which is shown on its own."""
    text = description.strip()
    return text[len(summary) :].strip() if summary and text.startswith(summary) else text


def _neighbour(edition: Edition, name: str) -> Link:
    return Link(breakable(name), html.attribute(f"../{edition.addresses.page(name)}"))


def _requests(edition: Edition, operation: Operation, samples: Sequence[CallSample]) -> tuple[Sample, ...]:
    values = requests.arguments(operation)
    out = [Sample(html.text(s.label), code(write(s, values), s.language)) for s in samples]
    out.append(Sample(Code("curl"), code(requests.curl(edition.contract, operation, values), "shell")))
    out += [Sample(Code("HTTP"), html.text(text.strip())) for text in operation.request_examples[:1]]
    return tuple(out)
