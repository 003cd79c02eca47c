"""What happens before an operation is called: who calls, which operation, may it be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from .clock import Clock
from .credentials import Credential
from .errors import GATEWAY_ERRORS, ApiError, Row, missing
from .facts import ContractFacts, OperationFacts
from .nonces import Nonces
from .signature import (
    V3,
    V3_REQUIRED,
    parse_authorization,
    parse_timestamp,
    rpc_signature,
    rpc_string_to_sign,
    same,
    v3_canonical_request,
    v3_signature,
)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the server checks, and what it offers besides the operations.

    `window` is how many seconds a timestamp may lie in the past or the future; a nonce counts as used for
    `nonce_window` seconds, or as long. Without `constraints`, values are read but not held to enums, bounds, lengths, patterns and rules.
    `forced_errors` lets a caller ask for a documented error with the header `x-docpact-error: <Code>`
    or `Prefer: example=<Code>`. `console` and `states` open the pages below `/_docpact/`: a look inside, and the
    URL by which a conformance run arranges the world. Neither is for the open network.
    """

    signature: bool = True
    timestamp: bool = True
    nonce: bool = True
    version: bool = True
    constraints: bool = True
    window: float = 900.0
    nonce_window: float | None = None
    nonce_capacity: int = 500_000
    max_body: int = 8 * 1024 * 1024
    forced_errors: bool = False
    console: bool = False
    states: bool = False


@dataclass(slots=True)
class Inbound:
    """A request as it came: `path` still percent-encoded, header names in lower case.

    `parameters` are those of query and form together, `query` those of the query alone. `small` requests may be
    remembered as they are.
    """

    method: str
    path: str
    query: dict[str, str]
    parameters: dict[str, str]
    headers: Mapping[str, str]
    body: bytes
    small: bool = False


@dataclass(slots=True)
class Route:
    """An operation and how it is reached."""

    name: str
    facts: OperationFacts
    pattern: re.Pattern[str] | None = None
    names: tuple[str, ...] = field(default=())


