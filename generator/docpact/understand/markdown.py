"""The small amount of Markdown that a table cell's meaning needs: escapes, emphasis, code, links."""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0x10F000
"""Where escaped characters wait, in the last private plane."""
_ASIDES = re.compile(f"[{chr(_ASIDE + 0x21)}-{chr(_ASIDE + 0x7E)}]")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\)| (?=[^()]*\)))*\)")
_BOLD = re.compile(r"(?<![*\\])\*\*(?!\*)")
EMPHASIS = r"(?<![\w*`\\])(?P<mark>\*|__?)(?=[^\s*_])([^*\n]{0,200}?[^\s*_\\])(?P=mark)(?![\w*])"
"""`*text*`, `_text_` and `__text__` around whole words: the mark and the text. `_id`, `5*6` and `****` are none."""
_EMPHASIS = re.compile(EMPHASIS)
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_HTML = re.compile(r"</?(?:b|i|em|strong|code|p|br|span|div|sup|sub|ul|li|ol|a)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SENTENCE = re.compile(r"(?:[.!?](?=\s)|[。！？]|\n\s*\n|:\s*\n)")


def unescape(text: str) -> str:
    r"""`\_` and its like as the characters they stand for, invisible characters gone."""
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text if text.isascii() else _INVISIBLE.sub("", text)


def without_comments(text: str) -> str:
    """The text without HTML comments: they are notes among authors and to the linter."""
    return _COMMENT.sub("", text) if "<!--" in text else text


def plain(text: str) -> str:
    """The text as a reader sees it, on one line: no emphasis, code marks, link targets or escapes."""
    if text.isalnum() and text.isascii():
        return text
    return _plain_short(text) if len(text) <= _SHORT else _plain(text)


def _plain(text: str) -> str:
    escaped = "\\" in text
    if escaped:  # what is escaped is text, and must not be there while marks are looked for
        text = _ESCAPE.sub(lambda match: chr(_ASIDE + ord(match[1])), text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _strip_emphasis(text)
    if "`" in text:
        text = text.replace("`", "")
    if "<" in text:
        text = _HTML.sub("", text)
    if escaped:
        text = _ASIDES.sub(lambda match: chr(ord(match[0]) - _ASIDE), text)
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


_SHORT = 300
_plain_short = lru_cache(maxsize=16_384)(_plain)
"""Pages repeat their cells: codes, types, messages."""


def _strip_emphasis(text: str) -> str:
    r"""Without the marks; escaped stars and the stars of masks (`****`) stay."""
    text = _BOLD.sub("", text)
    return text if "`" in text else _EMPHASIS.sub(r"\2", text)


def name(text: str) -> str:
    """A name in a cell: everything that is no part of it removed, blanks too (`Filter. N. Key`)."""
    out = plain(text)
    return out.replace(" ", "") if " " in out else out


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a Markdown text, plain, and the rest as it stands."""
    text = text.strip()
    match = _SENTENCE.search(text)
    if match is None:
        return plain(text), ""
    end = match.end() if text[match.start()] not in ":\n" else match.start() + (text[match.start()] == ":")
    return plain(text[:end]), text[end:].strip()
