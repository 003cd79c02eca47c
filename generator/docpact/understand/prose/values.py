"""The value grammar: numbers, ranges, lists of values and list items, as pages write them.

Everything here reads from a position in a block's plain text and answers with what it found and where that
ended, or with None. The words in between (`to`, `and`, `default`, units) come from the language's data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from docpact.understand.prose.language import Language
from docpact.understand.prose.markdown import Block

Number = int | float

_TOKEN = re.compile(r"-?[A-Za-z0-9_$*/](?:[A-Za-z0-9_.+\-*/:@#%$=]*[A-Za-z0-9_*%$+/])?")
_SPACE = re.compile(r"\s*")
_PAREN = re.compile(r"\s*[(（]([^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]")
_OPEN = {"[": "]", "{": "}", "［": "］", "【": "】", "｛": "｝"}
_QUOTE_MARKS = {'"': '"', "“": "”", "”": "”", "'": "'", "‘": "’", "「": "」"}
_END = re.compile(r"\s*(?:[.。!?！？;；\n]|$)")
_LABEL = re.compile(r"(?<=\w)(?:：|:\s)\s*\S.*", re.DOTALL)  # `RouterInterface：路由器接口`, all of it in bold
_WORDS = re.compile(r"[A-Z0-9][A-Za-z0-9.+_-]*(?: [A-Z0-9][A-Za-z0-9.+_-]*){1,3}(?=\s*(?:[:：(（]|[.。]?$))")
_AND_SO_ON = re.compile(r"\.{2,}|…")
_HOURS = re.compile(r"\d{1,2}:\d\d(?::\d\d)?Z?-\d{1,2}:\d\d(?::\d\d)?Z?")  # `00:00-23:59` is a range, not a value
_STOP_OR_COMMA = re.compile(r"[。；;\n,，]|\.(?=\s|$)")
_CLAUSES = re.compile(r"[，。；！？]|\. ")
_INTEGER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})")
_DECIMAL = re.compile(rf"{_INTEGER.pattern}(?:\.[0-9]{{1,9}})?")


class Range(NamedTuple):
    """An inclusive range of numbers, with the unit written behind it."""

    minimum: Number | None
    maximum: Number | None
    unit: str
    end: int


@dataclass(slots=True)
class Value:
    """One value of a list: its text, what the page says in brackets or behind a colon, and the default mark."""

    text: str
    quoted: bool = False
    default: bool = False
    description: str = ""
    loose: bool = False
    """Several bare words: a value only where something else bears it out."""


class Values(NamedTuple):
    """Values in the order of the page, and where they end."""

    values: list[Value]
    end: int


def number(text: str) -> Number:
    """The number a matched `{number}` stands for: `1,024` and `1024` are the same."""
    text = text.replace(",", "").replace(" ", "")
    return float(text) if "." in text else int(text)


def typed(text: str, type: str | None) -> str | int | float | bool | None:
    """A value as the declared type writes it, or None where it is not one of that type."""
    if type == "integer":
        return int(number(text)) if _INTEGER.fullmatch(text) else None
    if type == "number":
        return number(text) if _DECIMAL.fullmatch(text) else None
    if type == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    return text


def read_range(text: str, start: int, end: int, language: Language) -> Range | None:
    """The range at `start`: `1 to 100`, `1~100`, `[1, 50]`, `5 GB to 100 GB`, `from 1 to 9`, `between 1 and 9`."""
    match = language.range.match(text, start, end)
    if not match:
        return None
    low, low_unit, high, high_unit = match.group("low", "low_unit", "high", "high_unit")
    if low is None:
        low, high = match.group("left", "right")
        low_unit = high_unit = ""
    if low is None:
        low, high, high_unit = match.group("least", "most", "most_unit")
    low_unit, high_unit = (low_unit or "").strip(), (high_unit or "").strip()
    if low_unit and low_unit != high_unit:
        return None
    minimum, maximum = number(low), number(high)
    if minimum > maximum:
        return None
    return Range(minimum, maximum, high_unit, match.end())


def ended(text: str, position: int, end: int) -> bool:
    """Whether nothing but the end of the sentence follows."""
    return bool(_END.match(text, position, end))


def read_values(block: Block, start: int, end: int, language: Language) -> Values | None:
    """The list of values at `start`: `a, b, and c`, `a|b`, `**a** (default) or **b**`, `{1, 2, 3}`, `a`."""
    text = block.text
    position = _skip(text, start, end)
    closing = _OPEN.get(text[position : position + 1])
    if closing:
        position = _skip(text, position + 1, end)
    values: list[Value] = []
    last, soft = position, False
    while True:
        one = _element(block, position, end, language)
        if one is None:
            if _AND_SO_ON.match(text, position, end):
                return None
            # a clause after the list, not one more value of it
            return Values(values, last) if values and soft and not closing else None
        found, after = one
        if soft and len(values) == 1 and not closing and not language.list_goes_on.match(text, after, end):
            return Values(values, last)  # `cat, which means`
        position = after
        values.extend(found)
        last = position
        if closing and text.startswith(closing, _skip(text, position, end)):
            return Values(values, _skip(text, position, end) + 1)
        separator = language.separator.match(text, position, end)
        if not separator:
            return None if closing else Values(values, position)
        soft = separator.group().strip() in {",", "，", ";", "；"}
        position = separator.end()


def _skip(text: str, position: int, end: int) -> int:
    match = _SPACE.match(text, position, end)
    return match.end() if match else position


def _element(block: Block, start: int, end: int, language: Language) -> tuple[list[Value], int] | None:
    """One element of a list; bold or code may hold several: `**on | off**`."""
    text = block.text
    quoted_end = block.quoted(start)
    if quoted_end is not None and quoted_end <= end:
        inner = text[start:quoted_end]
        values = _inside(inner, language)
        if values is None:
            return None
        position = quoted_end
    elif text[start : start + 1] in _QUOTE_MARKS:
        close = text.find(_QUOTE_MARKS[text[start]], start + 1, end)
        if close < 0:
            return None
        inner = text[start + 1 : close].strip()
        if not inner or len(inner) > 64:
            return None
        values, position = [Value(inner, quoted=True)], close + 1
    else:
        match = _TOKEN.match(text, start, end)
        if not match:
            return None
        token = match.group()
        position = match.end()
        if "/" in token.strip("/") and not any(c.isdigit() for c in token) and "//" not in token:
            values = [Value(part) for part in token.split("/")]
        else:
            values = [Value(token)]
        if language.range.match(text, start, end) or _HOURS.fullmatch(token):
            return None
    note = _PAREN.match(text, position, end)
    if note:
        position = note.end()
        values[-1].default = values[-1].default or bool(language.default_note.search(note.group(1)))
        values[-1].description = note.group(1).strip()
    return values, position


def _inside(inner: str, language: Language) -> list[Value] | None:
    """The values inside one quotation."""
    inner = _LABEL.sub("", inner.strip()).rstrip(":：.。")
    block = Block(inner)
    if language.range.match(inner):
        return None
    if language.separator.search(inner):
        found = read_values(block, 0, len(inner), language)
        if found and found.end == len(inner):
            for value in found.values:
                value.quoted = True
            return found.values
    note = _PAREN.search(inner)
    value = Value(inner, quoted=True)
    if note and note.end() == len(inner):
        value = Value(
            inner[: note.start()].strip(),
            True,
            bool(language.default_note.search(note.group(1))),
            note.group(1).strip(),
        )
    return [value] if _plausible(value.text) else None


def _plausible(text: str) -> bool:
    return 0 < len(text) <= 64 and text.count(" ") <= 4 and _CLAUSES.search(text) is None


def read_described(block: Block, start: int, language: Language) -> list[Value]:
    """Values with their descriptions in running text: `on: it does. off: it does not.`, `a：甲；b：乙。`"""
    values: list[Value] = []
    position = start
    while True:
        one = _element(block, _skip(block.text, position, len(block.text)), len(block.text), language)
        colon = one and language.means.match(block.text, one[1])
        if not one or not colon or len(one[0]) > 1 or language.label.fullmatch(one[0][0].text):
            return values
        value = one[0][0]
        stop = _described_stop(block, colon.end(), language)
        position = stop.end() if stop else len(block.text)
        value.description = block.text[colon.end() : stop.start() if stop else position].strip()
        value.default = value.default or bool(language.default_sentence.search(value.description))
        values.append(value)


def _described_stop(block: Block, start: int, language: Language) -> re.Match[str] | None:
    """Where the description of a value ends: with the sentence, or at a comma behind which the next value stands."""
    for stop in _STOP_OR_COMMA.finditer(block.text, start):
        if stop.group() not in (",", "，"):
            return stop
        one = _element(block, _skip(block.text, stop.end(), len(block.text)), len(block.text), language)
        if one and len(one[0]) == 1 and language.means.match(block.text, one[1]):
            return stop
    return None


def read_default(block: Block, start: int, end: int, language: Language) -> tuple[str, int] | None:
    """The single value at `start` and where it ends."""
    text = block.text
    quoted_end = block.quoted(start)
    if quoted_end is not None and quoted_end <= end:
        inner = text[start:quoted_end].rstrip(".。")
        return (inner, quoted_end) if _plausible(inner) and inner.count(" ") <= 2 else None
    if text[start : start + 1] in _QUOTE_MARKS:
        close = text.find(_QUOTE_MARKS[text[start]], start + 1, end)
        return (text[start + 1 : close], close + 1) if close > start + 1 else None
    nothing = language.nothing_at.match(text, start, end)
    if nothing:
        return nothing.group(), nothing.end()
    match = _TOKEN.match(text, start, end)
    return (match.group(), match.end()) if match else None


def read_item(block: Block, language: Language) -> Value | None:
    """The value that a list item is about: `**TCP**: forwards`, `PL0 (default)`, `true：是`; None for prose."""
    text = block.text
    end = len(text)
    if language.range.match(text) or language.remark.match(text):
        return None
    quoted_end = block.quoted(0)
    if quoted_end is not None:
        found = _inside(text[:quoted_end], language)
        if found is None or len(found) != 1:
            return None
        value, position = found[0], quoted_end
        if text[:quoted_end].endswith((":", "：")):
            value.description = text[quoted_end:].strip()
            value.default = bool(language.default_sentence.search(value.description))
            return value
    elif text[:1] in _QUOTE_MARKS:
        close = text.find(_QUOTE_MARKS[text[0]], 1)
        if close < 2:
            return None
        value, position = Value(text[1:close], quoted=True), close + 1
    else:
        words = _WORDS.match(text)
        match = words or _TOKEN.match(text)
        if not match:
            return None
        value, position = Value(match.group(), loose=words is not None), match.end()
    note = _PAREN.match(text, position)
    if note:
        position = note.end()
        value.default = value.default or bool(language.default_note.search(note.group(1)))
        value.description = note.group(1).strip()
    rest = language.item_colon.match(text, position)
    if rest:
        value.description = text[rest.end() :].strip() or value.description
    elif not ended(text, position, end) and not (value.quoted and text[position : position + 1] == " "):
        return None
    else:
        value.description = text[position:].strip(" .。") or value.description
    if language.range.match(value.description.rstrip(".。 ")) or language.condition_item.search(value.description):
        return None  # `cloud: 5 to 2000` is a range under a condition, `Port: an integer, required` a field
    value.default = value.default or bool(language.default_sentence.search(value.description))
    return value if _plausible(value.text) else None
