"""One attempt's request: the pairs of a call, signed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from . import encode, signing
from .errors import ValidationError
from .transport import HttpRequest, Timeout
from .unset import UNSET

if TYPE_CHECKING:
    from .credentials import Credentials
    from .operation import Operation
    from .settings import Settings
    from .validation import Parameter

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json; charset=utf-8"


class Parts(NamedTuple):
    """The arguments of a call, by where they travel. The same on every attempt."""

    pairs: list[tuple[str, str]]
    path: str
    headers: dict[str, str]
    body: bytes


class Signed(NamedTuple):
    """A request and what its signature signed, for comparing with what the server says it signed.

    `secrets` are the texts that nobody may see, the signature among them.
    """

    request: HttpRequest
    string_to_sign: str
    canonical_request: str
    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Signed {self.request!r}>"


def parts(operation: Operation[Any], values: tuple[Any, ...]) -> Parts:
    """The arguments as they travel. Raises ValidationError where text cannot be sent as UTF-8."""
    pairs: list[tuple[str, str]] = []
    path, headers, body = operation.path, {}, b""
    for parameter, value in zip(operation.parameters, values, strict=True):
        if value is UNSET:
            continue
        if parameter.location == "query":
            if type(value) is str and parameter.layout == "plain":
                pairs.append((parameter.wire, value))
            else:
                encode.add(pairs, parameter, value)
        elif parameter.location == "path":
            path = path.replace("{" + parameter.wire + "}", _segment(operation, parameter, encode.scalar(value)))
        elif parameter.location == "header":
            headers[parameter.wire.lower()] = _header(operation, parameter, encode.scalar(value))
        else:
            body = encode.to_json(value).encode()
    return Parts(pairs, path, headers, body)


def sign(settings: Settings, operation: Operation[Any], parts: Parts, who: Credentials, timeout: Timeout) -> Signed:
    """A request with a fresh nonce and timestamp."""
    if settings.signature == "rpc" and operation.style == "rpc":
        return _sign_rpc(settings, operation, parts, who, timeout)
    return _sign_v3(settings, operation, parts, who, timeout)


def _sign_v3(settings: Settings, operation: Operation[Any], parts: Parts, who: Credentials, timeout: Timeout) -> Signed:
    pairs, body, endpoint = parts.pairs, parts.body, settings.endpoint
    if operation.style == "rpc":
        pairs = [*pairs, ("Format", settings.format)]
    query = signing.canonical_query(pairs)
    headers: dict[str, str] = {}  # in alphabetic order, as they are signed
    if operation.style == "rpc" and operation.method == "POST":
        query, body = "", query.encode()
        headers["content-type"] = _FORM
    elif body:
        headers["content-type"] = _JSON
    headers["host"] = endpoint.authority
    headers["x-acs-action"] = operation.name
    headers["x-acs-content-sha256"] = digest = hashlib.sha256(body).hexdigest() if body else signing.EMPTY_SHA256
    headers["x-acs-date"] = signing.timestamp()
    if who.security_token:
        headers["x-acs-security-token"] = who.security_token
    headers["x-acs-signature-nonce"] = signing.nonce()
    headers["x-acs-version"] = settings.service.version
    if parts.headers:
        headers = _with_signed(headers, parts.headers)
    signed = signing.v3_signature(
        who.key("v3"), who.access_key_id, operation.method, parts.path, query, headers, digest
    )
    headers["authorization"] = signed.authorization
    request = _request(settings, operation.method, parts.path, query, headers, parts.headers, body, timeout)
    return Signed(request, signed.string_to_sign, signed.canonical_request, (*who.secrets, signed.signature))


def _sign_rpc(
    settings: Settings, operation: Operation[Any], parts: Parts, who: Credentials, timeout: Timeout
) -> Signed:
    pairs = [
        *parts.pairs,
        ("Action", operation.name),
        ("Version", settings.service.version),
        ("Format", settings.format),
        ("AccessKeyId", who.access_key_id),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", signing.nonce()),
        ("Timestamp", signing.timestamp()),
    ]
    if who.security_token:
        pairs.append(("SecurityToken", who.security_token))
    canonical = signing.canonical_query(pairs)
    string_to_sign = signing.rpc_string_to_sign(operation.method, canonical)
    signature = signing.rpc_signature(who.key("rpc"), string_to_sign)
    query, body = f"{canonical}&Signature={signing.percent(signature)}", b""
    headers = {"host": settings.endpoint.authority}
    if operation.method == "POST":
        query, body = "", query.encode()
        headers["content-type"] = _FORM
    request = _request(settings, operation.method, parts.path, query, headers, parts.headers, body, timeout)
    return Signed(request, string_to_sign, canonical, (*who.secrets, signature))


def _request(
    settings: Settings,
    method: str,
    path: str,
    query: str,
    headers: dict[str, str],
    own: dict[str, str],
    body: bytes,
    timeout: Timeout,
) -> HttpRequest:
    endpoint = settings.endpoint
    accept = "application/json" if settings.format == "JSON" else "application/xml"
    headers = {"accept": accept, "accept-encoding": "gzip", **settings.headers, **own, **headers}
    if body or method not in ("GET", "HEAD", "DELETE"):
        headers["content-length"] = str(len(body))
    target = f"{path}?{query}" if query else path
    return HttpRequest(method, endpoint.scheme, endpoint.host, endpoint.port, target, headers, body, timeout)


def _with_signed(headers: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """The headers to be signed with those among the arguments that are to be, too. What the client makes itself stays."""
    signed = {name: value for name, value in own.items() if name.startswith("x-acs-")} | headers
    if "content-type" in own:
        signed["content-type"] = own["content-type"]
    return dict(sorted(signed.items()))


def _segment(operation: Operation[Any], parameter: Parameter, value: str) -> str:
    """A value as a part of a path. Dot segments, which others take out of paths, would make it another path."""
    if value in ("", ".", ".."):
        raise _problem(operation, parameter, value, "it would lead to another path")
    return signing.percent(value)


def _header(operation: Operation[Any], parameter: Parameter, value: str) -> str:
    if any(ord(c) < 32 or ord(c) > 255 or ord(c) == 127 for c in value):
        raise _problem(operation, parameter, value, "it holds a line end or another character that no header may hold")
    return value.strip(" ")  # as it is signed, and as servers read it


def _problem(operation: Operation[Any], parameter: Parameter, value: str, message: str) -> ValidationError:
    from .problems import Problem

    return ValidationError(operation.name, [Problem(parameter, "type", value, told={"message": message})])
