"""Writes JSON-like values as YAML that is pleasant to review.

Only what JSON can say is written: mappings with string keys, sequences, strings, numbers, booleans, null.
A string stays plain where YAML 1.1 and 1.2 agree on reading it back as that string; it becomes a literal
block where it has several clean lines, and a double-quoted scalar everywhere else. Short lists of plain
scalars stand on one line. The same value always gives the same text. A lone surrogate, which no UTF-8 file
can hold, becomes U+FFFD.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence

_LINE = 100
_LONGEST_KEY = 1000  # of a key without `?`; YAML sets the limit at 1024
# First a letter or a slash, so that no number, date, indicator or special float can be meant; `: ` and ` #`
# would end a plain scalar.
_CJK = "\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e"
_PLAIN = re.compile(
    rf"[A-Za-z/${_CJK}](?:[A-Za-z0-9 _./()\[\]{{}},;'\"<>=*+?!%@&$|~`^\\{_CJK}-]|:(?=\S)|(?<=\S)#)*(?<![ :])"
)
_FLOW = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*")
_WORDS = frozenset("y n yes no on off true false null".split())
_CLEAN_LINE = re.compile(rf"[\x20-\x7e\xa1-\xac\xae-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u2fff{_CJK}]*")
_UNPRINTABLE = re.compile(
    "[\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\uffff]"
)


def dump(value: object) -> str:
    """The YAML text of `value`, ending in a newline.

    Raises TypeError where the value holds something JSON cannot say.
    """
    out: list[str] = []
    if isinstance(value, Mapping) and value:
        _mapping(value, "", out)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        _sequence(value, "", out)
    else:
        out.append(_scalar(value, "  ") + "\n")
    return "".join(out)


def _mapping(value: Mapping[str, object], indent: str, out: list[str], first: str | None = None) -> None:
    lead = indent if first is None else first
    for key, item in value.items():
        text = key_text(key)
        if type(item) is str and len(text) < _LONGEST_KEY:
            out.append(f"{lead}{text}: {_string(item, indent + '  ')}\n")
        elif len(text) > _LONGEST_KEY:
            out.append(f"{lead}? {text}\n{indent}:")
            _member(item, indent, indent + "  ", out)
        else:
            out.append(f"{lead}{text}:")
            _member(item, indent, indent, out)
        lead = indent


def _member(item: object, indent: str, list_indent: str, out: list[str]) -> None:
    """The value behind a `key:`, on the same line or below it."""
    if item and (type(item) is dict or isinstance(item, Mapping)):  # asking an ABC takes its time
        out.append("\n")
        _mapping(item, indent + "  ", out)
    elif item and isinstance(item, (list, tuple)):
        flow = _flow(item, len(indent))
        if flow is not None:
            out.append(f" {flow}\n")
        else:
            out.append("\n")
            _sequence(item, list_indent, out)
    else:
        out.append(f" {_scalar(item, indent + '  ')}\n")


def _sequence(value: Sequence[object], indent: str, out: list[str]) -> None:
    for item in value:
        if item and (type(item) is dict or isinstance(item, Mapping)):
            _mapping(item, indent + "  ", out, first=indent + "- ")
        elif isinstance(item, (list, tuple)) and item:
            flow = _flow(item, len(indent))
            if flow is not None:
                out.append(f"{indent}- {flow}\n")
            else:
                out.append(f"{indent}-\n")
                _sequence(item, indent + "  ", out)
        else:
            out.append(f"{indent}- {_scalar(item, indent + '  ')}\n")


def _flow(items: Sequence[object], used: int) -> str | None:
    """`[a, b]` where every item is a short plain scalar and the line stays short, else None."""
    words = []
    for item in items:
        if isinstance(item, str):
            if not _FLOW.fullmatch(item) or item.lower() in _WORDS:
                return None
            words.append(item)
        elif isinstance(item, (Mapping, list, tuple)):
            return None
        else:
            words.append(_scalar(item, ""))
    text = f"[{', '.join(words)}]"
    return text if used + len(text) < _LINE - 20 else None


@functools.lru_cache(maxsize=4096)  # a document has few different keys, each many times
def key_text(key: object) -> str:
    """A key as it is written, without its colon. Raises TypeError for what is no string."""
    if not isinstance(key, str):
        raise TypeError(f"a key must be a string, not {key!r}")
    return key if _is_plain(key) and len(key) < 120 else _quoted(key)


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _WORDS


def _string(value: str, indent: str) -> str:
    if "\n" in value:
        return _block(value, indent) or _quoted(value)
    if len(value) < 24:
        return _short(value)
    return value if _PLAIN.fullmatch(value) else _quoted(value)


@functools.lru_cache(maxsize=4096)
def _short(value: str) -> str:
    return value if _is_plain(value) else _quoted(value)


def _scalar(value: object, indent: str) -> str:
    if isinstance(value, str):
        return _string(value, indent)
    if value is None or isinstance(value, (bool, int, float)):
        return _number(value)
    if value == {} or isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    raise TypeError(f"cannot write {type(value).__name__} as YAML")


def _number(value: bool | int | float | None) -> str:
    text = json.dumps(value)
    if text in ("NaN", "Infinity", "-Infinity"):
        return {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}[text]
    if "e" in text and isinstance(value, float) and "." not in text:
        mantissa, exponent = text.split("e")  # YAML 1.1 reads 1e5 as a string
        return f"{mantissa}.0e{exponent if exponent[0] in '+-' else '+' + exponent}"
    return text


def _block(text: str, indent: str) -> str | None:
    """A literal block, where it can carry the text exactly."""
    body = text.rstrip("\n")
    lines = body.split("\n")
    if (
        not lines[0]
        or lines[0][0] == " "
        or any(line != line.rstrip() or not _CLEAN_LINE.fullmatch(line) for line in lines)
    ):
        return None
    ending = len(text) - len(body)
    header = "|-" if ending == 0 else "|" if ending == 1 else "|+"
    # With `|+` the newline that ends the scalar's own line is the caller's.
    lines += [""] * (ending - 1)
    return header + "\n" + "\n".join(indent + line if line else "" for line in lines)


def _quoted(text: str) -> str:
    """A double-quoted scalar; JSON's escapes are YAML's."""
    if text.isascii() and text.isprintable() and "'" not in text and ("\\" in text or '"' in text):
        return f"'{text}'"
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda m: "\\ufffd" if "\ud800" <= m[0] <= "\udfff" else f"\\u{ord(m[0]):04x}", quoted)
