"""What answers: one request in, one answer out, as plain values without a socket."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Mapping
from random import getrandbits
from typing import Any, NamedTuple

from . import answers, examples
from .behaviour import Behaviour, Call
from .clock import Clock
from .credentials import Credential
from .errors import ApiError
from .facts import ContractFacts
from .gateway import Gateway, Inbound, Options, Route
from .operation import Operation
from .tokens import Tokens
from .wire import TooManyParameters, parse_form

_log = logging.getLogger(__name__)


class Answer(NamedTuple):
    """An answer ready to send."""

    status: int
    content_type: bytes
    body: bytes
    request_id: str


class Exchange(NamedTuple):
    """One request and what became of it, for the console."""

    at: float
    seconds: float
    method: str
    path: str
    action: str
    parameters: Mapping[str, str]
    status: int
    code: str
    detail: str
    request_id: str


class Service:
    """Answers every operation of a contract; see `create_app` of the package for its parts."""

    def __init__(
        self,
        facts: ContractFacts,
        package: str,
        behaviour: Behaviour | None,
        keys: Mapping[str, Credential],
        options: Options,
    ) -> None:
        self.facts = facts
        self.options = options
        self.behaviour = behaviour
        self.keys = dict(keys)
        self.recent: deque[Exchange] = deque(maxlen=200)
        self._package = package
        self._operations: dict[str, Operation] = {}
        self._tokens = Tokens(behaviour) if behaviour is not None else None
        clock = behaviour.clock if behaviour is not None else Clock()
        self.gateway = Gateway(facts, options, clock, self._find_credential)

    async def answer(
        self, method: str, path: str, query: bytes, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Answers one request. `path` is percent-encoded, header names are in lower case; never raises."""
        started = time.perf_counter()
        request_id = new_request_id()
        parameters: dict[str, str] = {}
        request = Inbound(method, path, parameters, parameters, headers, body or b"")
        error: ApiError | None = None
        root = "Error"
        schema = None
        status = 200
        try:
            self._read_parameters(request, query, body)
            route = self.gateway.route(request)
            operation = self._operations.get(route.name) or self._prepare(route)
            result = await self._call(operation, request, request_id)
            status = operation.facts["status"]
            root, schema = operation.facts.get("root") or f"{operation.name}Response", operation.facts.get("response")
            content: dict[str, Any] = {"RequestId": request_id, **result}
            content["RequestId"] = request_id  # whatever an example says
        except ApiError as caught:
            error = caught
        except Exception:  # a behaviour's defect must not leave the caller without an answer
            _log.exception("%s %s failed", method, path)
            error = self.gateway.fail("InternalError", "the behaviour raised an exception; see the log")
        if error is not None:
            status = error.status
            host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
            content = {"RequestId": request_id, "HostId": host, "Code": error.code, "Message": error.message}
        try:
            if _wants_xml(request):
                answer = Answer(status, answers.XML_TYPE, answers.as_xml(root, content, schema), request_id)
            else:
                answer = Answer(status, answers.JSON_TYPE, answers.as_json(content), request_id)
        except (TypeError, ValueError):
            _log.exception("%s %s gave an answer that cannot be written", method, path)
            error = self.gateway.fail(
                "InternalError", "the behaviour gave an answer that JSON cannot hold; see the log"
            )
            content = {"RequestId": request_id, "HostId": "", "Code": error.code, "Message": error.message}
            answer = Answer(error.status, answers.JSON_TYPE, answers.as_json(content), request_id)
        if self.options.console:
            self._remember(request, answer, error, started)
        return answer

    def implements(self, name: str) -> bool:
        """Whether the behaviour implements the operation of that name."""
        method = getattr(self.behaviour, self.facts["operations"][name]["handler"], None)
        return method is not None and not getattr(method, "not_implemented", False)

    def _read_parameters(self, request: Inbound, query: bytes, body: bytes | None) -> None:
        try:
            request.small = len(query) + len(request.body) < 4000
            parse_form(query, request.query)
            if body and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
                request.parameters = dict(request.query)
                parse_form(body, request.parameters)
        except TooManyParameters:
            raise self.gateway.fail("RequestTooLarge", "the request has too many parameters") from None
        if body is None:
            raise self.gateway.fail("RequestTooLarge", f"the body is larger than {self.options.max_body} bytes")

    async def _call(self, operation: Operation, request: Inbound, request_id: str) -> Mapping[str, Any]:
        credential = self.gateway.admit(request)
        if self.options.forced_errors:
            self._force(operation, request.headers)
        values = operation.binder.bind(request.parameters, request.headers, request.body)
        handler = operation.handler
        if handler is None or self.behaviour is None:
            return examples.answer(operation.facts, values)
        account = credential.owner if credential is not None else self._default_account()
        call: Call[str] = Call(
            operation.name,
            account,
            request_id,
            self.gateway.clock.now(),
            request.parameters,
            operation.rows,
            self.gateway.row,
        )
        arguments = operation.request_of(values)
        if operation.is_async:
            answer: Mapping[str, Any] = await handler(call, arguments)
            return answer
        with self.behaviour.store.transaction():
            if operation.token and self._tokens is not None and "ClientToken" in values:
                answer = self._tokens.once(call, values, lambda: handler(call, arguments))
            else:
                answer = handler(call, arguments)
        return answer

    def _force(self, operation: Operation, headers: Mapping[str, str]) -> None:
        wanted = headers.get("x-docpact-error", "")
        prefer = headers.get("prefer", "")
        if not wanted and prefer:
            choices = (part.strip().partition("=") for part in prefer.split(","))
            wanted = next((value.strip('"') for name, _, value in choices if name == "example"), "")
        if wanted:
            row = operation.rows.get(wanted) or self.gateway.row(wanted)
            if row is None:
                raise self.gateway.fail("InvalidParameter", f"{operation.name} documents no error {wanted!r}")
            raise ApiError(row.status, row.code, row.message, "asked for by header")

    def _prepare(self, route: Route) -> Operation:
        return self._operations.setdefault(
            route.name, Operation(route, self.behaviour, self._package, self.options.constraints)
        )

    def _find_credential(self, key_id: str) -> Credential | None:
        found = self.keys.get(key_id)
        if found is None and self.behaviour is not None and key_id:
            found = self.behaviour.credential(key_id)
        return found

    def _default_account(self) -> str:
        return next((credential.owner for credential in self.keys.values()), "anonymous")

    def _remember(self, request: Inbound, answer: Answer, error: ApiError | None, started: float) -> None:
        self.recent.append(
            Exchange(
                at=self.gateway.clock.now(),
                seconds=time.perf_counter() - started,
                method=request.method,
                path=request.path,
                action=request.parameters.get("Action") or request.headers.get("x-acs-action", ""),
                parameters=request.parameters if request.small else _bounded(request.parameters),
                status=answer.status,
                code=error.code if error else "",
                detail=error.detail if error else "",
                request_id=answer.request_id,
            )
        )


def new_request_id() -> str:
    """A random UUID in the form that answers carry: upper case."""
    digits = f"{getrandbits(128):032X}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-A{digits[17:20]}-{digits[20:]}"


def _bounded(parameters: dict[str, str]) -> dict[str, str]:
    """A part of them, so that what is remembered has a bounded size."""
    return {name[:100]: value[:200] for name, value in list(parameters.items())[:40]}


def _wants_xml(request: Inbound) -> bool:
    wanted = request.parameters.get("Format")
    if wanted:
        return wanted.upper() == "XML"
    accept = request.headers.get("accept", "")
    return "xml" in accept and "json" not in accept and "html" not in accept
