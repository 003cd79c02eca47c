"""The two signatures, and the ways a case gets them wrong on purpose: the faults that README.md lists."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key; `token` only with temporary credentials. The secret stays out of every repr."""

    key_id: str
    secret: str
    token: str | None = None

    def __repr__(self) -> str:
        return f"Credentials({self.key_id!r})"


def encode(text: str) -> str:
    """Percent-encoding as both signatures want it: only `A-Z a-z 0-9 - _ . ~` stay."""
    return quote(text, safe="~")


def query(pairs: Iterable[tuple[str, str]]) -> str:
    """`name=value` joined by `&`, encoded, in the order given."""
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in pairs)


def rpc_signature(method: str, parameters: Iterable[tuple[str, str]], secret: str, fault: str | None = None) -> str:
    """The `Signature` parameter of an RPC request over all its other parameters."""
    pairs = sorted(parameters, reverse=fault == "unsorted")
    if fault == "other-method":
        method = "POST" if method == "GET" else "GET"
    if fault == "plus":
        canonical = "&".join(f"{quote_plus(n, safe='~')}={quote_plus(v, safe='~')}" for n, v in pairs)
    else:
        canonical = query(pairs)
    text = f"{method}&%2F&{encode(canonical)}"
    key = secret if fault == "no-ampersand" else f"{secret}&"
    if fault == "wrong":
        key = f"not-{secret}&"
    digest = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()).decode()
    if fault == "case":
        return digest.swapcase()
    return digest[:-4] if fault == "truncated" else digest


def v3_authorization(
    method: str,
    path: str,
    parameters: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    credentials: Credentials,
    fault: str | None = None,
) -> str:
    """The `Authorization` header; `headers` are those of the request, `x-acs-content-sha256` among them."""
    signed = sorted(
        (name.lower(), value.strip())
        for name, value in headers.items()
        if name.lower() in ("host", "content-type") or name.lower().startswith("x-acs-")
    )
    if fault == "unsigned-header":
        signed = [(name, value) for name, value in signed if name != "x-acs-date"]
    if fault == "other-method":
        method = "POST" if method == "GET" else "GET"
    pairs = sorted(parameters, reverse=fault == "unsorted")
    canonical_query = query(pairs).replace("%20", "+") if fault == "plus" else query(pairs)
    names = ";".join(name for name, _ in signed)
    lines = [method, path, canonical_query, "".join(f"{n}:{v}\n" for n, v in signed), names]
    request = "\n".join([*lines, headers["x-acs-content-sha256"]])
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(request.encode()).hexdigest()
    secret = f"not-{credentials.secret}" if fault == "wrong" else credentials.secret
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    if fault == "truncated":
        signature = signature[:-4]
    return f"ACS3-HMAC-SHA256 Credential={credentials.key_id},SignedHeaders={names},Signature={signature}"
