"""The pages of a service become one contract. Operations documented twice are merged or reported, never dropped silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Server
from docpact.contract.openapi import place
from docpact.diagnostics import Diagnostic, Note, Span
from docpact.understand import codes
from docpact.understand.operations import Sources, Understood, server_url


class Page(Protocol):
    """What the contract's head needs to know of a page; `Understood` is one."""

    @property
    def page(self) -> str: ...
    @property
    def product(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def usual_version(self) -> str: ...
    @property
    def hosts(self) -> tuple[str, ...]: ...
    @property
    def common_parameters(self) -> tuple[Parameter, ...]: ...
    @property
    def common_errors(self) -> tuple[ErrorRow, ...]: ...
    @property
    def unparsed(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """As much of an operation's page as it takes to choose between the pages of one operation."""

    page: str
    name: str
    place: tuple[str, str]
    """The path key and the method of the contract file."""
    newer: bool
    """Whether the page has the newer form, whose Explorer link names the version."""
    parameters: tuple[tuple[str, str | None, bool], ...]
    """Name, type and required flag of each."""
    errors: tuple[tuple[int | None, str, str], ...]
    """Status, code and message of each."""
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """A page that speaks for its operation: its index, and the other pages that document the same operation."""

    index: int
    also_on: tuple[str, ...] = ()

    def applied(self, operation: Operation) -> Operation:
        """The operation with the other pages named."""
        if not self.also_on:
            return operation
        return replace(operation, extensions={**operation.extensions, "x-docpact-also-on": list(self.also_on)})


def contract(
    pages: Sequence[Understood], *, title: str = "", version: str = ""
) -> tuple[Contract, list[Diagnostic], dict[str, Sources]]:
    """The contract of a service, what was found while it was made, and the sources of each page by its path.

    Title and version are what most pages name, unless given. Where none names them, the title is `API`, the version
    that of the product as the dialect knows it, or `0`.
    """
    choices, findings = choose([outline(page) for page in pages])
    operations = []
    for choice in choices:
        operation = pages[choice.index].operation
        assert operation is not None
        operations.append(choice.applied(operation))
    made, more = head(pages, title=title, version=version)
    return replace(made, operations=tuple(operations)), findings + more, {page.page: page.sources for page in pages}


def insist(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings where no page documents an operation: then every page without one is an error."""
    return [replace(f, code=codes.NO_OPERATION) if f.code.id == codes.OTHER_PAGE.id else f for f in findings]


def outline(page: Understood) -> Outline | None:
    """The outline of a page; None where it documents no operation."""
    operation = page.operation
    if operation is None:
        return None
    return Outline(
        page=page.page,
        name=operation.name,
        place=place(operation),
        newer=bool(page.version),
        parameters=tuple((p.name, p.schema.type, p.required) for p in operation.parameters),
        errors=tuple((row.status, row.code, row.message) for row in operation.errors),
        span=page.sources.get(("operation",), Span.whole(page.page)),
    )


# ------------------------------------------------------------------------------------------ the head


def head(pages: Sequence[Page], *, title: str = "", version: str = "") -> tuple[Contract, list[Diagnostic]]:
    """The contract without its operations."""
    findings: list[Diagnostic] = []
    parameters: dict[str, Parameter] = {}
    errors: dict[tuple[int | None, str, str], ErrorRow] = {}
    for page in pages:
        for parameter in page.common_parameters:
            parameters.setdefault(parameter.name, parameter)
        for row in page.common_errors:
            errors.setdefault((row.status, row.code, row.message), row)
    products = Counter(page.product for page in pages if page.product)
    versions = Counter(page.version for page in pages if page.version)
    usual = Counter(page.usual_version for page in pages if page.usual_version)
    hosts = Counter(host for page in pages for host in page.hosts)
    if not title and len({p.casefold() for p in products}) > 1:
        findings.append(_several("products", products, pages))
    if not version and len(versions) > 1:
        findings.append(_several("API versions", versions, pages))
    lost = [
        what
        for what, known in (("product", title or products), ("API version", version or versions or usual))
        if not known
    ]
    if lost and pages:
        message = f"no page names the {' or the '.join(lost)}: {_DEFAULTS if len(lost) > 1 else _DEFAULT[lost[0]]}"
        findings.append(codes.UNNAMED_SERVICE.at(Span.whole(pages[0].page), message, help=_NAME_IT))
    made = Contract(
        title=title or _most(products) or "API",
        version=version or _most(versions) or _most(usual) or "0",
        servers=tuple(Server(url=server_url(host)) for host, _ in _by_count(hosts)[:1]),
        common_parameters=tuple(parameters.values()),
        common_errors=tuple(errors.values()),
        unparsed=tuple(text for page in pages for text in page.unparsed),
    )
    return made, findings


_DEFAULT = {"product": "the contract is called `API`", "API version": "the contract's version is `0`"}
_DEFAULTS = "the contract is called `API`, version `0`"
_NAME_IT = "link to the API explorer, or set `$.info` in an overlay (`docpact explain DP220`)"


def _several(what: str, counts: Counter[str], pages: Sequence[Page]) -> Diagnostic:
    names = ", ".join(f"{name} ({count})" for name, count in _by_count(counts))
    return codes.SEVERAL_SERVICES.at(
        Span.whole(pages[0].page), f"the pages name several {what}: {names}", help="compile them apart, or name one"
    )


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _most(counts: Counter[str]) -> str:
    return _by_count(counts)[0][0] if counts else ""


# ------------------------------------------------------------------------------------------ choosing


def choose(outlines: Sequence[Outline | None]) -> tuple[list[Choice], list[Diagnostic]]:
    """The page that speaks for each operation, in the order in which the operations first appear."""
    findings: list[Diagnostic] = []
    chosen: dict[str, Choice] = {}
    for index, page in enumerate(outlines):
        if page is None:
            continue
        key = page.name.casefold()
        known = chosen.get(key)
        if known is None:
            chosen[key] = Choice(index)
            continue
        before = outlines[known.index]
        assert before is not None
        better, other, best = (page, before, index) if _rank(page) > _rank(before) else (before, page, known.index)
        chosen[key] = Choice(best, (*known.also_on, other.page))
        findings.append(_twice(better, other))
    places: dict[tuple[str, str], Outline] = {}
    out: list[Choice] = []
    for choice in chosen.values():
        page = outlines[choice.index]
        assert page is not None
        first = places.setdefault(page.place, page)
        if first is page:
            out.append(choice)
            continue
        findings.append(
            codes.SAME_PLACE.at(
                page.span,
                f"`{page.name}` stands at {page.place[1].upper()} {page.place[0]} like `{first.name}`; it is left out",
                help="correct the request line of one of the pages",
                notes=[Note(first.span, "the operation that has the place")],
            )
        )
    return out, findings


def _rank(page: Outline) -> tuple[bool, int, int]:
    """How new a page's form is and how much it says."""
    return page.newer, len(page.parameters), len(page.errors)


def _twice(kept: Outline, left: Outline) -> Diagnostic:
    known = {name: (kind, required) for name, kind, required in kept.parameters}
    rows = set(kept.errors)
    missing = [name for name, _, _ in left.parameters if name not in known]
    more = [row for row in left.errors if row not in rows]
    differs = [
        f"`{name}` ({difference})"
        for name, kind, required in left.parameters
        if name in known and (difference := _difference(known[name], (kind, required)))
    ]
    said = [f"only the other page has {', '.join(f'`{n}`' for n in missing)}"] if missing else []
    said += [f"only the other page has {len(more)} of the error rows"] if more else []
    said += [f"they differ in {', '.join(differs)}"] if differs else []
    return codes.DUPLICATE_OPERATION.at(
        kept.span,
        f"`{kept.name}` is documented twice" + (f"; {'; '.join(said)}" if said else " and both pages agree"),
        help="delete one of the pages",
        notes=[Note(left.span, "the other page")],
    )


def _difference(one: tuple[str | None, bool], other: tuple[str | None, bool]) -> str:
    if one[0] != other[0]:
        return f"type {one[0]} and {other[0]}"
    return "required and optional" if one[1] != other[1] else ""
