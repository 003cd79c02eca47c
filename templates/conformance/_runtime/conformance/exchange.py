"""Running the steps of one case in one arranged world."""

from __future__ import annotations

import time
import uuid

from conformance import checks
from conformance.answers import Parsed, read, select
from conformance.cases import Case, Operation, Request, Step
from conformance.client import NoAnswer
from conformance.races import race
from conformance.requests import build
from conformance.session import Exchange, Session, without_id

POLL = 0.05


def run(session: Session, case: Case) -> Exchange:
    """Runs the case's steps until one disagrees."""
    out = Exchange()
    fresh = {"uuid": str(uuid.uuid4()), "uuid2": str(uuid.uuid4())}
    session.variables = {**fresh, **session.world.parameters}
    for number, step in enumerate(case.steps, 1):
        out.wanted_success = any(outcome.success for outcome in step.expect)
        out.expected = " or ".join(dict.fromkeys(outcome.words() for outcome in step.expect))
        try:
            _step(session, case, step, out)
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


def _step(session: Session, case: Case, step: Step, out: Exchange) -> None:
    operation = session.suite.operations[step.operation]
    if step.race:
        race(session, operation, step, out)
        return
    deadline = time.monotonic() + session.within
    while True:
        parsed = _send(session, operation, step, step.request, out, base=step.operation == case.operation)
        unmet = checks.demands(parsed, step.until, session.variables) if step.until and parsed.success else []
        if not unmet or time.monotonic() > deadline:
            break
        time.sleep(POLL)
    out.came = parsed.words()
    session.answers.append(parsed)
    open_too = [] if session.strict or not checks.judge(parsed, step.expect) else step.undecided
    if any(not checks.judge(parsed, [outcome]) for outcome in open_too):
        out.undecided = f"the implementation answered {parsed.words()}, which the pages allow in another state"
        return
    session.judge(operation, step, step.request, parsed, out)
    out.problems += [f"after {session.within:g} s still {problem}" for problem in unmet]
    if not out.problems:
        if parsed.success or not any(outcome.success for outcome in step.expect):
            out.problems += checks.demands(parsed, step.checks, session.variables)
        if parsed.success:
            out.problems += _save(session, step, parsed)
        out.problems += _compare(session, step, parsed)


def _send(session: Session, operation: Operation, step: Step, request: Request, out: Exchange, *, base: bool) -> Parsed:
    parameters = session.parameters(operation, request, base)
    out.sent.append((step, request, parameters))
    if step.resend and session.last is not None:
        wire = session.last
    else:
        nonce = session.last.nonce if step.same_nonce and session.last is not None else None
        credentials = session.world.credentials or session.credentials
        wire = build(operation, request, parameters, credentials, session.client.endpoint, nonce)
    session.last = wire
    return read(session.client.send(wire), request.format, operation.response)


def _save(session: Session, step: Step, parsed: Parsed) -> list[str]:
    missing = []
    for name, path in step.save.items():
        found = select(parsed.value, path)
        if found:
            session.variables[name] = found[0]
        else:
            missing.append(f"{path} is missing")
    return missing


def _compare(session: Session, step: Step, parsed: Parsed) -> list[str]:
    out = []
    if step.same is not None:
        one, other = (without_id(answer.value) for answer in (session.answers[step.same], parsed))
        if one != other:
            out.append(f"the answer differs from that of step {step.same + 1}: {other!r}, it was {one!r}")
    for path in step.differs:
        earlier = [select(answer.value, path) for answer in session.answers[:-1]]
        if select(parsed.value, path) in earlier:
            out.append(f"{path} is the same as in an earlier step: {select(parsed.value, path)!r}")
    return out
