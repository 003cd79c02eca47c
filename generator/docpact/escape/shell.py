"""Text into POSIX shell commands."""

from __future__ import annotations

import re

from docpact.escape import Code

_PLAIN = re.compile(r"[A-Za-z0-9_./:=@%+,-]+")


def word(value: str) -> Code:
    """One word of a command. A NUL cannot stand in one and is left out."""
    value = value.replace("\0", "")
    if _PLAIN.fullmatch(value) and not value.startswith("="):
        return Code(value)
    return Code("'" + value.replace("'", "'\\''") + "'")
