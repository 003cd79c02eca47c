"""Text into Markdown."""

from __future__ import annotations

import re

from docpact.escape import Code

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!<>|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)](?=\s|$))", re.MULTILINE)
_TICKS = re.compile(r"`+")


def text(value: str) -> Code:
    """Plain text as a paragraph or a part of one: nothing in it is taken for markup."""
    escaped = _SPECIAL.sub(r"\\\1", value)
    return Code(_LINE_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", escaped))


def code_span(value: str) -> Code:
    """Text as inline code, with as many ticks as it takes. Line breaks become blanks."""
    value = " ".join(value.split("\n"))
    ticks = "`" * (max((len(m[0]) for m in _TICKS.finditer(value)), default=0) + 1)
    pad = " " if value.startswith("`") or value.endswith("`") or not value.strip() else ""
    return Code(f"{ticks}{pad}{value}{pad}{ticks}")


def fence(value: str, info: str = "") -> Code:
    """Text as a code block that its content cannot end."""
    longest = max((len(m[0]) for m in _TICKS.finditer(value)), default=0)
    ticks = "`" * max(3, longest + 1)
    return Code(f"{ticks}{info}\n{value}\n{ticks}")
