"""Text into Python source."""

from __future__ import annotations

import keyword
import re
import unicodedata

from docpact.escape import Code, marked

# What an editor or a reader could not see, or what would change how the line reads: written as an escape.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\uffff"
    "\U000e0000-\U000e0fff]"
)

# Quotes that could end a docstring: three together, or any at its end.
_QUOTES = re.compile(r'"{3,}|"+(?=\s*\Z)')


def literal(value: object) -> Code:
    """A Python expression for a JSON-like value. Strings come in double quotes, as black writes them."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (list, tuple)):
        return Code(f"[{', '.join(literal(item) for item in value)}]")
    if isinstance(value, dict):
        return Code("{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}")
    if value is None or isinstance(value, (bool, int)):
        return Code(repr(value))
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return Code(f'float("{value}")')
        return Code(repr(value).replace("e+", "e"))
    raise TypeError(f"no Python literal for {type(value).__name__}")


def _string(text: str) -> Code:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:  # most texts need no care
        return Code(f'"{marked(text)}"')
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = text.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n").replace("\t", "\\t")
    return Code(quote + marked(_INVISIBLE.sub(_escape, body)) + quote)


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x100:
        return {0x0D: "\\r"}.get(number, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def docstring_text(text: str) -> Code:
    r"""Text for the inside of a `\"\"\"` docstring: it cannot end the docstring nor be taken for an escape."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:  # most lines need no care
        return Code(marked(text.rstrip()))
    clean = _INVISIBLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    clean = _QUOTES.sub(lambda run: '\\"' * len(run[0]), clean.replace("\\", "\\\\"))
    return Code(marked("\n".join(line.rstrip() for line in clean.split("\n"))))


def comment(text: str) -> Code:
    """Text for one `# ` comment line: it cannot end the line."""
    return Code(marked(" ".join(_INVISIBLE.sub(" ", text).split())))


def identifier(name: str) -> Code:
    """The name itself, checked: an ASCII identifier that is no keyword and has no leading underscores pair.

    Raises ValueError otherwise; making a name of arbitrary text is the business of `docpact.naming`.
    """
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name) or name.startswith("__"):
        raise ValueError(f"{name!r} is no name for generated Python")
    return Code(unicodedata.normalize("NFKC", name))
