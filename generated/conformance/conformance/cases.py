"""The cases as values, read from `cases/*.json`. Nothing here knows how to run one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "cases"


class SuiteError(Exception):
    """The suite or what it was given cannot be used. The message says what, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of the documentation behind a case. `line` counts from 1; None where it could not be found."""

    text: str
    page: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """`pages/X.md:12`, or what is known of it; `contract` where no page was found that says it."""
        return f"{self.page}:{self.line}" if self.line else self.page or "contract"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer that a case allows.

    `status` is a number as text or a class (`4xx`); without `codes` any code will do. `message` is compared
    as `match` says: `exact`, `template` (every `%s` stands for some text) or `prefix`.
    """

    success: bool
    status: str = ""
    codes: tuple[str, ...] = ()
    message: str | None = None
    match: str = "exact"
    not_codes: tuple[str, ...] = ()

    def words(self) -> str:
        """What it asks for, for messages."""
        if self.success:
            return f"success ({self.status})"
        out = f"an error with status {self.status}" if self.status else "an error"
        if self.codes:
            out += " and code " + " or ".join(self.codes)
        if self.message is not None:
            how = {"exact": "the message", "template": "a message of the form", "prefix": "a message starting with"}
            out += f" and {how[self.match]} {json.dumps(self.message, ensure_ascii=False)}"
        return out


