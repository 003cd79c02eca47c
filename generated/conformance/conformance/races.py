"""Several requests at once, and how many of them may succeed."""

from __future__ import annotations

import threading
from dataclasses import replace

from conformance.answers import Parsed, read, select
from conformance.cases import Operation, Request, Step
from conformance.client import NoAnswer
from conformance.requests import Wire, build
from conformance.session import Exchange, Session, without_id


def race(session: Session, operation: Operation, step: Step, out: Exchange) -> None:
    """Sends all requests of a step at once and judges the answers together and each by itself."""
    wires: list[Wire] = []
    for request in step.race:
        parameters = session.parameters(operation, request, base=True)
        out.sent.append((step, request, parameters))
        credentials = session.world.credentials or session.credentials
        if step.resend and wires:
            wires.append(wires[0])
        else:
            wires.append(build(operation, request, parameters, credentials, session.client.endpoint))
    answers = _send(session, operation, step.race, wires, out)
    won = [answer for answer in answers if answer.success]
    out.came = "; ".join(answer.words() for answer in answers)
    _count(session, step, len(won), len(wires), out)
    for answer in answers:
        lost = replace(step, expect=tuple(outcome for outcome in step.expect if outcome.success == answer.success))
        session.judge(operation, lost if lost.expect else step, step.race[0], answer, out)
    _contents(session, step, won, out)
    session.answers += won[:1]


def _count(session: Session, step: Step, won: int, all_: int, out: Exchange) -> None:
    if step.winners == "all" and won != all_:
        out.problems.append(f"{won} of {all_} calls made at once succeeded, and all should: {out.came}")
    elif step.winners in ("one", "open") and won == 0:
        out.problems.append(f"none of {all_} calls made at once succeeded, and one should: {out.came}")
    elif step.winners == "open" and won > 1 and not session.strict:
        out.undecided = f"{won} of {all_} calls made at once succeeded, which the pages leave open"
    elif step.winners in ("one", "open") and won > 1:
        out.problems.append(f"{won} of {all_} calls made at once succeeded, and exactly one may: {out.came}")


def _contents(session: Session, step: Step, won: list[Parsed], out: Exchange) -> None:
    for path in step.differs:
        found = [str(select(answer.value, path)) for answer in won]
        if len(set(found)) < len(found):
            out.problems.append(f"{path} is the same in several answers to calls made at once: {', '.join(found)}")
    if step.winners == "same":
        said = {repr(without_id(answer.value)) for answer in won}
        if len(said) > 1:
            out.problems.append(f"calls with one token made at once got different answers: {'; '.join(sorted(said))}")
    for name, path in step.save.items():
        for number, answer in enumerate(won):
            session.variables[f"{name}.{number}"] = next(iter(select(answer.value, path)), "")


def _send(
    session: Session, operation: Operation, requests: tuple[Request, ...], wires: list[Wire], out: Exchange
) -> list[Parsed]:
    """The answers in the order of the requests. Each thread opens its connection first and then waits for all others."""
    answers: list[Parsed | NoAnswer | None] = [None] * len(wires)
    barrier = threading.Barrier(len(wires))

    def one(index: int) -> None:
        try:
            session.client.open()
            barrier.wait(5)
            answers[index] = read(session.client.send(wires[index]), requests[index].format, operation.response)
        except NoAnswer as error:
            answers[index] = error
        except threading.BrokenBarrierError:
            answers[index] = NoAnswer("not all calls could be made at once")
        finally:
            session.client.close()

    threads = [threading.Thread(target=one, args=(index,)) for index in range(len(wires))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.problems += [str(answer) for answer in answers if isinstance(answer, NoAnswer)]
    return [answer for answer in answers if isinstance(answer, Parsed)]
