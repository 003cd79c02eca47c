"""`scenarios.yaml`: sequences over several operations, with what must hold in between.

Which call undoes which, and what a list shows after it, is a matter of the service, so it is written as data beside the
contract. A scenario has `says` (the sentences it rests on, looked up in the pages), the `state` it starts from
and `steps`; see the comment at the head of `spec/eip/scenarios.yaml` for their keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docpact.contract import yaml_reader
from docpact.contract.model import JSON, Contract, Operation
from docpact.diagnostics import Findings, Span
from docpact.targets.base import Settings, TargetError
from docpact.targets.conformance import outcomes
from docpact.targets.conformance.book import Book, quote
from docpact.targets.conformance.codes import QUOTE_NOT_FOUND
from docpact.targets.conformance.draft import Case, need
from docpact.targets.conformance.outcomes import SUCCESS, Outcome
from docpact.targets.conformance.states import States

FILE_NAME = "scenarios.yaml"
_KINDS = frozenset(["sequence", "race", "idempotence"])
_STEP = frozenset(
    "call with request expect until check save same differs race winners says drop only times undecided".split()
)
_OPS = frozenset(
    "equals one_of not present absent each at_least matches recent count count_at_least count_at_most".split()
)
_WINNERS = frozenset("one open all same".split())


def load(
    contract: Contract, states: States, book: Book, settings: Settings
) -> tuple[list[Case], list[tuple[str, str]]]:
    """The cases of a service's scenarios, and what they leave open. Raises TargetError where the file is wrong."""
    path = settings.service / FILE_NAME if settings.service else None
    if path is None or not path.is_file():
        return [], []
    try:
        document = yaml_reader.load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml_reader.YamlError) as error:
        raise TargetError(f"cannot read {path}: {error}") from None
    if not isinstance(document, dict):
        raise TargetError(f"{path} must map names of scenarios to scenarios")
    loading = _Loading(contract, states, book, path, settings.findings)
    cases = [loading.scenario(str(name), entry) for name, entry in document.items()]
    return cases, [
        (str(said), "the pages leave it open") for entry in document.values() for said in _list(entry.get("open"))
    ]


