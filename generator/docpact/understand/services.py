"""The pages of a service become one contract. Operations documented twice are merged or reported, never dropped silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Server
from docpact.diagnostics import Diagnostic, Note, Span
from docpact.understand import codes
from docpact.understand.operations import Sources, Understood, server_url


def contract(
    pages: Sequence[Understood], *, title: str = "", version: str = ""
) -> tuple[Contract, list[Diagnostic], dict[str, Sources]]:
    """The contract of a service, what was found while it was made, and the sources of each page by its path.

    Title and version are what most pages name, unless given; `API` and `0` where none names them.
    """
    findings: list[Diagnostic] = []
    operations, parameters, errors = _collect(pages, findings)
    products = Counter(page.product for page in pages if page.product)
    versions = Counter(page.version for page in pages if page.version)
    hosts = Counter(host for page in pages for host in page.hosts)
    if not title and len({p.casefold() for p in products}) > 1:
        findings.append(_several("products", products, pages))
    if not version and len(versions) > 1:
        findings.append(_several("API versions", versions, pages))
    made = Contract(
        title=title or _most(products) or "API",
        version=version or _most(versions) or "0",
        servers=tuple(Server(url=server_url(host)) for host, _ in _by_count(hosts)[:1]),
        operations=tuple(operations),
        common_parameters=tuple(parameters),
        common_errors=tuple(errors),
        unparsed=tuple(text for page in pages for text in page.unparsed),
    )
    return made, findings, {page.page: page.sources for page in pages}


def _several(what: str, counts: Counter[str], pages: Sequence[Understood]) -> Diagnostic:
    names = ", ".join(f"{name} ({count})" for name, count in _by_count(counts))
    return codes.SEVERAL_SERVICES.at(
        Span.whole(pages[0].page), f"the pages name several {what}: {names}", help="compile them apart, or name one"
    )


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _most(counts: Counter[str]) -> str:
    return _by_count(counts)[0][0] if counts else ""


def _collect(
    pages: Iterable[Understood], findings: list[Diagnostic]
) -> tuple[list[Operation], list[Parameter], list[ErrorRow]]:
    chosen: dict[str, Understood] = {}
    parameters: dict[str, Parameter] = {}
    errors: dict[tuple[int | None, str, str], ErrorRow] = {}
    for page in pages:
        for parameter in page.common_parameters:
            parameters.setdefault(parameter.name, parameter)
        for row in page.common_errors:
            errors.setdefault((row.status, row.code, row.message), row)
        if page.operation is None:
            continue
        key = _key(page.operation)
        if key not in chosen:
            chosen[key] = page
            continue
        chosen[key] = _merge(chosen[key], page, findings)
    return (
        [page.operation for page in chosen.values() if page.operation is not None],
        list(parameters.values()),
        list(errors.values()),
    )


def _key(operation: Operation) -> str:
    return operation.name.casefold()


def _merge(first: Understood, second: Understood, findings: list[Diagnostic]) -> Understood:
    """The better of two pages of one operation, with what only the other one has."""
    assert first.operation is not None
    assert second.operation is not None
    better, other = (second, first) if _rank(second) > _rank(first) else (first, second)
    assert better.operation is not None
    assert other.operation is not None
    kept, left = better.operation, other.operation
    known = {p.name for p in kept.parameters}
    rows = {(row.status, row.code, row.message) for row in kept.errors}
    missing = [p.name for p in left.parameters if p.name not in known]
    more = [row for row in left.errors if (row.status, row.code, row.message) not in rows]
    differs = [
        f"`{p.name}` ({_difference(mine, p)})"
        for p in left.parameters
        if (mine := kept.parameter(p.name)) is not None and _difference(mine, p)
    ]
    notes = [Note(other.sources.get(("operation",), Span.whole(other.page)), "the other page")]
    said = [f"only the other page has {', '.join(f'`{n}`' for n in missing)}"] if missing else []
    said += [f"only the other page has {len(more)} of the error rows"] if more else []
    said += [f"they differ in {', '.join(differs)}"] if differs else []
    findings.append(
        codes.DUPLICATE_OPERATION.at(
            better.sources.get(("operation",), Span.whole(better.page)),
            f"`{kept.name}` is documented twice" + (f"; {'; '.join(said)}" if said else " and both pages agree"),
            help="delete one of the pages",
            notes=notes,
        )
    )
    pages = [*_also(kept), other.page]
    merged = replace(kept, extensions={**kept.extensions, "x-docpact-also-on": list(pages)})
    return replace(better, operation=merged)


def _also(operation: Operation) -> list[str]:
    also = operation.extensions.get("x-docpact-also-on")
    return [str(page) for page in also] if isinstance(also, list) else []


def _rank(page: Understood) -> tuple[bool, int, int]:
    """How new a page's form is and how much it says: newer forms name the version in their Explorer link."""
    operation = page.operation
    assert operation is not None
    return bool(page.version), len(operation.parameters), len(operation.errors)


def _difference(one: Parameter, other: Parameter) -> str:
    if one.schema.type != other.schema.type:
        return f"type {one.schema.type} and {other.schema.type}"
    if one.required != other.required:
        return "required and optional"
    return ""
