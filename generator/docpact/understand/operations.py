"""One page becomes one operation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from docpact.contract.model import (
    ErrorRow,
    Location,
    Operation,
    Parameter,
    Style,
    group_errors,
)
from docpact.diagnostics import Diagnostic, Span
from docpact.pages.model import Page
from docpact.understand import codes, facts, rest
from docpact.understand.answers import answer
from docpact.understand.descriptions import Descriptions
from docpact.understand.dialect import Dialect, builtin
from docpact.understand.errors import error_rows, failures
from docpact.understand.layout import Layout, Part, choose_dialect, is_identifier, lay_out
from docpact.understand.markdown import first_sentence
from docpact.understand.request import build_tree, parameters
from docpact.understand.rows import Entry, adopt, below, detailed, read_rows
from docpact.understand.titles import ACTION, is_camel, name_votes, operation_name, several

Sources = dict[tuple[str | int, ...], Span]
"""Where each fact stands: ("operation",), ("parameter", name), ("error", index in Operation.errors), ("response", path)."""

_HOST = re.compile(r"https?(?:\(s\))?://([A-Za-z0-9.-]+\.[A-Za-z]{2,})", re.IGNORECASE)


class Kind(Enum):
    """What a page documents."""

    OPERATION = "operation"
    COMMON_PARAMETERS = "common parameters"
    COMMON_ERRORS = "common errors"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a page says. `product`, `version` and `hosts` are empty where the page does not name them."""

    kind: Kind
    page: str
    title: str = ""
    language: str = ""
    operation: Operation | None = None
    common_parameters: tuple[Parameter, ...] = ()
    common_errors: tuple[ErrorRow, ...] = ()
    unparsed: tuple[str, ...] = ()
    """What a page of no operation says besides."""
    product: str = ""
    version: str = ""
    usual_version: str = ""
    """The version of the product where no page names one."""
    hosts: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Sources = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A page understood but for the descriptions of its operation, which wait until somebody wants to know.

    `said` is all there is to know of any other page, and of this one all that it takes to choose between the pages of one
    operation, with all findings. The schemas of body and answer are not made yet, since they hold what descriptions state.
    """

    said: Understood
    descriptions: Descriptions | None

    def operation(self) -> Operation | None:
        """The operation with what its descriptions state."""
        bare = self.said.operation
        return bare if bare is None or self.descriptions is None else self.descriptions.applied(bare)


def operation(page: Page, dialect: Dialect | None = None, dialects: tuple[Dialect, ...] = ()) -> Understood:
    """What a page says, in the given dialect, or in the one of `dialects` (or of docpact's own) that fits best."""
    made = draft(page, dialect, dialects)
    return replace(made.said, operation=made.operation())


def draft(page: Page, dialect: Dialect | None = None, dialects: tuple[Dialect, ...] = ()) -> Draft:
    """What a page says, its descriptions not read yet. Arguments as those of `operation`."""
    understanding = _Understanding(page, dialect or choose_dialect(page, dialects or builtin()))
    return Draft(understanding.run(), understanding.descriptions)


class _Understanding:
    def __init__(self, page: Page, dialect: Dialect) -> None:
        self.page, self.dialect = page, dialect
        self.layout: Layout = lay_out(page, dialect)
        self.problems = self.layout.problems
        self.sources: Sources = self.layout.spans
        self.unparsed = self.layout.unparsed
        self.descriptions: Descriptions | None = None

    def run(self) -> Understood:
        layout = self.layout
        requests = [fence.text for fence in layout.requests]
        entries = self.request_rows(layout.request)
        body_entries = self.request_rows(layout.body)
        call = rest.find_call(layout, [*entries, *body_entries])
        kind = self.kind(entries, call is not None)
        if (mixed := several(layout, entries)) is not None:
            self.problems.append(mixed)
        rows = [*error_rows(layout.errors, self.problems, self.unparsed), *failures(layout.statuses)]
        made: Operation | None = None
        common: tuple[Parameter, ...] = ()
        errors: tuple[ErrorRow, ...] = ()
        if kind is Kind.OPERATION:
            made = self.operation(entries, body_entries, call, rows)
        elif kind is Kind.COMMON_PARAMETERS:
            root = build_tree(entries, self.problems, self.sources, "parameter")
            reader = facts.Reader(self.dialect.language, [entry.name.text for entry in (*entries, *body_entries)])
            common = tuple(parameters(root, reader, (), Location.QUERY))
            self.unparsed += [" | ".join(c.text for c in r.cells) for p in layout.response for r in p.grid.table.rows]
        elif kind is Kind.COMMON_ERRORS:
            errors = self.errors(rows)
        else:
            what = f"`{layout.title}`" if layout.title else "this page"
            where = self.sources.get(("title",), Span.whole(self.page.path))
            code = codes.NO_OPERATION if self.seems_an_operation(entries, call is not None) else codes.OTHER_PAGE
            help = "give it a request table with an `Action` row or a request line, or leave the page out"
            self.problems.append(code.at(where, f"{what} describes no operation", help=help))
        hosts = [match[1].lower() for text in requests for match in _HOST.finditer(text)]
        return Understood(
            kind=kind,
            page=self.page.path,
            title=layout.title,
            language=self.dialect.language,
            operation=made,
            common_parameters=common,
            common_errors=errors,
            unparsed=tuple(self.unparsed) if made is None and kind is not Kind.OTHER else (),
            product=layout.explorer.get("product", ""),
            version=layout.explorer.get("version", ""),
            usual_version=self.dialect.versions.get(layout.explorer.get("product", "").casefold(), ""),
            hosts=tuple(dict.fromkeys(hosts)),
            diagnostics=tuple(self.problems),
            sources=self.sources,
        )

    def request_rows(self, parts: Sequence[Part]) -> list[Entry]:
        """The rows of the request tables; those of a table that details one parameter go below that parameter."""
        out: list[Entry] = []
        for part in parts:
            rows = list(read_rows(part.grid, self.dialect, self.problems, self.unparsed))
            if part.position is not None:
                rows = [row if row.position else replace(row, position=part.position) for row in rows]
            owner = detailed(out, part.label, rows)
            out += rows if owner is None else [below(owner, row) for row in rows]
        return adopt(out)

    # ------------------------------------------------------------------------------------------ what it is

    def kind(self, entries: Sequence[Entry], has_line: bool) -> Kind:
        layout, title = self.layout, self.layout.title
        has_action = any(entry.name.text == "Action" for entry in entries)
        api = layout.explorer.get("api", "")
        titled = is_identifier(title)
        if not (titled and (has_action or api)):
            if self.dialect.common_parameters_title.search(title) and not api:
                return Kind.COMMON_PARAMETERS if entries else Kind.OTHER
            if self.dialect.common_errors_title.search(title) and layout.errors and not entries:
                return Kind.COMMON_ERRORS
        asked = any(ACTION.search(fence.text) for fence in layout.requests)
        if has_action and (layout.response or layout.answers or titled or api or asked) and name_votes(layout, entries):
            return Kind.OPERATION
        parts = (*entries, *layout.body, *layout.response, *layout.errors)
        if (has_line and (is_camel(title) or api or parts)) or (api and (entries or layout.response or layout.answers)):
            return Kind.OPERATION
        if asked and (entries or layout.response) and len(layout.requests) <= 4 and layout.response:
            return Kind.OPERATION
        if titled and entries and (layout.response or layout.errors):
            return Kind.OPERATION
        return Kind.OTHER

    def seems_an_operation(self, entries: Sequence[Entry], has_line: bool) -> bool:
        """Whether a page of no operation was perhaps meant to be one, or says nothing at all."""
        layout = self.layout
        if not layout.title or not any(section.blocks for section in self.page.sections):
            return True
        named = is_camel(layout.title) or layout.explorer.get("api")
        parts = (has_line or entries, layout.body, layout.response, layout.errors)
        return bool(named) or sum(map(bool, parts)) > 1

    # ------------------------------------------------------------------------------------------ the operation

    def operation(
        self,
        entries: list[Entry],
        body_entries: list[Entry],
        call: rest.Call | None,
        error_rows: list[tuple[ErrorRow, Span]],
    ) -> Operation:
        layout = self.layout
        names = [entry.name.text for entry in (*entries, *body_entries)]
        name = operation_name(layout, entries, None if call is None else call.line)
        self.sources["operation",] = self.sources.get(("title",), Span.whole(self.page.path))
        body = None
        if call is None:
            root = build_tree(entries + body_entries, self.problems, self.sources, "parameter")
        else:
            inside = rest.in_body(layout, call, entries)
            body_entries = body_entries + [e for e, there in zip(entries, inside, strict=True) if there]
            entries = [e for e, there in zip(entries, inside, strict=True) if not there]
            root = build_tree(entries, self.problems, self.sources, "parameter")
            rest.report_missing(layout, call, root.children)
            body = rest.body(layout, body_entries)
        method = "GET" if call is None else call.method
        summary, more = first_sentence("\n\n".join(layout.intro))
        description = "\n\n".join(part for part in (more, *layout.details) if part)
        said = answer(layout, name, rpc=call is None)
        self.descriptions = Descriptions(self.dialect.language, names, root, call, body, said)
        return Operation(
            name=name,
            style=Style.RPC if call is None else Style.REST,
            method=method,
            path="/" if call is None else call.line.path,
            summary=summary,
            description=description,
            page=self.page.path,
            read_only=self.dialect.is_read_only(name) and method == "GET",
            parameters=self.descriptions.parameters(name, facts.Silent()),
            response=said.bare,
            errors=self.errors(error_rows, said.bare.status),
            request_examples=tuple(fence.text.strip("\n").rstrip() for fence in layout.requests),
            unparsed=tuple(self.unparsed),
            extensions={"x-docpact-methods": list(call.line.methods)} if call is not None and call.others else {},
        )

    def errors(self, rows: list[tuple[ErrorRow, Span]], success: int = 200) -> tuple[ErrorRow, ...]:
        first: dict[int | None, int] = {}
        for number, (row, _) in enumerate(rows):
            first.setdefault(row.status, number)
        order = sorted(range(len(rows)), key=lambda number: first[rows[number][0].status])
        for index, number in enumerate(order):
            self.sources["error", index] = rows[number][1]
        return group_errors(tuple(row for row, _ in rows), success)


def server_url(host: str) -> str:
    """The URL of an endpoint that request examples name."""
    return f"https://{host}"
