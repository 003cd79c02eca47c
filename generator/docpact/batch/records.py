"""What a page came to, in the values of JSON: they travel between processes and stay in the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docpact import pages, understand
from docpact.cache import key_of
from docpact.contract import openapi
from docpact.contract.model import Contract, ErrorRow, Parameter
from docpact.diagnostics import Code, Diagnostic, Edit, Note, Span
from docpact.pages import codes as page_codes
from docpact.pages.files import decode
from docpact.understand import codes as meaning_codes
from docpact.understand.operations import Draft
from docpact.understand.services import Outline, outline

Record = dict[str, Any]
"""What a page came to, in the values of JSON; see `record_of`."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's file, its name in messages, and a digest of its name and content."""

    path: Path
    name: str
    dialect: str | None
    data: bytes | None
    """None where the file cannot be read."""
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """A page as the head of the contract sees it."""

    page: str
    product: str
    version: str
    usual_version: str
    hosts: tuple[str, ...]
    common_parameters: tuple[Parameter, ...] = ()
    common_errors: tuple[ErrorRow, ...] = ()
    unparsed: tuple[str, ...] = ()


def load_page(path: Path, base: Path, dialect: str | None) -> Page:
    """The page of a file as it is now."""
    name = understand.page_name(path, base)
    try:
        data = path.read_bytes()
    except OSError:
        return Page(path, name, dialect, None, key_of(name, "unreadable"))
    return Page(path, name, dialect, data, key_of(name, data))


def record_of(page: Page) -> tuple[Record, Draft | None]:
    """What a page came to, and the draft of its operation."""
    if page.data is None:
        read, problems = pages.load(page.path, page.name)
    else:
        text, problems = decode(page.data, page.name)
        read, more = pages.read(page.name, text)
        problems = problems + more
    draft = understand.draft(read, problems, understand.dialects(page.dialect))
    record: Record = {"product": None, "outline": None}
    if draft is None:
        record["findings"] = [_dump_finding(finding) for finding in problems]
        return record, None
    said = draft.said
    record["findings"] = [_dump_finding(finding) for finding in (*problems, *said.diagnostics)]
    record.update(product=said.product, version=said.version, usual=said.usual_version, hosts=list(said.hosts))
    if said.operation is None:
        common = Contract(
            title="",
            version="",
            common_parameters=said.common_parameters,
            common_errors=said.common_errors,
            unparsed=said.unparsed,
        )
        record["common"] = openapi.to_document(common)
        return record, None
    shown = outline(said)
    assert shown is not None
    record["outline"] = [
        shown.name,
        shown.place,
        shown.newer,
        shown.parameters,
        shown.errors,
        _dump_span(shown.span),
    ]
    return record, draft


def load_outline(name: str, plain: Sequence[Any] | None) -> Outline | None:
    """The outline of a record; None where the page documents no operation."""
    if plain is None:
        return None
    return Outline(
        page=name,
        name=plain[0],
        place=(plain[1][0], plain[1][1]),
        newer=plain[2],
        parameters=tuple((p[0], p[1], p[2]) for p in plain[3]),
        errors=tuple((e[0], e[1], e[2]) for e in plain[4]),
        span=Span(name, *plain[5]),
    )


def load_head(name: str, record: Record) -> Head:
    """What a record tells the head of the contract."""
    common = openapi.from_document(record["common"]) if "common" in record else Contract(title="", version="")
    return Head(
        name,
        record["product"],
        record["version"],
        record["usual"],
        tuple(record["hosts"]),
        common.common_parameters,
        common.common_errors,
        common.unparsed,
    )


def _dump_span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _dump_finding(finding: Diagnostic) -> list[Any]:
    return [
        finding.code.id,
        _dump_span(finding.span),
        finding.message,
        finding.help,
        [[_dump_span(note.span), note.message] for note in finding.notes],
        [[_dump_span(edit.span), edit.text] for edit in finding.edits],
    ]


def load_finding(name: str, plain: Sequence[Any]) -> Diagnostic:
    """A finding of a record, about the page of that name."""
    return Diagnostic(
        _CODES[plain[0]],
        Span(name, *plain[1]),
        plain[2],
        plain[3],
        tuple(Note(Span(name, *span), message) for span, message in plain[4]),
        tuple(Edit(Span(name, *span), text) for span, text in plain[5]),
    )


_CODES = {
    value.id: value
    for module in (page_codes, meaning_codes)
    for value in vars(module).values()
    if isinstance(value, Code)
}
