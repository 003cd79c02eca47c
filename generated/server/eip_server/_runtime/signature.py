"""Both request signatures of the protocol, as a server checks them.

RPC: SignatureVersion 1.0, HMAC-SHA1 over method and sorted parameters. V3: ACS3-HMAC-SHA256 over a canonical
request, in the `Authorization` header.
"""

from __future__ import annotations

import binascii
import calendar
import hashlib
import hmac
import re
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from .wire import canonical_query

V3 = "ACS3-HMAC-SHA256"
V3_REQUIRED = ("host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version")


def rpc_string_to_sign(method: str, parameters: dict[str, str]) -> str:
    """What an RPC signature signs: all parameters, of query and form, but `Signature`."""
    canonical = canonical_query(parameters, without="Signature")
    # Encoding the canonical query once more meets only these three: all else in it is safe already.
    canonical = canonical.replace("%", "%25").replace("=", "%3D").replace("&", "%26")
    return f"{method}&%2F&{canonical}"


def rpc_signature(method: str, parameters: dict[str, str], secret: str) -> str:
    """Base64 of HMAC-SHA1, keyed with the secret and `&`."""
    text = rpc_string_to_sign(method, parameters)
    digest = hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")
    return binascii.b2a_base64(digest, newline=False).decode()


class Authorization(NamedTuple):
    """The parts of a V3 `Authorization` header."""

    key_id: str
    signed_headers: tuple[str, ...]
    signature: str


_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 +Credential=([^,\s]+) *, *SignedHeaders=([a-z0-9\-]+(?:;[a-z0-9\-]+)*) *, *Signature=([0-9a-f]{64})"
)


def parse_authorization(header: str) -> Authorization | None:
    """The parts of the header, or None where it is malformed."""
    match = _AUTHORIZATION.fullmatch(header.strip())
    return Authorization(match[1], tuple(match[2].split(";")), match[3]) if match else None


def v3_canonical_request(
    method: str, path: str, query: dict[str, str], headers: Mapping[str, str], signed: tuple[str, ...], body_hash: str
) -> str:
    """The canonical request. `path` is percent-encoded in one way, however it came."""
    lines = "".join([f"{name}:{headers.get(name, '').strip()}\n" for name in signed])
    # Segment by segment: a slash inside one (`%2F`) is no separator.
    path = "/" if path in ("", "/") else "/".join([quote(unquote(part), safe="-_.~") for part in path.split("/")])
    return f"{method}\n{path}\n{canonical_query(query)}\n{lines}\n{';'.join(signed)}\n{body_hash}"


def v3_signature(canonical_request: str, secret: str) -> str:
    """Lower-case hex of HMAC-SHA256, keyed with the bare secret."""
    text = f"{V3}\n{hashlib.sha256(canonical_request.encode()).hexdigest()}"
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()


def same(given: str, expected: str) -> bool:
    """Compares two signatures in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII).fullmatch


@lru_cache(maxsize=256)
def parse_timestamp(text: str) -> int | None:
    """Seconds since 1970 of `2026-01-31T08:00:00Z`, or None where it is no such thing."""
    if _TIMESTAMP(text) is None:
        return None
    try:
        return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return None
