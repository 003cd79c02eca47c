"""What one case knows while it runs in one arranged world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from conformance import checks
from conformance.answers import Parsed
from conformance.cases import Check, Operation, Request, Step, Suite
from conformance.client import Client
from conformance.requests import Wire
from conformance.signing import Credentials
from conformance.worlds import World


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
    """One case in one world: what was saved and answered so far."""

    suite: Suite
    client: Client
    credentials: Credentials
    world: World
    within: float = 10.0
    strict: bool = False
    variables: dict[str, Any] = field(default_factory=dict)
    answers: list[Parsed] = field(default_factory=list)
    last: Wire | None = None

    def parameters(self, operation: Operation, request: Request, base: bool) -> dict[str, str]:
        held = self.world.parameters if base and not request.only else {}
        if request.replace:
            members = tuple(f"{name}." for name in request.replace)
            held = {n: v for n, v in held.items() if n not in request.replace and not n.startswith(members)}
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


def _placed(operation: Operation, problem: str) -> str:
    """The problem of an answer's field with the place of its row."""
    path = problem.partition(" ")[0]
    place = next((f.quote.place for f in operation.facts if f.kind == "response field" and f.name == path), "")
    return f"{problem} ({place})" if place else problem


def without_id(value: Any) -> Any:
    """An answer without what differs between any two."""
    return {name: item for name, item in value.items() if name != "RequestId"} if isinstance(value, Mapping) else value
