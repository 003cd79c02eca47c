"""What an error of the gateway says about this client: another secret, another string to sign, another clock."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from .masking import mask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .requests import Signed

_SPACE = re.compile(r"\s+|\\[rn]")
_GOES_ON = re.compile(r"[\w%&=~-]")
_STRING = re.compile(r"string\s?to\s?sign\s*(?:is|was|:|：|=)[\s:：=]*(.*)", re.IGNORECASE | re.DOTALL)
_CANONICAL = re.compile(
    r"canonical\s?request\s*(?:is|was|:|：|=)[\s:：=]*(.*?)(?:[,;.]?\s{0,3}(?:server\s)?string\s?to\s?sign|$)",
    re.IGNORECASE | re.DOTALL,
)


def which_side(message: str, signed: Signed) -> str:
    """Whether the secret or the string to sign differs, by what the server says it signed. `message` is masked already."""
    ours = mask(signed.string_to_sign, signed.secrets), mask(signed.canonical_request, signed.secrets)
    squeezed = _SPACE.sub("", message)
    if any(_holds(squeezed, _SPACE.sub("", text)) for text in ours):
        return "[Client and server signed the same string: the access key secret is not the one of this access key ID.]"
    for pattern, text in ((_CANONICAL, ours[1]), (_STRING, ours[0])):
        found = pattern.search(message)
        if found is not None:
            return _difference(text, found[1].strip(" \t\r\n'\"[]`"))
    return "[The server does not say what it signed.]"


def clock(headers: Mapping[str, str]) -> str:
    """How far this computer's clock is from the server's; empty where it is not far, or the server does not say."""
    from email.utils import parsedate_to_datetime

    try:
        ahead = time.time() - parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
    if abs(ahead) < 60:
        return ""
    return f"[The clock of this computer is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the server's.]"


def _holds(message: str, string: str) -> bool:
    """Whether a message holds a string as a whole, not as the beginning of a longer one."""
    at = message.find(string)
    return at >= 0 and _GOES_ON.match(message, at + len(string)) is None


def _difference(ours: str, theirs: str) -> str:
    theirs = theirs.replace("\r\n", "\n")
    pairs = enumerate(zip(ours, theirs, strict=False))
    at = next((number for number, (a, b) in pairs if a != b), min(len(ours), len(theirs)))
    return (
        f"[Client and server signed different strings, from character {at + 1} on: the client {ours[at : at + 60]!r}, "
        f"the server {theirs[at : at + 60]!r}. Something changed the request on its way, or one side encodes differently.]"
    )