class _Loading:
    def __init__(self, contract: Contract, states: States, book: Book, path: Path, findings: Findings) -> None:
        self.findings = findings
        self.contract = contract
        self.states = states
        self.book = book
        self.path = path

    def error(self, where: str, message: str) -> TargetError:
        return TargetError(f"{self.path}: {where}: {message}")

    def scenario(self, name: str, entry: Any) -> Case:
        if not isinstance(entry, dict) or not isinstance(entry.get("steps"), list):
            raise self.error(name, "a scenario is a mapping with a list `steps`")
        kind = str(entry.get("kind") or "sequence")
        if kind not in _KINDS:
            raise self.error(name, f"`kind` must be one of {', '.join(sorted(_KINDS))}")
        operation = str(entry.get("operation") or "")
        if self.contract.operation(operation) is None:
            raise self.error(name, f"the contract has no operation {operation!r}")
        steps = []
        for number, step in enumerate(_flat(entry["steps"]), 1):
            made = self.step(f"{name}, step {number}", operation, step)
            steps += [made] * int(step.get("times", 1))
        covers = [f"{step.get('call', operation)}/operation/{step.get('call', operation)}" for step in steps]
        out: Case = {
            "id": f"{operation}/{kind}/{name}",
            "operation": operation,
            "kind": kind,
            "title": str(entry.get("title") or name.replace("-", " ")),
            "quotes": [self.quote(name, operation, said) for said in _list(entry.get("says"))],
            "covers": list(dict.fromkeys(covers)),
        }
        if "state" in entry:
            key = str(entry["state"])
            state = self.states.of(operation, key)
            if state is None:
                raise self.error(name, f"states.yaml has no case {key!r} of {operation}")
            out["state"] = need(operation, key, state)
        if kind == "race" or entry.get("alone"):
            out["alone"] = True
        if entry.get("strict"):
            out["strict"] = True
        out["steps"] = list(steps)
        return out

    def step(self, where: str, main: str, entry: Any) -> dict[str, JSON]:
        if not isinstance(entry, dict):
            raise self.error(where, "a step is a mapping")
        unknown = sorted(set(entry) - _STEP)
        if unknown:
            raise self.error(where, f"unknown key `{unknown[0]}`; known are {', '.join(sorted(_STEP))}")
        call = str(entry.get("call") or main)
        operation = self.contract.operation(call)
        if operation is None:
            raise self.error(where, f"the contract has no operation {call!r}")
        out: dict[str, JSON] = {"call": call}
        out["request"] = self.request(entry)
        out["expect"] = list(self.outcomes(where, operation, _list(entry.get("expect") or ["success"])))
        if "undecided" in entry:
            out["undecided"] = list(self.outcomes(where, operation, _list(entry["undecided"])))
        for name, checks in (("until", entry.get("until")), ("checks", entry.get("check"))):
            if checks:
                out[name] = [self.check(where, path, wanted) for path, wanted in checks.items()]
        for name in ("save", "same", "differs", "says"):
            if name in entry:
                out[name] = entry[name]
        if "race" in entry:
            out["race"] = [self.request(item) for item in _list(entry["race"])]
            out["winners"] = str(entry.get("winners") or "one")
            if out["winners"] not in _WINNERS:
                raise self.error(where, f"`winners` must be one of {', '.join(sorted(_WINNERS))}")
        return out

    def outcomes(self, where: str, operation: Operation, keys: list[Any]) -> Iterator[Outcome]:
        rows = dict([*outcomes.keys(self.contract.common_errors), *outcomes.keys(operation.errors)])
        for key in keys:
            if key == "success":
                yield SUCCESS
            elif key == "refused":
                yield outcomes.REFUSED
            elif key in rows:
                yield from (outcomes.of_row(row) for row in outcomes.twins(operation, rows[key]) or [rows[key]])
            else:
                raise self.error(where, f"{operation.name} has no error row {key!r}")

    def request(self, entry: Any) -> dict[str, JSON]:
        out: dict[str, JSON] = dict(entry.get("request") or {})
        if entry.get("with"):
            out["set"] = {str(name): _wire(value) for name, value in entry["with"].items()}
        if entry.get("drop"):
            out["drop"] = _list(entry["drop"])
        if entry.get("only"):
            out["only"] = True
        return out

    def check(self, where: str, path: str, wanted: Any) -> dict[str, JSON]:
        """`path: value` demands that value; `path: {op: value}` another comparison."""
        if isinstance(wanted, dict):
            if len(wanted) != 1:
                raise self.error(where, f"the check of {path} must have one comparison")
            op, value = next(iter(wanted.items()))
            if op not in _OPS:
                raise self.error(where, f"unknown comparison `{op}`; known are {', '.join(sorted(_OPS))}")
            return {"path": path, "op": str(op), "value": value}
        if wanted is None:
            return {"path": path, "op": "absent"}
        return {"path": path, "op": "equals", "value": wanted}

    def quote(self, name: str, operation: str, said: str) -> dict[str, JSON]:
        own = self.contract.operation(operation)
        pages = [self.book.page(own.page)] if own is not None else []
        pages += [page for page in self.book.pages() if page not in pages]
        for page in pages:
            line = page.find(said)
            if line is not None:
                return quote(said, page.name, line)
        if any(page.lines for page in pages):
            message = f"the scenario {name} quotes {said!r}, which no page says"
            self.findings.add(
                QUOTE_NOT_FOUND.at(Span.whole(str(self.path)), message, help="quote a sentence of the pages")
            )
        return quote(said, "", None)


def _flat(steps: list[Any]) -> Iterator[Any]:
    """The steps one after the other, groups that are repeated as often as they say."""
    for step in steps:
        if isinstance(step, dict) and isinstance(step.get("repeat"), list):
            for _ in range(int(step.get("times", 1))):
                yield from _flat(step["repeat"])
        else:
            yield step


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _wire(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
