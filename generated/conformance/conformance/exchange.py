"""Running the steps of one case in one arranged world."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from conformance import checks
from conformance.answers import Parsed, read, select
from conformance.cases import Case, Check, Operation, Request, Step, Suite
from conformance.client import Client, NoAnswer
from conformance.races import race
from conformance.requests import Wire, build
from conformance.signing import Credentials
from conformance.worlds import World

POLL = 0.05


@dataclass(slots=True)
class Exchange:
    """What was found out: `problems` are disagreements, `undecided` a reason why nothing can be said."""

    problems: list[str] = field(default_factory=list)
    undecided: str = ""
    wanted_success: bool = False
    expected: str = ""
    came: str = ""
    sent: list[tuple[Step, Request, dict[str, str]]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    request_ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Session:
    """One case in one world, step by step."""

    suite: Suite
    client: Client
    credentials: Credentials
    world: World
    within: float = 10.0
    strict: bool = False
    variables: dict[str, Any] = field(default_factory=dict)
    answers: list[Parsed] = field(default_factory=list)
    last: Wire | None = None

    def run(self, case: Case) -> Exchange:
        """Runs the case's steps until one disagrees."""
        out = Exchange()
        fresh = {"uuid": str(uuid.uuid4()), "uuid2": str(uuid.uuid4())}
        self.variables = {**fresh, **self.world.parameters}
        for number, step in enumerate(case.steps, 1):
            out.wanted_success = any(outcome.success for outcome in step.expect)
            out.expected = " or ".join(dict.fromkeys(outcome.words() for outcome in step.expect))
            try:
                self._step(case, step, out)
            except NoAnswer as error:
                out.problems.append(str(error))
                out.came = "no answer"
            except KeyError as error:
                out.undecided = f"the state gave no {error.args[0]}"
            if (out.problems or out.undecided) and len(case.steps) > 1:
                where = f"step {number} ({step.says or step.operation}): "
                out.problems = [where + problem for problem in out.problems]
                out.undecided = out.undecided and where + out.undecided
            if out.problems or out.undecided:
                break
        return out

    def _step(self, case: Case, step: Step, out: Exchange) -> None:
        operation = self.suite.operations[step.operation]
        if step.race:
            race(self, operation, step, out)
            return
        deadline = time.monotonic() + self.within
        while True:
            parsed = self._send(operation, step, step.request, out, base=step.operation == case.operation)
            unmet = checks.demands(parsed, step.until, self.variables) if step.until and parsed.success else []
            if not unmet or time.monotonic() > deadline:
                break
            time.sleep(POLL)
        out.came = parsed.words()
        self.answers.append(parsed)
        open_too = [] if self.strict or not checks.judge(parsed, step.expect) else step.undecided
        if any(not checks.judge(parsed, [outcome]) for outcome in open_too):
            out.undecided = f"the implementation answered {parsed.words()}, which the pages allow in another state"
            return
        self.judge(operation, step, step.request, parsed, out)
        out.problems += [f"after {self.within:g} s still {problem}" for problem in unmet]
        if not out.problems:
            if parsed.success or not any(outcome.success for outcome in step.expect):
                out.problems += checks.demands(parsed, step.checks, self.variables)
            if parsed.success:
                out.problems += self._save(step, parsed)
            out.problems += self._compare(step, parsed)

    def _send(self, operation: Operation, step: Step, request: Request, out: Exchange, *, base: bool) -> Parsed:
        parameters = self.parameters(operation, request, base)
        out.sent.append((step, request, parameters))
        if step.resend and self.last is not None:
            wire = self.last
        else:
            nonce = self.last.nonce if step.same_nonce and self.last is not None else None
            credentials = self.world.credentials or self.credentials
            wire = build(operation, request, parameters, credentials, self.client.endpoint, nonce)
        self.last = wire
        return read(self.client.send(wire), request.format, operation.response)

    def parameters(self, operation: Operation, request: Request, base: bool) -> dict[str, str]:
        held = self.world.parameters if base and not request.only else {}
        filled = {name: str(checks.fill(value, self.variables)) for name, value in request.set.items()}
        parameters = {name: value for name, value in {**held, **filled}.items() if name not in request.drop}
        return {request.rename.get(name, name): value for name, value in parameters.items()}

    def judge(self, operation: Operation, step: Step, request: Request, parsed: Parsed, out: Exchange) -> None:
        host = urlsplit(self.client.endpoint).netloc
        out.problems += parsed.problems
        if isinstance(parsed.value, dict):
            request_id = parsed.value.get("RequestId")
            if isinstance(request_id, str) and not step.resend:
                out.request_ids.append(request_id)
        verdict = checks.judge(parsed, step.expect)
        out.problems += verdict
        if parsed.code is not None:
            out.codes.add(parsed.code)
        out.problems += checks.envelope(parsed, self.suite.envelope, host, operation.response)
        if not verdict and not parsed.success:
            out.problems += checks.documented(parsed, [*operation.rows, *self.suite.rows])
        if parsed.success:
            out.problems += [
                _placed(operation, found) for found in checks.content(parsed, operation.response, out.seen)
            ]
            if not self.world.guessed:
                out.problems += self._echoes(operation, out.sent[-1][2], parsed)

    def _echoes(self, operation: Operation, sent: dict[str, str], parsed: Parsed) -> list[str]:
        """What was asked for must be what is listed: `Status=InUse` lists nothing with another `Status`."""
        demands = [
            Check(path, "each", sent[name], f"it was asked for {name}")
            for name, path in operation.echoes.items()
            if name in sent
        ]
        return checks.demands(parsed, demands, {})

    def _save(self, step: Step, parsed: Parsed) -> list[str]:
        missing = []
        for name, path in step.save.items():
            found = select(parsed.value, path)
            if found:
                self.variables[name] = found[0]
            else:
                missing.append(f"{path} is missing")
        return missing

    def _compare(self, step: Step, parsed: Parsed) -> list[str]:
        out = []
        if step.same is not None:
            one, other = (_without_id(answer.value) for answer in (self.answers[step.same], parsed))
            if one != other:
                out.append(f"the answer differs from that of step {step.same + 1}: {other!r}, it was {one!r}")
        for path in step.differs:
            earlier = [select(answer.value, path) for answer in self.answers[:-1]]
            if select(parsed.value, path) in earlier:
                out.append(f"{path} is the same as in an earlier step: {select(parsed.value, path)!r}")
        return out


def _placed(operation: Operation, problem: str) -> str:
    """The problem of an answer's field with the place of its row."""
    path = problem.partition(" ")[0]
    place = next((f.quote.place for f in operation.facts if f.kind == "response field" and f.name == path), "")
    return f"{problem} ({place})" if place else problem


def _without_id(value: Any) -> Any:
    return {name: item for name, item in value.items() if name != "RequestId"} if isinstance(value, Mapping) else value
