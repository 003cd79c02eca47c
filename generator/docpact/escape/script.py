"""Values into scripts: files of JavaScript and `<script>` elements."""

from __future__ import annotations

import json
import re

from docpact.escape import Code

# What could end the element, start a comment of old browsers, or end the line of a script.
_RISKY = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def literal(value: object) -> Code:
    """A JSON-like value as an expression that is good as JSON and as JavaScript, inside HTML or in a file.

    A key `__proto__` would set the prototype in a JavaScript literal: read the text with `JSON.parse` where
    keys come from a page.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Code(_RISKY.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def parsed(value: object) -> Code:
    """The same as a call of `JSON.parse`: faster to load where it is long, and keys are only keys."""
    return Code(f"JSON.parse({literal(str(literal(value)))})")
