"""Code samples with their keys and strings marked: little markup, so that pages stay small."""

from __future__ import annotations

import re

from docpact.escape import Code, html

_TOKENS = {
    "json": re.compile(r'(?P<k>"(?:[^"\\\n]|\\.)*")(?=\s*:)|(?P<s>"(?:[^"\\\n]|\\.)*")'),
    "xml": re.compile(r"(?P<k></?[\w.:-]+)"),
    "python": re.compile(
        r"(?P<c>#[^\n]*)|(?P<s>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|(?P<k>\b(?:import|from|as|try|except|for|in|print|async|await|with)\b)"
    ),
    "shell": re.compile(r"(?P<s>'[^']*')|(?P<k>(?<=\s)--?[a-z][a-z-]*|\bcurl\b)"),
}
_TOKENS["go"] = _TOKENS["java"] = _TOKENS["typescript"] = re.compile(r'(?P<s>"(?:[^"\\\n]|\\.)*")')

_TAGS = {"k": "b", "s": "i"}
LONG = 12_000
"""Beyond this many characters a sample is left plain."""


def code(text: str, language: str) -> Code:
    """The text as HTML, with `<b>` around keys and `<i>` around strings."""
    pattern = _TOKENS.get(language)
    if pattern is None or len(text) > LONG:
        return html.text(text)
    out: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        out.append(html.text(text[end : match.start()]))
        tag = _TAGS.get(match.lastgroup or "")
        out.append(f"<{tag}>{html.text(match[0])}</{tag}>" if tag else html.text(match[0]))
        end = match.end()
    return Code("".join(out) + html.text(text[end:]))
