"""Which characters a value may hold and how it may begin, as the one `pattern` that a schema has for it.

Sentences name classes (`letters`, `digits`), symbols (`underscores (_)`) and literals (`http://`). A list of them is
read whole or not at all: one word that is not understood, `special characters`, leaves the list open.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from docpact.understand.prose.language import FORMS, Language

_SYMBOL = re.compile(r"\s*[(（]\s*[\"'“”‘’]?([^\w\s]|_)[\"'“”‘’]?\s*[)）]|\s*[\"'“”‘’]([^\w\s\"'“”‘’]|_)[\"'“”‘’]")
_SPAN = re.compile(r"\s*[(（]\s*(?:[a-zA-Z0-9]\s*(?:-|~|to|至|到)\s*[a-zA-Z0-9][\s,，、/]*(?:and|和)?\s*){1,2}[)）]")
_RANGE = re.compile(r"(?:a-z|A-Z|0-9)(?![\w-])")
_LITERAL = re.compile(r"[\"'“”]?([A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*(?::(?://)?)?|\$)[\"'“”]?(?![A-Za-z0-9_-])")
_IN_CLASS = re.compile(r"[\\\]\[^-]")
_ECMA_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|]")
_END = re.compile(r"\s*(?:[.。;；)）]|$)")
_COMMA = re.compile(r"\s*[,，;；]?\s*")
_MASKED = re.compile(r"\*{2,}|x{2,}|X{2,}|[<>]|\.{3}|…")
_PLAIN = re.compile(
    r"(?:(?:\[(?:[^\[\]\\^]|\\[\[\]\\^.*+?(){}|/$-])+\]|[^\\\[\](){}*+?.|^$]|\\[.*+?(){}|/$\[\]^-])(?:[*+?]|\{\d{1,4}(?:,\d{0,4})?\})?){1,40}"
)
"""What is taken of a page's own expressions: a row of characters and classes, each perhaps repeated. That reads alike in every
language of regular expressions, and with few repeats of open length (`_VARIABLE`) no value takes long to match."""
_VARIABLE = re.compile(r"[*+?]|,\d*\}")
_SET_OPERATION = re.compile(r"--|&&|~~|\|\|")
_ODD_RANGE = re.compile(r"\[[^\]]*?(?<!\\)(?:[^\w\[\\]-[^\]]|[^\[\]\\]-[^\w\]])")
"""`@-_`: a hyphen that lost its backslash, as a rule, and not a range of characters."""
_LETTER = ("A-Z", "a-z")
_ANY = r"[\s\S]*"


@dataclass(slots=True)
class Characters:
    """The elements of one list: parts of a character class, and literals of several characters."""

    classes: list[str] = field(default_factory=list)
    literals: list[str] = field(default_factory=list)


def read(text: str, start: int, end: int, language: Language, *, literals: bool = False) -> Characters | None:
    """The list of characters at `start`, where all of it is understood; `literals` where words may be meant as such."""
    found = Characters()
    bare = False
    position = start
    while True:
        after = _element(text, position, end, language, found)
        if after is None and literals:
            literal = _LITERAL.match(text, position, end)
            if literal:
                found.literals.append(literal[1])
                bare = bare or (language.latin and literal[1].isalnum())
                after = literal.end()
        if after is None:
            return None
        position = after
        if _ends(text, position, end, language):
            break
        separator = language.separator.match(text, position, end)
        if not separator:
            return None
        position = separator.end()
    if bare and all(literal.isalnum() for literal in found.literals):
        return None  # ordinary words
    return found


def _ends(text: str, position: int, end: int, language: Language) -> bool:
    if position >= end or _END.match(text, position, end):
        return True
    comma = _COMMA.match(text, position, end)
    return bool(language.clause.match(text, comma.end() if comma else position, end))


def _element(text: str, position: int, end: int, language: Language, found: Characters) -> int | None:
    """Reads one class or symbol into `found`; answers where it ends."""
    symbol = language.symbol.match(text, position, end)
    named = _SYMBOL.match(text, symbol.end() if symbol else position, end)
    if named:
        sign = named[1] or named[2]
        found.classes += dict.fromkeys((sign, unicodedata.normalize("NFKC", sign)[:1]))
        return named.end()
    spelled = _RANGE.match(text, position, end)
    if spelled:
        found.classes.append(spelled.group())
        return spelled.end()
    for name, classes in language.characters:
        match = name.match(text, position, end)
        if match:
            found.classes += classes
            note = _SPAN.match(text, match.end(), end)
            return note.end() if note else match.end()
    return None


@dataclass(slots=True)
class Form:
    """What the sentences of a cell say about the characters of the whole value."""

    open: bool = False
    """Some sentence says more than was understood, or says it of a part or under a condition: nothing is claimed."""
    allowed: list[str] | None = None
    certain: bool = False
    also: list[str] = field(default_factory=list)
    unread: bool = False
    first: list[str] | None = None
    not_first: Characters = field(default_factory=Characters)
    without: Characters = field(default_factory=Characters)
    expression: str | None = None
    says: list[str] = field(default_factory=list)

    def add(self, kind: str, text: str, start: int, end: int, language: Language) -> None:
        """Take in what a sentence says: `kind` is one of `FORMS`, its list begins at `start`."""
        if kind == "regex":
            expression = text[start:end].removeprefix("^").removesuffix("$")
            self.open = self.open or self.expression not in (None, expression) or not _plain(expression)
            self.expression = expression
            self._say(text)
            return
        found = read(text, start, end, language, literals=kind in ("not_starts", "not_contains"))
        if kind == "counted":
            self.also += found.classes if found else []
            return
        if found is None or not (found.classes or found.literals):
            self.unread = self.unread or kind in ("contains", "contains_only")
            self.open = self.open or kind == "starts"
            return
        if kind in ("contains", "contains_only"):
            self.unread = self.unread or self.allowed not in (None, found.classes)
            self.allowed = found.classes
            self.certain = self.certain or kind == "contains_only"
        elif kind == "starts":
            self.open = self.open or self.first not in (None, found.classes)
            self.first = found.classes
        else:
            into = self.not_first if kind == "not_starts" else self.without
            into.classes += found.classes
            into.literals += found.literals
        self._say(text)

    def _say(self, sentence: str) -> None:
        if sentence not in self.says:
            self.says.append(sentence)

    def pattern(self, *shown: str) -> str | None:
        """The expression for the whole value; None where nothing is certain or a value that the page shows breaks it."""
        if self.open or not self.says:
            return None
        expression = self.expression if self.expression is not None else self._expression()
        if expression == _ANY:
            return None
        try:
            compiled = re.compile(expression)
        except (re.error, OverflowError, RecursionError):
            return None
        if any(value and not _MASKED.search(value) and not compiled.fullmatch(value) for value in shown):
            return None
        return expression

    def _expression(self) -> str:
        allowed = list(self.allowed or ())
        if not self.certain:
            allowed += self.first or ()
        allowed += self.also
        closed = bool(self.allowed) and not self.unread
        if closed and not self.certain:
            closed = any(letter in part for part in allowed for letter in _LETTER) or "\\x00-\\x7f" in allowed
        body = f"{_class(allowed)}*" if closed else _ANY
        heads = [*map(_literal, self.not_first.literals)]
        if self.not_first.classes:
            heads.append(_class(self.not_first.classes))
        inner = [*map(_literal, self.without.literals)]
        if self.without.classes:
            inner.append(_class(self.without.classes))
        return (
            (f"(?!{'|'.join(dict.fromkeys(heads))})" if heads else "")
            + (f"(?!{_ANY}{_either(inner)})" if inner else "")
            + (_class(self.first) if self.first else "")
            + body
        )


def _plain(expression: str) -> bool:
    """Whether a page's own expression is one that means the same everywhere and is fast to match."""
    return (
        len(_VARIABLE.findall(expression)) <= 2
        and _SET_OPERATION.search(expression) is None
        and _ODD_RANGE.search(expression) is None
        and _PLAIN.fullmatch(expression) is not None
    )


def _class(parts: list[str]) -> str:
    """A character class: ranges first, symbols in the order of their code, each once."""
    ranges = sorted({part for part in parts if len(part) > 1}, key=lambda part: (part[0] == "\\", part))
    if "\\x00-\\x7f" in ranges:
        ranges = [part for part in ranges if part.startswith("\\")]
        parts = [part for part in parts if not part.isascii()]
    symbols = sorted({part for part in parts if len(part) == 1})
    if not ranges and len(symbols) == 1:
        return _literal(symbols[0])
    return "[" + "".join(ranges) + "".join(_IN_CLASS.sub(r"\\\g<0>", symbol) for symbol in symbols) + "]"


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(dict.fromkeys(parts))})"


def _literal(text: str) -> str:
    return _ECMA_SPECIAL.sub(r"\\\g<0>", text)


__all__ = ["FORMS", "Characters", "Form", "read"]
