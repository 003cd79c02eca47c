"""The plan of the suite: case files as data, the runner as it is, a README."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import replace
from functools import partial
from typing import TypedDict, cast

from docpact.contract.model import JSON, Contract, Operation, Style
from docpact.targets.base import Copy, Job, Settings, TargetError, Text
from docpact.targets.conformance import (
    documents,
    facts,
    layout,
    lending,
    outcomes,
    protocol,
    scenarios,
    service,
    shape,
    states,
    values,
)
from docpact.targets.conformance.asking import Asking
from docpact.targets.conformance.book import Book
from docpact.targets.conformance.draft import KINDS, Case, Draft
from docpact.targets.conformance.kinds import bad, good, members, repeated, rows, rules, security, tolerance

RUNTIME = "conformance/_runtime"
_FILES = (
    "GUIDE.md",
    "example_fixtures.json",
    "example_wsgi.py",
    "README.md",
    "conftest.py",
    "pyproject.toml",
    "test_conformance.py",
    *(
        f"conformance/{name}.py"
        for name in (
            "__init__ __main__ answers cases checks client exchange races requests results runner session shapes signing"
            " worlds reports/__init__ reports/html reports/html_assets reports/json_report reports/junit reports/text"
        ).split()
    ),
)
_MAKERS = (good, bad, members, rules, tolerance, rows, security, repeated)


class _AboutAll(TypedDict):
    """What the cases of one operation mean for the whole: facts of others that they cover, things left open and why."""

    covers: list[str]
    silent: list[list[str]]


class ConformanceTarget:
    """Cases that an implementation of the contract must pass, and the runner for them."""

    name = "conformance"
    summary = "a conformance suite: cases as data, a runner, reports"

    def plan(self, contract: Contract, settings: Settings) -> Iterable[Job]:
        """The jobs of the suite. Raises TargetError where `states.yaml` or `scenarios.yaml` is wrong."""
        return list(_plan(contract, settings))


def _plan(contract: Contract, settings: Settings) -> Iterator[Job]:
    if not contract.operations:
        raise TargetError("the contract has no operation, so there is nothing to test; compile a page with one")
    sheet = protocol.page()
    book = Book(settings.service, (operation.page for operation in contract.operations))
    known = states.load(settings.service)

    def draft(operation: Operation) -> Draft:
        return Draft(contract, operation, known, book, sheet)

    several, left = scenarios.load(contract, known, book, settings)
    calm = next((operation for operation in contract.operations if operation.read_only), contract.operations[0])
    example = draft(calm)
    common = list(service.cases(example))
    covered = _covers([*several, *common])
    silent = [*service.left_open(contract, sheet), *left, *example.silent]
    around = (
        contract.version,
        contract.common_parameters,
        contract.common_errors,
        [page.lines for page in book.common],
    )
    shown = {op.name: _shown(settings, op) for op in contract.operations}
    pages = {op.name: book.page(op.page) for op in contract.operations}
    offered = lending.offers(shown, pages.__getitem__)
    for operation in contract.operations:
        own = shown[operation.name]
        wanted = {key: offered[key] for key in own["lacks"].items() if key in offered}
        mine = [case for case in several if case["operation"] == operation.name]
        others = sorted(fact for fact in covered if fact.startswith(f"{operation.name}/"))
        given = (known.given, known.by_operation.get(operation.name))
        depends = (around, pages[operation.name].lines, given, mine, others, wanted)

        def lent(operation: Operation, own: lending.Shown = own, wanted: lending.Offers = wanted) -> Draft:
            loans = lending.borrow(operation, own, wanted)
            return replace(draft(lending.lend(operation, loans)), loans=loans)

        make = partial(_operation_file, lent, operation, mine, covered)
        job, told = settings.pieces.job(f"cases/{operation.name}.json", operation, depends, make)
        yield job
        about_all = cast("_AboutAll", told)
        covered.update(about_all["covers"])
        silent += [(what, why) for what, why in about_all["silent"]]
    text = layout.dumps(_service(draft(contract.operations[0]), common, list(dict.fromkeys(silent)), covered))
    yield Job("cases/service.json", Text(text))
    yield Job(protocol.PATH, Text(protocol.TEXT))
    for path in _FILES:
        yield Job(path, Copy(f"{RUNTIME}/{path}"))


def _shown(settings: Settings, operation: Operation) -> lending.Shown:
    made = partial(lending.shown, operation)
    return cast("lending.Shown", settings.pieces.value("cases: shown", operation, (), made))


def _operation_file(
    drafted: Callable[[Operation], Draft], operation: Operation, several: list[Case], covered: Set[str]
) -> tuple[Text, JSON]:
    """The file of an operation's cases, and what it means for the service: common facts covered, what is left open."""
    draft = drafted(operation)
    cases = [case for maker in _MAKERS for case in maker.cases(draft)] + several
    own = _covers(cases)
    text = layout.dumps(_operation(draft, _distinct(cases), own | covered))
    apart = f"{operation.name}/"
    told: JSON = {
        "covers": [fact for fact in sorted(own) if not fact.startswith(apart)],
        "silent": [[what, why] for what, why in draft.silent],
    }
    return Text(text), told


