"""What came of the cases, and what that says of each documented fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conformance.cases import Case, Fact, Suite

PASSED, FAILED, NOT_EXERCISED = "passed", "failed", "not exercised"


@dataclass(slots=True)
class Result:
    """The outcome of one case. `why` holds the problems of a failed one and the reason of one not exercised.

    `curl` are lines that repeat it by hand, freshly signed; `alone` is the command that runs it alone. `borrowed` are values
    of which the page of the operation shows no example, with what shows them.
    """

    case: Case
    status: str
    why: list[str] = field(default_factory=list)
    expected: str = ""
    came: str = ""
    curl: list[str] = field(default_factory=list)
    alone: str = ""
    seconds: float = 0.0
    note: str = ""
    borrowed: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the run says of one fact. `cases` are the ids of the cases that bear on it."""

    operation: str
    fact: Fact
    status: str
    why: str
    cases: tuple[str, ...]


@dataclass(slots=True)
class Run:
    """A whole run: every result in the suite's order, and the coverage."""

    suite: Suite
    endpoint: str
    results: list[Result]
    coverage: list[Coverage]
    seconds: float
    provider: str

    def count(self, status: str) -> int:
        """How many cases ended so."""
        return sum(result.status == status for result in self.results)

    @property
    def failures(self) -> list[Result]:
        return [result for result in self.results if result.status == FAILED]


def coverage(suite: Suite, results: Iterable[Result], operations: Iterable[str]) -> list[Coverage]:
    """Every fact of the operations (and the common ones), passed, failed or not exercised with the reason."""
    by_fact: dict[str, list[Result]] = {}
    seen: dict[str, set[str]] = {}
    answered: dict[str, list[Result]] = {}
    for result in results:
        for code in result.codes if result.status == PASSED else ():
            answered.setdefault(code, []).append(result)
        for covered in result.case.covers:
            by_fact.setdefault(covered, []).append(result)
        seen.setdefault(result.case.operation, set()).update(result.seen)
    out = []
    groups = [(name, suite.operations[name].facts) for name in operations]
    for operation, facts in [*groups, ("", suite.facts)]:
        for fact in facts:
            if fact.kind == "response field":
                out.append(_field(operation, fact, by_fact.get(fact.id, []), seen.get(operation, set())))
            else:
                also = answered.get(fact.name, [])[:3] if fact.kind == "common error" else []
                out.append(_fact(operation, fact, by_fact.get(fact.id, []) + also))
    return out


def _fact(operation: str, fact: Fact, results: list[Result]) -> Coverage:
    cases = tuple(result.case.id for result in results)
    failed = [result for result in results if result.status == FAILED]
    if failed:
        why = failed[0].why[0] if failed[0].why else ""
        return Coverage(operation, fact, FAILED, why, tuple(result.case.id for result in failed))
    if any(result.status == PASSED for result in results):
        return Coverage(operation, fact, PASSED, "", cases)
    reasons = list(dict.fromkeys(why for result in results for why in result.why))
    why = fact.reason or "; ".join(reasons[:2]) or ("its cases were not selected" if not results else "no case ran")
    return Coverage(operation, fact, NOT_EXERCISED, why, cases)


def _field(operation: str, fact: Fact, results: list[Result], seen: set[str]) -> Coverage:
    path = fact.name
    for result in results:
        for problem in result.why if result.status == FAILED else ():
            if problem.startswith((f"{path} ", f"{path}[")):
                return Coverage(operation, fact, FAILED, problem, (result.case.id,))
    if path in seen:
        return Coverage(operation, fact, PASSED, "", tuple(result.case.id for result in results)[:3])
    why = fact.reason or "no answer of this run held it"
    return Coverage(operation, fact, NOT_EXERCISED, why, ())


def counts(items: Iterable[Coverage]) -> Mapping[str, Mapping[str, int]]:
    """How many facts of each kind ended in each status."""
    out: dict[str, dict[str, int]] = {}
    for item in items:
        row = out.setdefault(item.fact.kind, {PASSED: 0, FAILED: 0, NOT_EXERCISED: 0})
        row[item.status] += 1
    return out
