"""Running cases: arranging their states, in parallel, and making results of what came."""

from __future__ import annotations

import os
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from conformance.answers import read
from conformance.cases import Case, Request, Suite, SuiteError
from conformance.client import Client, NoAnswer
from conformance.exchange import run
from conformance.requests import build
from conformance.results import FAILED, NOT_EXERCISED, PASSED, Result
from conformance.session import Exchange, Session
from conformance.signing import Credentials
from conformance.worlds import NotArranged, World, Worlds

JOBS = 8


@dataclass(slots=True)
class Runner:
    """Runs cases against one endpoint.

    `signatures` are those that must work; None finds out. With `strict`, answers that the pages leave open fail:
    that is for an implementation whose states were arranged for these very cases.
    """

    suite: Suite
    client: Client
    credentials: Credentials
    worlds: Worlds
    command: tuple[str, ...] = ()
    signatures: tuple[str, ...] | None = None
    within: float = 10.0
    jobs: int = JOBS
    strict: bool = False
    _ids: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _refused: dict[str, str] = field(default_factory=dict)

    def run(self, cases: Iterable[Case], done: Callable[[Result], None] = lambda result: None) -> list[Result]:
        """The results in the order of the cases; `done` hears of each as it ends.

        Cases run side by side where states are isolated. One that fails then is run once more by itself, since an
        implementation may arrange its states in ways that disturb each other; what passes alone has passed.
        Raises SuiteError where nothing answers at the endpoint.
        """
        cases = list(cases)
        try:
            self.client.open()
        except NoAnswer as error:
            raise SuiteError(f"{error}; is the implementation running?") from None
        self.probe()
        together = [case for case in cases if not case.alone] if self.jobs > 1 and self.worlds.isolated else []
        results: dict[str, Result] = {}
        if together:
            with ThreadPoolExecutor(self.jobs) as pool:
                for result in pool.map(self.one, together):
                    results[result.case.id] = result
                    if result.status != FAILED:
                        done(result)
        for case in cases:
            first = results.get(case.id)
            if first is not None and first.status != FAILED:
                continue
            result = self.one(case)
            if first is not None and result.status == PASSED:
                result.note = f"failed among others, passed by itself: {first.why[0] if first.why else ''}"
            results[case.id] = result
            done(result)
        return [results[case.id] for case in cases]

    def probe(self) -> None:
        """Finds out which signatures the implementation knows, where nobody said which it must know."""
        if self.signatures is not None:
            for name in self.suite.signatures:
                if name not in self.signatures:
                    self._refused[name] = f"the signature {name} was not selected"
            return
        if "v3" not in self.suite.signatures or "v3" in self._refused or not self.suite.operations:
            return
        operation = next(iter(self.suite.operations.values()))
        if operation.style == "rest":
            return
        try:
            wire = build(operation, Request(signature="v3"), operation.examples, self.credentials, self.client.endpoint)
            parsed = read(self.client.send(wire), None, operation.response)
        except NoAnswer:
            return
        code = parsed.code or ""
        unknown = ("Missing", "IncompleteSignature", "InvalidAction", "InvalidVersion", "UnsupportedSignature")
        if not parsed.success and (not code or code.startswith(unknown)) and parsed.answer.status != 500:
            self._refused["v3"] = (
                f"a request signed with V3 was refused with {parsed.words()}, so V3 seems not to be offered, and the pages do "
                "not ask for it; --signatures rpc,v3 insists"
            )

    def one(self, case: Case) -> Result:
        """Runs one case."""
        start = time.perf_counter()
        result = self._one(case)
        result.seconds = time.perf_counter() - start
        return result

    def _one(self, case: Case) -> Result:
        used = [request.signature for step in case.steps for request in (step.race or (step.request,))]
        refused = [self._refused[signature] for signature in used if signature in self._refused]
        if refused:
            return Result(case, NOT_EXERCISED, [refused[0]])
        if case.strict and not self.strict:
            return Result(case, NOT_EXERCISED, ["the pages leave it open; --strict asks for it"])
        stateless = False
        try:
            world = self._world(case)
        except NotArranged as reason:
            if self.strict:
                return Result(case, FAILED, [f"the state could not be arranged: {reason}"])
            if not case.stateless:
                return Result(case, NOT_EXERCISED, [str(reason)])
            operation = self.suite.operations[case.operation]
            world, stateless = World(operation.sample, shown=frozenset(operation.sample)), True
        return replace(self._exchanged(case, world, stateless), borrowed=self._borrowed(case, world))

    def _exchanged(self, case: Case, world: World, stateless: bool) -> Result:
        if case.need is not None and case.need.stateful and not world.fresh:
            why = "an earlier case used this fixture; give the fixtures a `reset` URL, or a state URL"
            return Result(case, NOT_EXERCISED, [why])
        session = Session(self.suite, self.client, self.credentials, world, self.within, self.strict)
        found = run(session, case)
        self._unique(case, found)
        if found.problems and not world.fresh and found.wanted_success and self._used_up(case, session):
            why = "an earlier case used up this fixture; give the fixtures a `reset` URL, or a state URL"
            return Result(case, NOT_EXERCISED, [why], came=found.came)
        if found.problems and found.wanted_success and self.worlds.guessed and self._refused_call(session):
            why = f"the examples of the page make no good call: {found.came}"
            return Result(case, NOT_EXERCISED, [why], came=found.came)
        if found.problems and stateless and self._elsewhere(case, session):
            why = f"without an arranged state the implementation answered {found.came}, which says nothing of this case"
            return Result(case, NOT_EXERCISED, [why], came=found.came)
        status = FAILED if found.problems else NOT_EXERCISED if found.undecided else PASSED
        reasons = list(dict.fromkeys(found.problems)) or ([found.undecided] if found.undecided else [])
        result = Result(case, status, reasons, found.expected, found.came, seen=found.seen, codes=found.codes)
        if status == FAILED:
            result.curl = self._curl(found, world)
            result.alone = shlex.join([*self.command, "--only", case.id])
        return result

    def _borrowed(self, case: Case, world: World) -> tuple[str, ...]:
        """The values that are no examples of the operation's own table, with what shows them."""
        lent = self.suite.operations[case.operation].borrowed if case.operation in self.suite.operations else {}
        used = [name for name in lent if name in world.shown]
        return tuple(f"{name}={world.parameters[name]} from {lent[name]}" for name in used)

    def _world(self, case: Case) -> World:
        if case.need is None:
            return World()
        return self.worlds.arrange(case.need, self.suite.operations[case.need.operation])

    def _refused_call(self, session: Session) -> bool:
        return bool(session.answers) and not session.answers[-1].success

    def _used_up(self, case: Case, session: Session) -> bool:
        operation = self.suite.operations[case.operation]
        last = session.answers[-1] if session.answers else None
        return not operation.read_only and last is not None and last.code in {row.code for row in operation.rows}

    def _elsewhere(self, case: Case, session: Session) -> bool:
        """Whether the answer is a documented error of another kind, as the examples' ids may well cause."""
        operation = self.suite.operations[case.operation]
        last = session.answers[-1] if session.answers else None
        return last is not None and not last.success and last.code in {row.code for row in operation.rows}

    def _unique(self, case: Case, found: Exchange) -> None:
        with self._lock:
            for request_id in found.request_ids:
                if request_id in self._ids:
                    found.problems.append(f"RequestId {request_id} was given before, to {self._ids[request_id]}")
                self._ids[request_id] = case.id

    def _curl(self, found: Exchange, world: World) -> list[str]:
        """Lines to repeat the failing exchange by hand, signed afresh: a nonce can be used only once."""
        lines = [world.curl] if world.curl else []
        nonce = None
        for step, request, parameters in found.sent[-4:]:
            operation = self.suite.operations[step.operation]
            if step.resend and lines:
                lines.append(lines[-1])
                continue
            credentials = world.credentials or self.credentials
            same = nonce if step.same_nonce else None
            wire = build(operation, request, parameters, credentials, self.client.endpoint, same)
            nonce = wire.nonce
            lines.append(wire.curl(self.client.endpoint))
        return lines


