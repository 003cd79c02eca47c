"""The two request signatures, as pure functions of everything they cover."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import time
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
_plain = re.compile(r"[A-Za-z0-9\-_.~]*").fullmatch
_seconds: tuple[int, str] = (0, "")


def percent(text: str) -> str:
    """Percent-encodes all but `A-Z a-z 0-9 - _ . ~`, as UTF-8, in upper-case hex."""
    return text if _plain(text) else quote(text, safe="~")


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values sorted by name, encoded and joined."""
    return "&".join([f"{percent(name)}={percent(value)}" for name, value in sorted(pairs)])


def nonce() -> str:
    """A fresh UUID4, without the cost of importing uuid."""
    digits = os.urandom(16).hex()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def timestamp() -> str:
    """Now, in UTC, as the signatures want it."""
    global _seconds  # noqa: PLW0603 (one value remembered for its second)
    now = int(time.time())
    known, text = _seconds
    if known != now:
        text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
        _seconds = (now, text)
    return text


def rpc_string_to_sign(method: str, canonical: str) -> str:
    """What the RPC signature signs; `canonical` is the canonical query of query and form together."""
    # Encoding an encoded text needs no search for unsafe characters: only these three can occur in it.
    encoded = canonical.replace("%", "%25").replace("&", "%26").replace("=", "%3D")
    return f"{method}&%2F&{encoded}"


def rpc_signature(secret: str, string_to_sign: str) -> str:
    """The RPC signature, version 1.0."""
    digest = hmac.digest(f"{secret}&".encode(), string_to_sign.encode(), "sha1")
    return base64.b64encode(digest).decode("ascii")


class V3(NamedTuple):
    """A V3 signature. `string_to_sign` holds no secret."""

    authorization: str
    canonical_request: str
    string_to_sign: str


def v3_signature(
    secret: str,
    access_key_id: str,
    method: str,
    path: str,
    query: str,
    headers: dict[str, str],
    payload_sha256: str,
) -> V3:
    """The V3 signature (ACS3-HMAC-SHA256).

    `query` is canonical. Of `headers`, whose names are in lower case, `host`, `content-type` and every
    `x-acs-…` are signed.
    """
    names = sorted([name for name in headers if name.startswith("x-acs-") or name in ("host", "content-type")])
    lines = "".join([f"{name}:{headers[name].strip()}\n" for name in names])
    signed = ";".join(names)
    canonical_request = f"{method}\n{path}\n{query}\n{lines}\n{signed}\n{payload_sha256}"
    string_to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical_request.encode()).hexdigest()
    signature = hmac.digest(secret.encode(), string_to_sign.encode(), "sha256").hex()
    authorization = f"ACS3-HMAC-SHA256 Credential={access_key_id},SignedHeaders={signed},Signature={signature}"
    return V3(authorization, canonical_request, string_to_sign)