class Gateway:
    """The checks that all operations share. Each failure raises ApiError with the common error for it."""

    def __init__(
        self, facts: ContractFacts, options: Options, clock: Clock, find: Callable[[str], Credential | None]
    ) -> None:
        self.options = options
        self.clock = clock
        self.nonces = Nonces(
            options.window if options.nonce_window is None else options.nonce_window, options.nonce_capacity
        )
        self._find = find
        self._version = facts["version"]
        self._rows = {**GATEWAY_ERRORS, **{code: Row(*row) for code, row in facts["errors"].items()}}
        self._rpc: dict[str, Route] = {}
        self._rest: list[Route] = []
        for name, operation in facts["operations"].items():
            if operation["style"] == "rpc":
                self._rpc[name] = Route(name, operation)
            else:
                pattern, names = _path_pattern(operation["path"])
                self._rest.append(Route(name, operation, pattern, names))
        self._rest.sort(key=lambda route: len(route.names))  # a fixed path goes before one with a variable

    def fail(self, code: str, detail: str = "") -> ApiError:
        """The common error of that code."""
        row = self._rows[code]
        return ApiError(row.status, row.code, row.message, detail)

    def row(self, code: str) -> Row | None:
        """The common error of that code, or None."""
        return self._rows.get(code)

    def route(self, request: Inbound) -> Route:
        """The operation that is called. Variables of a REST path are added to the parameters."""
        path = request.path or "/"
        wrong_method = False
        for route in self._rest:
            assert route.pattern is not None
            match = route.pattern.fullmatch(path)
            if match is None:
                continue
            if route.facts["method"] == request.method:
                if route.names:
                    variables = zip(route.names, map(unquote, match.groups()), strict=True)
                    request.parameters = {**request.parameters, **dict(variables)}
                return route
            wrong_method = True
        if wrong_method:
            raise self.fail("UnsupportedHTTPMethod", f"{request.method} {path} is not documented")
        action = request.parameters.get("Action") or request.headers.get("x-acs-action") or ""
        if path != "/":
            return self._route_by_path(request, unquote(path[1:]), action)
        if not action:
            raise self._missing("Action")
        found = self._rpc.get(action)
        if found is None:
            raise self.fail("InvalidAction.NotFound", f"{action!r} is no operation of this service")
        if request.method not in ("GET", "POST"):
            raise self.fail("UnsupportedHTTPMethod", f"{request.method}: an RPC operation takes GET and POST")
        return found

    def _route_by_path(self, request: Inbound, name: str, action: str) -> Route:
        """`/<Action>`, the path that the contract file has for an RPC operation: it is strict, for OpenAPI tools.

        They know `Action` as a required parameter with one value, and HTTP's 405 for methods that the contract does not
        declare there; POST is taken where it carries a form.
        """
        found = self._rpc.get(name)
        if found is None:
            raise self.fail("InvalidAction.NotFound", f"{name!r} is no operation of this service")
        if request.method != found.facts["method"] and not (request.method in ("GET", "POST") and request.body):
            row = self._rows["UnsupportedHTTPMethod"]
            raise ApiError(405, row.code, row.message, f"{request.method}: this path takes GET, and POST with a form")
        if not action:
            raise self._missing("Action")
        if action != name:
            raise self.fail("InvalidParameter", f"the path names {name!r}, the parameter Action {action!r}")
        return found

    def admit(self, request: Inbound) -> Credential | None:
        """Checks version, key, timestamp, signature and nonce, as far as the options say.

        Gives the caller's credential; None only where signatures are not checked and the key is unknown.
        """
        v3 = request.headers.get("authorization", "")
        if v3.startswith(V3):
            return self._admit_v3(request, v3)
        given = request.parameters
        if self.options.version and "x-acs-version" not in request.headers:
            self._check_version(given.get("Version", ""))
        if not self.options.signature:
            return self._find(given.get("AccessKeyId", ""))
        for name in ("AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp", "Signature"):
            if not given.get(name):
                raise self._missing(name)
        if given["SignatureMethod"].upper() != "HMAC-SHA1" or given["SignatureVersion"] != "1.0":
            raise self.fail("IncompleteSignature", "only HMAC-SHA1 in version 1.0 is understood")
        credential = self._credential(given["AccessKeyId"], given.get("SecurityToken", ""))
        self._check_timestamp(given["Timestamp"])
        if not same(given["Signature"], rpc_signature(request.method, given, credential.secret)):
            raise self._mismatch(rpc_string_to_sign(request.method, given))
        self._check_nonce(credential, given["SignatureNonce"])
        return credential

    def _admit_v3(self, request: Inbound, header: str) -> Credential | None:
        headers = request.headers
        parts = parse_authorization(header)
        if self.options.version:
            self._check_version(headers.get("x-acs-version", "") or request.parameters.get("Version", ""))
        if not self.options.signature:
            return self._find(parts.key_id if parts else "")
        if parts is None:
            raise self.fail("IncompleteSignature", "the Authorization header is malformed")
        for name in V3_REQUIRED:
            if not headers.get(name):
                raise self._missing(name)
            if name not in parts.signed_headers:
                raise self.fail("IncompleteSignature", f"the header {name} is not signed")
        credential = self._credential(parts.key_id, headers.get("x-acs-security-token", ""))
        self._check_timestamp(headers["x-acs-date"])
        body_hash = hashlib.sha256(request.body).hexdigest()
        canonical = v3_canonical_request(
            request.method, request.path, request.query, headers, parts.signed_headers, body_hash
        )
        if headers["x-acs-content-sha256"] != body_hash:
            raise self.fail("SignatureDoesNotMatch", "x-acs-content-sha256 is not the hash of the body")
        if not same(parts.signature, v3_signature(canonical, credential.secret)):
            raise self._mismatch(canonical)
        self._check_nonce(credential, headers["x-acs-signature-nonce"])
        return credential

    def _missing(self, name: str) -> ApiError:
        row = missing(name, self._rows)
        return ApiError(row.status, row.code, row.message, f"{name} is required of every request")

    def _mismatch(self, signed: str) -> ApiError:
        return self.fail("SignatureDoesNotMatch", f"the server signed {signed!r}")

    def _check_version(self, version: str) -> None:
        if not version:
            raise self._missing("Version")
        if version != self._version:
            raise self.fail("InvalidVersion", f"{version!r} is not {self._version}")

    def _credential(self, key_id: str, token: str) -> Credential:
        credential = self._find(key_id)
        if credential is None:
            raise self.fail("InvalidAccessKeyId.NotFound", f"nobody has the key {key_id!r}")
        if not credential.active:
            raise self.fail("InvalidAccessKeyId.Inactive", f"the key {key_id!r} is disabled")
        if credential.token is not None:
            if not token:
                raise self._missing("SecurityToken")
            if not same(token, credential.token):
                raise self.fail("InvalidSecurityToken.Malformed", "the token is not the one of this key")
            if credential.expires is not None and self.clock.now() >= credential.expires:
                raise self.fail("InvalidSecurityToken.Expired", "the temporary credentials have ended")
        elif token:
            raise self.fail("InvalidSecurityToken.Malformed", "this key is used without a token")
        return credential

    def _check_timestamp(self, text: str) -> None:
        if not self.options.timestamp:
            return
        moment = parse_timestamp(text)
        if moment is None:
            raise self.fail("InvalidTimeStamp.Format", f"{text!r} is not of the form 2026-01-31T08:00:00Z")
        offset = moment - self.clock.now()
        if abs(offset) > self.options.window:
            raise self.fail("InvalidTimeStamp.Expired", f"it is {offset:+.0f} s off the server's clock")

    def _check_nonce(self, credential: Credential, nonce: str) -> None:
        if self.options.nonce and not self.nonces.use(credential.key_id, nonce, self.clock.now()):
            raise self.fail("SignatureNonceUsed", f"{nonce!r} was used before")


def _path_pattern(path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The expression of a path template and the names of its variables: `/clusters/{ClusterId}/nodes`."""
    parts = re.split(r"(\{[^{}/]+\}|\[[^\[\]/]+\])", path)
    expression = "".join("([^/]+)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile(expression), tuple(part[1:-1] for part in parts[1::2])
