"""Request parameters on the wire: queries and forms, percent-encoding, dotted names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote_to_bytes

MAX_PARAMETERS = 5_000
MAX_DEPTH = 12

_PLAIN = re.compile(r"[A-Za-z0-9\-_.~]*").fullmatch
_PLAIN_PAIR = re.compile(r"[A-Za-z0-9\-_.~]*=[A-Za-z0-9\-_.~]*").fullmatch


class TooManyParameters(ValueError):
    """A request carries more parameters than any operation could mean."""


def parse_form(text: bytes, into: dict[str, str]) -> None:
    """Adds the parameters of a query or form to `into`; of a name given twice the first value counts.

    Blank values are kept, `+` is a space, and what is no UTF-8 becomes U+FFFD. Raises TooManyParameters.
    """
    if text.count(b"&") >= MAX_PARAMETERS:
        raise TooManyParameters
    for part in text.decode("utf-8", "replace").split("&"):
        name, _, value = part.partition("=")
        if "%" in value or "+" in value:
            value = _decode(value)
        if "%" in name or "+" in name:
            name = _decode(name)
        if name and name not in into:
            into[name] = value


def _decode(raw: str) -> str:
    return unquote_to_bytes(raw.replace("+", " ")).decode("utf-8", "replace")


def percent_encode(text: str) -> str:
    """RFC 3986 with only `A-Z a-z 0-9 - _ . ~` left as they are, as both signatures want it."""
    return text if _PLAIN(text) else _quote(text) if len(text) < 256 else quote(text, safe="-_.~")


@lru_cache(maxsize=4096)
def _quote(text: str) -> str:
    return quote(text, safe="-_.~")


def canonical_query(parameters: dict[str, str], without: str | None = None) -> str:
    """All parameters but one, sorted by name and percent-encoded: `a=1&b=%20`."""
    return "&".join([_pair(name, parameters[name]) for name in sorted(parameters) if name != without])


def _pair(name: str, value: str) -> str:
    pair = f"{name}={value}"
    return pair if _PLAIN_PAIR(pair) else f"{percent_encode(name)}={percent_encode(value)}"


def unflatten(parameters: dict[str, str], groups: frozenset[str]) -> dict[str, Any]:
    """The parameters with those of `groups` put together: `Tag.1.Key=a` becomes `{"Tag": {"1": {"Key": "a"}}}`.

    A group's bare name is no parameter, nor is a name nested deeper than any contract: both are ignored, like
    everything unknown.
    """
    out: dict[str, Any] = {}
    for name, value in parameters.items():
        head, dot, _ = name.partition(".")
        if not dot or head not in groups:
            if name not in groups:
                out[name] = value
            continue
        parts = name.split(".")
        if len(parts) > MAX_DEPTH or "" in parts:
            continue
        node = out.setdefault(head, {})
        for part in parts[1:-1]:
            node = node.setdefault(part, {}) if isinstance(node, dict) else None
        if isinstance(node, dict):
            node.setdefault(parts[-1], value)
    return out