def select(suite: Suite, operations: Iterable[str], kinds: Iterable[str], only: Iterable[str]) -> list[Case]:
    """The cases of some operations (all where none is named) and kinds, or those whose id starts as `only` says."""
    names, kinds, only = set(operations), set(kinds), list(only)
    cases = [
        case
        for case in suite.all_cases()
        if (not names or case.operation in names) and (not kinds or case.kind in kinds)
    ]
    ids = {case.id for case in cases}
    exact, starts = {one for one in only if one in ids}, tuple(one for one in only if one not in ids)
    return [case for case in cases if case.id in exact or (starts and case.id.startswith(starts))] if only else cases


def command(endpoint: str, key_id: str, state_url: str | None, fixtures: str | None) -> tuple[str, ...]:
    """The command that runs this suite again; the secret comes from the environment, never from a report.

    Whoever launches the suite in another way gives its own command in CONFORMANCE_COMMAND.
    """
    if given := os.environ.get("CONFORMANCE_COMMAND"):
        return tuple(shlex.split(given))
    out = [
        os.path.basename(sys.executable) or "python",
        "-m",
        "conformance",
        "--endpoint",
        endpoint,
        "--key-id",
        key_id,
    ]
    if state_url:
        out += ["--state-url", state_url]
    if fixtures:
        out += ["--fixtures", fixtures]
    return tuple(out)