def _covers(cases: Iterable[Case]) -> set[str]:
    return {fact for case in cases for fact in cast("list[str]", case["covers"])}


def _distinct(cases: Iterable[Case]) -> list[Case]:
    """Cases under ids of their own: names of parameters could make two the same."""
    seen: dict[str, int] = {}
    out = []
    for case in cases:
        id = str(case["id"])
        seen[id] = number = seen.get(id, 0) + 1
        out.append(case if number == 1 else {**case, "id": f"{id}~{number}"})
    return out


def _operation(draft: Draft, cases: list[Case], covered: Set[str]) -> dict[str, JSON]:
    operation = draft.operation
    return {
        "operation": operation.name,
        "style": operation.style.value,
        "method": operation.method,
        "path": operation.path,
        "version": draft.contract.version,
        "page": operation.page,
        "read_only": operation.read_only,
        "required": [name for p in operation.arguments if p.required for name in values.given(p) or [p.name]],
        "places": _places(operation),
        "examples": {name: value for p in operation.arguments for name, value in values.given(p).items()},
        "sample": _sample(draft),
        "borrowed": {name: loan.place for name, loan in draft.loans.items()},
        "body": _body(operation),
        "response": shape.of(operation),
        "echoes": dict(shape.echoes(operation)),
        "rows": outcomes.table(operation.errors, draft.error_quote),
        "cases": list(cases),
        "facts": facts.of_operation(draft, covered),
    }


def _sample(draft: Draft) -> dict[str, JSON]:
    """The parameters of a call that the pages' examples make: the required ones, and what rules ask for beside them."""
    required: dict[str, JSON] = {}
    for parameter in draft.operation.arguments:
        if parameter.required:
            required |= values.given(parameter)
    asking = Asking(draft.operation)
    try:
        for rule, places in draft.placed * 2:  # what a rule asks for may be what another is about
            asking.mend(rule, places, everywhere=True)
    except documents.Unknown:
        return required
    added = asking.request().get("set", {})
    assert isinstance(added, dict)
    return {**required, **added}


def _body(operation: Operation) -> str | None:
    """The request body that the page shows, else what the examples of its members make; None without a body."""
    if operation.body is None:
        return None
    shown = operation.body.example
    if shown is None:
        shown = documents.in_a_body(operation.body.schema, documents.whole(operation.body.schema))
    return shown if shown is None or isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)


def _places(operation: Operation) -> dict[str, JSON]:
    if operation.style is Style.RPC:
        return {}
    places: dict[str, JSON] = {p.name: p.location.value for p in operation.arguments}
    if operation.body is not None:
        places |= {member.name: "body" for member in operation.body.schema.properties}
    return places


def _service(draft: Draft, cases: list[Case], silent: list[tuple[str, str]], covered: Set[str]) -> dict[str, JSON]:
    contract = draft.contract
    rest = all(operation.style is Style.REST for operation in contract.operations)
    return {
        "title": contract.title,
        "version": contract.version,
        "operations": [operation.name for operation in contract.operations],
        "signatures": ["v3"] if rest else ["rpc", "v3"],
        "kinds": dict(KINDS),
        "envelope": {
            "header": "x-acs-request-id",
            "header_required": True,
            "error_root": "Error",
            "error_fields": ["RequestId", "HostId", "Code", "Message"],
            "places": {name: f"{protocol.PATH}:{line}" for name, line in protocol.places().items()},
        },
        "rows": outcomes.table(contract.common_errors, draft.common_error_quote),
        "not_asserted": [{"what": what, "why": why} for what, why in silent],
        "cases": list(cases),
        "facts": facts.common(draft, draft.book, covered),
    }
