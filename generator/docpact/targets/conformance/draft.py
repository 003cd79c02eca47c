"""What the makers of cases share: one operation in its service, and the writing of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from docpact.contract.faults import Fault
from docpact.contract.members import Place, places_of
from docpact.contract.model import JSON, Contract, ErrorRow, Operation, Parameter, Rule, Schema, Style
from docpact.targets.conformance import documents, outcomes
from docpact.targets.conformance.asking import Asking
from docpact.targets.conformance.book import Book, Page, quote, row_quote
from docpact.targets.conformance.lending import Loan
from docpact.targets.conformance.outcomes import Outcome
from docpact.targets.conformance.spots import Spot
from docpact.targets.conformance.states import State, States

Case = dict[str, JSON]
Quote = dict[str, JSON]

KINDS = {
    "good": "good calls",
    "forms": "methods, placement, formats",
    "values": "documented values",
    "bounds": "ranges and lengths",
    "required": "required parameters",
    "enum": "near misses of values",
    "types": "types",
    "rules": "rules over parameters",
    "tolerance": "unknown, duplicate, special",
    "errors": "error rows",
    "signature": "signature",
    "replay": "timestamps and nonces",
    "idempotence": "idempotence",
    "sequence": "sequences",
    "race": "concurrency",
    "service": "service",
}
"""The kinds of cases, in the order of the report, with the words of its head line."""


@dataclass
class Draft:
    """One operation, and what there is to know for making its cases."""

    contract: Contract
    operation: Operation
    states: States
    book: Book
    protocol: Page
    page: Page = field(init=False)
    loans: Mapping[str, Loan] = field(default_factory=dict)
    silent: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.book.page(self.operation.page)

    # ------------------------------------------------------------------------------------- facts

    def fact(self, kind: str, name: str) -> str:
        """The id of a fact: `AssociateEipAddress/parameter/Mode`."""
        return f"{self.operation.name}/{kind}/{name}"

    def parameter_quote(self, parameter: Parameter) -> Quote:
        """The parameter's row in the request table."""
        names = [parameter.name, f"{parameter.name}.N", f"{parameter.name}.1"]
        row = next((row for name in names if (row := self.page.row(name))), None)
        if row is None:
            prefix = f"{parameter.name}."
            row = next((r for r in self.page.rows if r.cells and r.cells[0].startswith(prefix)), None)
        return row_quote(self.page, row, f"{parameter.name}: {parameter.description}")

    def sentence(self, parameter: Parameter, schema: Schema, keyword: str) -> Quote:
        """The sentence behind a keyword of a schema, or the parameter's row."""
        said = schema.says.get(keyword)
        return self.words(said, parameter.name) if said else self.parameter_quote(parameter)

    def words(self, said: str, parameter: str = "") -> Quote:
        """A sentence of the page, looked for from the row of `parameter` on."""
        row = self.page.row(parameter) if parameter else None
        line = self.page.find(said, row.line if row else 1) or (row.line if row else None)
        return quote(said, self.page.name, line)

    def error_quote(self, row: ErrorRow) -> Quote:
        """The row of the error table."""
        found = self.page.error(row.code, row.message)
        return row_quote(self.page, found, f"{row.status or ''} {row.code}: {row.message} {row.description}")

    def common_error_quote(self, row: ErrorRow) -> Quote:
        """The row of a common error."""
        return common_quote(self.contract, self.book, row.code) or quote(row.code, "", None)

    def common_quotes(self, *names: str) -> list[Quote]:
        """Rows of the common pages: of parameters by name, of errors by code."""
        return [found for name in names if (found := common_quote(self.contract, self.book, name)) is not None]

    def protocol_quote(self, text: str) -> Quote:
        """A line of the protocol sheet that ships with the suite."""
        return protocol_quote(self.protocol, text)

    # ------------------------------------------------------------------------------------- cases

    def case(
        self,
        kind: str,
        name: str,
        title: str,
        quotes: Iterable[Quote],
        covers: Iterable[str],
        *,
        expect: Iterable[Outcome],
        request: Mapping[str, JSON] | None = None,
        undecided: Iterable[Outcome] = (),
        state: str = "ok",
        stateless: bool = False,
    ) -> Case:
        """A case of one exchange in a state."""
        out = self._head(kind, name, title, quotes, covers, state)
        if request:
            out["request"] = self.request(request)
        elif self.operation.style is Style.REST:
            out["request"] = self.request({})
        out["expect"] = list(expect)
        if undecided := list(undecided):
            out["undecided"] = list(undecided)
        if stateless:
            out["stateless"] = True
        return out

    def steps(
        self,
        kind: str,
        name: str,
        title: str,
        quotes: Iterable[Quote],
        covers: Iterable[str],
        steps: Iterable[Mapping[str, JSON]],
        *,
        state: str = "ok",
    ) -> Case:
        """A case of several exchanges in one state."""
        out = self._head(kind, name, title, quotes, covers, state)
        out["steps"] = [self._step(step) for step in steps]
        return out

    def _step(self, step: Mapping[str, JSON]) -> dict[str, JSON]:
        request, race = step.get("request", {}), step.get("race")
        assert isinstance(request, dict)
        out: dict[str, JSON] = {**step, "request": self.request(request)}
        if isinstance(race, list):
            out["race"] = [self.request(each) for each in race if isinstance(each, dict)]
        return out

    def request(self, request: Mapping[str, JSON]) -> dict[str, JSON]:
        """A request in the operation's style: REST knows one signature, and the method of the page."""
        if self.operation.style is Style.REST:
            kept = {key: value for key, value in request.items() if key not in ("method", "place")}
            return {"method": self.operation.method, **kept, "signature": "v3"}
        return dict(request)

    def need(self, key: str) -> dict[str, JSON] | None:
        """The state of a case as the runner asks for it; None where there is none."""
        state = self.states.of(self.operation.name, key)
        return None if state is None or state.unreachable else need(self.operation.name, key, state)

    def good_state(self, *candidates: str) -> str | None:
        """The first of the good variants that the states know, as the key of a case."""
        variants = self.states.variants(self.operation.name)
        return next((f"ok.{name}" for name in candidates if name in variants), None)

    def _head(
        self, kind: str, name: str, title: str, quotes: Iterable[Quote], covers: Iterable[str], state: str
    ) -> Case:
        needed = self.need(state)
        if needed is None:
            needed = need(self.operation.name, state, State(f"{self.operation.name} {state}"))
        return {
            "id": f"{self.operation.name}/{kind}/{name}",
            "kind": kind,
            "title": title,
            "quotes": list(quotes),
            "covers": list(dict.fromkeys(covers)),
            "state": needed,
        }

    def setting(self, spot: Spot, text: str) -> dict[str, JSON]:
        """The changes that give a scalar a value, and its structure what else it needs.

        Raises documents.Unknown where a body cannot be made; what the members of a parameter lack is left to the state.
        """
        plain: dict[str, JSON] = {"set": {spot.name: text}}
        if not spot.place.steps:
            return plain
        asking = Asking(self.operation)
        try:
            asking.put(spot.place, documents.typed(spot.schema, text))
            for rule, places in self.placed:
                asking.mend(rule, places)
        except documents.Unknown:
            if spot.in_body:
                raise
            return plain
        return asking.request()

    @cached_property
    def placed(self) -> list[tuple[Rule, Mapping[str, Place]]]:
        """The rules of the operation whose names are certain, with the places that they mean."""
        found = ((rule, places_of(self.operation, rule)) for rule in self.operation.rules)
        return [(rule, places) for rule, places in found if places is not None]

    def refusals(self, spot: Spot, fault: Fault) -> tuple[list[Outcome], ErrorRow | None]:
        """See `outcomes.invalid`; no row is certainly about a member of a body."""
        return (
            ([outcomes.REFUSED], None) if spot.in_body else outcomes.invalid(self.operation, spot.parameter.name, fault)
        )

    def unrelated(self, spot: Spot) -> list[Outcome]:
        """See `outcomes.unrelated`."""
        return outcomes.unrelated(self.operation, spot.parameter.name)


def need(operation: str, key: str, state: State) -> dict[str, JSON]:
    """A state as the runner asks for it."""
    out: dict[str, JSON] = {"operation": operation, "key": key, "name": state.name}
    if state.params:
        out["params"] = dict(state.params)
    if state.request:
        out["request"] = dict(state.request)
    return out


def protocol_quote(protocol: Page, text: str) -> Quote:
    """A line of the protocol sheet, found by how it starts."""
    line = protocol.find(text)
    whole = protocol.lines[line - 1].lstrip("- ") if line else text
    return quote(whole, protocol.name, line)


def common_quote(contract: Contract, book: Book, name: str) -> Quote | None:
    """The row of a common parameter or error; None where the service documents none of that name."""
    for page in book.common:
        row = page.row(name) or page.error(name, "")
        if row is not None:
            return row_quote(page, row, name)
    for parameter in contract.common_parameters:
        if parameter.name == name:
            return quote(f"{name}: {parameter.description}", "", None)
    for error in contract.common_errors:
        if error.code == name:
            return quote(f"{error.status or ''} {error.code}: {error.message} {error.description}", "", None)
    return None
