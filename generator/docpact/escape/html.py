"""Text into HTML."""

from __future__ import annotations

import re

from docpact.escape import Code

# Characters that HTML forbids, or that reorder or hide what a reader sees.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_REPLACED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;", "\r": "&#13;", "\n": "&#10;"}
)
_SCHEME = re.compile(r"(?i)(https?://[^\s/?#]|mailto:[^\s])")


def text(value: str) -> Code:
    """Text between tags."""
    return Code(_FORBIDDEN.sub("\ufffd", value).translate(_REPLACED))


def attribute(value: str) -> Code:
    """Text inside an attribute value that is written in double quotes."""
    return Code(_FORBIDDEN.sub("\ufffd", value).translate(_ATTRIBUTE))


def url(value: str) -> Code | None:
    """An address for `href`, or None where it is not one of the web or of mail: nothing else may be followed."""
    return attribute(value) if _SCHEME.match(value) else None
