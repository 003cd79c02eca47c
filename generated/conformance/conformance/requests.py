"""From a case's request and the ids of a state to the bytes on the wire."""

from __future__ import annotations

import hashlib
import json
import shlex
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from conformance.cases import Operation, Request
from conformance.signing import Credentials, encode, query, rpc_signature, v3_authorization

EMPTY_HASH = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Wire:
    """A finished request. `target` is the path with the query."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    nonce: str

    def curl(self, endpoint: str) -> str:
        """The request as a line for a shell, every part quoted for it."""
        parts = ["curl", "-sS", "-i"]
        if self.method == "HEAD":
            parts.append("-I")
        elif self.method != "GET":
            parts += ["-X", self.method]
        for name, value in self.headers.items():
            if name.lower() not in ("host", "content-length"):
                parts += ["-H", f"{name}: {value}"]
        if self.body:
            parts += ["--data-binary", self.body.decode()]
        split = urlsplit(endpoint)
        parts.append(f"{split.scheme}://{split.netloc}{self.target}")
        return " ".join(shlex.quote(part) for part in parts)


def build(
    operation: Operation,
    request: Request,
    parameters: Mapping[str, str],
    credentials: Credentials,
    endpoint: str,
    nonce: str | None = None,
) -> Wire:
    """Signs and lays out one request. `parameters` are final but for what `request` says of common ones."""
    nonce = nonce or str(uuid.uuid4())
    host = urlsplit(endpoint).netloc
    base = urlsplit(endpoint).path.rstrip("/")
    if request.signature == "v3":
        return _v3(operation, request, parameters, credentials, host, base, nonce)
    return _rpc(operation, request, parameters, credentials, host, base, nonce)


def stamp(offset: float = 0.0) -> str:
    """The present time, moved by `offset` seconds, as timestamps are written."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + offset))


def _common(values: dict[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        elif name in ("Timestamp", "x-acs-date") and value[:1] in "+-" and value[1:].isdigit():
            values[name] = stamp(float(value))
        elif value.startswith("@"):
            values[name] = time.strftime(value[1:], time.gmtime())
        else:
            values[name] = value
    return values


def _rpc(
    operation: Operation,
    request: Request,
    parameters: Mapping[str, str],
    credentials: Credentials,
    host: str,
    base: str,
    nonce: str,
) -> Wire:
    common = {
        "Action": request.action or operation.name,
        "Version": operation.version,
        "AccessKeyId": credentials.key_id,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0",
        "SignatureNonce": nonce,
        "Timestamp": stamp(),
    }
    if credentials.token:
        common["SecurityToken"] = credentials.token
    if request.format is not None:
        common["Format"] = request.format
    common = _common(common, {n: v for n, v in request.common.items() if n != "Signature"})
    pairs = [*common.items(), *parameters.items(), *request.again.items()]
    if "Signature" not in request.common:
        signature = rpc_signature(request.method, pairs, credentials.secret, request.fault)
        common["Signature"] = signature
    elif (given := request.common["Signature"]) is not None:
        common["Signature"] = given
    rest = [*parameters.items(), *request.again.items()]
    if request.fault == "altered":
        rest.append(("DocpactAdded", "1"))
    headers = {"Host": host, "Accept": "*/*"}
    path = base + (request.path or operation.path)
    if request.place == "query":
        return Wire(request.method, f"{path}?{query([*common.items(), *rest])}", headers, b"", nonce)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    if request.place == "form":
        return Wire(request.method, path, headers, query([*common.items(), *rest]).encode(), nonce)
    return Wire(request.method, f"{path}?{query(common.items())}", headers, query(rest).encode(), nonce)


def _v3(
    operation: Operation,
    request: Request,
    parameters: Mapping[str, str],
    credentials: Credentials,
    host: str,
    base: str,
    nonce: str,
) -> Wire:
    path, pairs, body, content_type = _layout(operation, request, parameters)
    path = base + path
    headers = {
        "host": host,
        "x-acs-action": request.action or operation.name,
        "x-acs-version": operation.version,
        "x-acs-date": stamp(),
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest() if body else EMPTY_HASH,
    }
    if request.fault == "payload-hash":
        headers["x-acs-content-sha256"] = hashlib.sha256(body + b"?").hexdigest()
    if credentials.token:
        headers["x-acs-security-token"] = credentials.token
    if content_type:
        headers["content-type"] = content_type
    headers = _common(headers, {n: v for n, v in request.common.items() if n != "Authorization"})
    if "Authorization" not in request.common:
        hashed = {"x-acs-content-sha256": EMPTY_HASH, **headers}
        headers["Authorization"] = v3_authorization(request.method, path, pairs, hashed, credentials, request.fault)
    elif (given := request.common["Authorization"]) is not None:
        headers["Authorization"] = given
    if operation.style == "rest" and request.format is not None:
        headers["Accept"] = f"application/{request.format.lower()}"
    if request.fault == "altered":
        pairs = [*pairs, ("DocpactAdded", "1")]
    target = f"{path}?{query(pairs)}" if pairs else path
    return Wire(request.method, target, headers, body, nonce)


def _layout(
    operation: Operation, request: Request, parameters: Mapping[str, str]
) -> tuple[str, list[tuple[str, str]], bytes, str]:
    """Path, query, body and content type: RPC parameters by `place`, REST ones where the page puts them."""
    path = request.path or operation.path
    rest = [*parameters.items(), *request.again.items()]
    if operation.style == "rpc":
        if request.format is not None:
            rest.append(("Format", request.format))
        if request.place == "query":
            return path, rest, b"", ""
        half = 0 if request.place == "form" else len(rest) // 2
        return path, rest[:half], query(rest[half:]).encode(), "application/x-www-form-urlencoded"
    pairs, fields = [], {}
    for name, value in rest:
        place = operation.places.get(name, "query")
        if place == "path":
            path = path.replace("{" + name + "}", encode(value))
        elif place == "body":
            fields[name] = _plain(value)
        elif place == "query":
            pairs.append((name, value))
    body = _body(operation, request, fields)
    return path, pairs, body, "application/json" if body else ""


def _body(operation: Operation, request: Request, fields: Mapping[str, object]) -> bytes:
    """The case's own body with what a state gives in it, or what is given alone, or the page's body."""
    if request.body is None:
        return json.dumps(fields).encode() if fields else (operation.body or "").encode()
    whole = {**request.body, **fields} if isinstance(request.body, dict) else request.body
    return json.dumps(whole).encode()


def _plain(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return value