@dataclass(frozen=True, slots=True)
class Request:
    """One request, before it is filled with the ids of a state and signed.

    The parameters are those of the state, plus `set`, without `drop`, with `rename` applied; `again` repeats
    names with a second value. Of the names in `replace` the state's own values do not count, nor those of their members
    (`Tag` leaves out `Tag.1.Key`). `body` is the JSON body in place of the page's. `common` overrides or (None) drops a common parameter. `fault` names what the
    signing gets wrong on purpose. `place` is `query`, `form` or `split`.
    """

    method: str = "GET"
    place: str = "query"
    format: str | None = "JSON"
    signature: str = "rpc"
    path: str | None = None
    action: str | None = None
    set: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()
    body: Any = None
    rename: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)
    common: Mapping[str, str | None] = field(default_factory=dict)
    fault: str | None = None
    only: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A demand on the content of an answer: the value at `path` compared with `value`.

    `op` is `equals`, `one_of`, `not`, `present`, `absent`, `each` (every value that the path selects, be it none,
    equals `value`), `matches` (an expression for the whole text), `recent` (a time within a day of the runner's clock),
    `at_least` (the value itself), or `count`, `count_at_least`, `count_at_most` (how many are selected).
    """

    path: str
    op: str
    value: Any = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange of a case.

    `resend` sends the previous request again, byte for byte. `same` compares the answer with that of an
    earlier step (an index), but for `RequestId`; `differs` wants the values at those paths to differ from it.
    `race` sends several requests at once; `winners` says how many may succeed: `one`, `open` (one, where the pages
    leave room for more), `all`, or `same` (any number, which all say the same). `until` repeats the request until its
    checks hold.
    """

    operation: str
    request: Request
    expect: tuple[Outcome, ...]
    undecided: tuple[Outcome, ...] = ()
    checks: tuple[Check, ...] = ()
    until: tuple[Check, ...] = ()
    save: Mapping[str, str] = field(default_factory=dict)
    resend: bool = False
    same_nonce: bool = False
    same: int | None = None
    differs: tuple[str, ...] = ()
    race: tuple[Request, ...] = ()
    winners: str = "one"
    says: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """The state of the world a case needs: `name` of the state, `key` of the case (`ok`, `OperationDenied#2`).

    `stateful` says that later steps of the case see what earlier ones did.
    """

    operation: str
    key: str
    name: str
    params: Mapping[str, Any] = field(default_factory=dict)
    request: Mapping[str, str] = field(default_factory=dict)
    stateful: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    `stateless` says that it also means something without an arranged state; `strict` that the pages leave it open, and
    only `--strict` asks for it; `alone` that nothing else may run at the same time.
    """

    id: str
    operation: str
    kind: str
    title: str
    quotes: tuple[Quote, ...]
    covers: tuple[str, ...]
    need: Need | None
    steps: tuple[Step, ...]
    stateless: bool = False
    alone: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the pages document: a parameter, rule, enum value, response field or error row."""

    id: str
    kind: str
    name: str
    quote: Quote
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A documented error: whoever answers with `code` must do so with this status and message.

    `{Name}` in `code` stands for a word, and for the same word in `message`; `match` is as in `Outcome`. An empty
    status or message leaves it open.
    """

    code: str
    status: str = ""
    message: str = ""
    match: str = "exact"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented operation: what the runner must know to call it and to read its answers.

    `sample` are the parameters of a call that the pages' examples make, `borrowed` says of those
    that the operation's own table has no example of, what shows them.
    """

    name: str
    style: str
    method: str
    path: str
    version: str
    page: str
    read_only: bool
    required: tuple[str, ...]
    places: Mapping[str, str]
    examples: Mapping[str, str]
    sample: Mapping[str, str]
    borrowed: Mapping[str, str]
    body: str | None
    response: Mapping[str, Any]
    rows: tuple[Row, ...]
    echoes: Mapping[str, str]
    cases: tuple[Case, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Suite:
    """The whole suite. `silent` lists what the pages leave open, with the reason it is not asserted."""

    title: str
    version: str
    operations: Mapping[str, Operation]
    kinds: Mapping[str, str]
    envelope: Mapping[str, Any]
    silent: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...] = ()
    cases: tuple[Case, ...] = ()

    def all_cases(self) -> list[Case]:
        """The cases of every operation, then those over several."""
        return [case for operation in self.operations.values() for case in operation.cases] + list(self.cases)


def load(folder: Path = FOLDER) -> Suite:
    """The suite in a folder of case files. Raises SuiteError."""
    try:
        service = json.loads((folder / "service.json").read_text(encoding="utf-8"))
        operations = {}
        for name in service["operations"]:
            operations[name] = _operation(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
        return Suite(
            title=service["title"],
            version=service["version"],
            operations=operations,
            kinds=service["kinds"],
            envelope=service["envelope"],
            silent=tuple((item["what"], item["why"]) for item in service["not_asserted"]),
            signatures=tuple(service["signatures"]),
            rows=tuple(Row(**row) for row in service["rows"]),
            facts=tuple(_fact(item) for item in service["facts"]),
            cases=tuple(_case(item, "") for item in service["cases"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SuiteError(f"cannot read the cases in {folder}: {error!r}; generate the suite again") from error


def _operation(data: Mapping[str, Any]) -> Operation:
    name = data["operation"]
    return Operation(
        name=name,
        style=data["style"],
        method=data["method"],
        path=data["path"],
        version=data["version"],
        page=data["page"],
        read_only=data["read_only"],
        required=tuple(data["required"]),
        places=data["places"],
        examples=data["examples"],
        sample=data["sample"],
        borrowed=data["borrowed"],
        body=data["body"],
        response=data["response"],
        rows=tuple(Row(**row) for row in data["rows"]),
        echoes=data["echoes"],
        cases=tuple(_case(item, name) for item in data["cases"]),
        facts=tuple(_fact(item) for item in data["facts"]),
    )


def _case(data: Mapping[str, Any], operation: str) -> Case:
    operation = data.get("operation", operation)
    steps: Iterable[Mapping[str, Any]] = data.get("steps") or [data]
    need = data.get("state")
    if need:
        stateful = data["kind"] in ("sequence", "race") or any(
            step.get(key) for step in steps for key in ("differs", "until", "race", "checks", "save")
        )
        need = {**need, "stateful": stateful}
    return Case(
        id=data["id"],
        operation=operation,
        kind=data["kind"],
        title=data["title"],
        quotes=tuple(Quote(**quote) for quote in data["quotes"]),
        covers=tuple(data.get("covers", ())),
        need=Need(**{"operation": operation, **need}) if need else None,
        steps=tuple(_step(step, operation) for step in steps),
        stateless=data.get("stateless", False),
        alone=data.get("alone", False),
        strict=data.get("strict", False),
    )


def _step(data: Mapping[str, Any], operation: str) -> Step:
    return Step(
        operation=data.get("call", operation),
        request=_request(data.get("request", {})),
        expect=tuple(_outcome(item) for item in data["expect"]),
        undecided=tuple(_outcome(item) for item in data.get("undecided", ())),
        checks=tuple(Check(**item) for item in data.get("checks", ())),
        until=tuple(Check(**item) for item in data.get("until", ())),
        save=data.get("save", {}),
        resend=data.get("resend", False),
        same_nonce=data.get("same_nonce", False),
        same=data.get("same"),
        differs=tuple(data.get("differs", ())),
        race=tuple(_request(item) for item in data.get("race", ())),
        winners=data.get("winners", "one"),
        says=data.get("says", ""),
    )


def _request(data: Mapping[str, Any]) -> Request:
    lists = {name: tuple(data.get(name, ())) for name in ("drop", "replace")}
    return Request(**{**data, **lists})


def _outcome(data: Mapping[str, Any]) -> Outcome:
    lists = {name: tuple(data.get(name, ())) for name in ("codes", "not_codes")}
    return Outcome(**{**data, **lists})


def _fact(data: Mapping[str, Any]) -> Fact:
    return Fact(data["id"], data["kind"], data["name"], Quote(**data["quote"]), data.get("reason", ""))
