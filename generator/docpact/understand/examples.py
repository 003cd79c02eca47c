"""Examples of answers: JSON and XML as pages show them, broken ones read as far as they go."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any, NoReturn

from docpact.contract.model import JSON

_DEEP = 24
"""How deep examples are followed: deeper than any page goes, and safe for every reader of the contract."""
_LONGEST_NAME = 200
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}\[\]:,])|([^\s"{}\[\]:,]+(?:[ \t]+[^\s"{}\[\]:,]+)*)', re.DOTALL)
_LOOSE_NAME = re.compile(r'[{,]\s*"(?:\s[^"]*|[^"]*\s)"\s*:')
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)[^<>]*?(/?)>")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_EMPTY = {"true": True, "false": False, "null": None}


def read_json(text: str) -> tuple[Any, bool]:
    """The value of a JSON text and whether it is well-formed; (None, False) where nothing can be read.

    Blanks around the name of a member are a slip of the page, not part of the name.
    """
    hook = _bare_names if _LOOSE_NAME.search(text) else None
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=hook), True
    except (ValueError, RecursionError):
        pass
    try:
        return _Lenient(text).run(), False
    except (ValueError, RecursionError):
        return None, False


def _bare_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name.strip(): value for name, value in pairs}


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


class _Lenient:
    """Reads what is nearly JSON: commas, closing or opening braces missing, words without quotes."""

    def __init__(self, text: str) -> None:
        self.tokens = [(m[2] or "", m[1] if m[1] is not None else m[3]) for m in _TOKEN.finditer(text)]
        self.quoted = [m[1] is not None for m in _TOKEN.finditer(text)]
        self.at = 0

    def run(self) -> Any:
        if not self.tokens:
            raise ValueError("there is nothing")
        if self.is_key():
            return self.members(0)
        if self.tokens[0][0] not in ("{", "["):
            raise ValueError("this is no JSON")
        return self.value(0)

    def mark(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def is_key(self) -> bool:
        after = self.tokens[self.at + 1][0] if self.at + 1 < len(self.tokens) else ""
        return self.mark() == "" and after == ":"

    def value(self, depth: int) -> Any:
        if depth > _DEEP:
            raise ValueError("this is nested too deep")
        mark = self.mark()
        if mark == "{":
            self.at += 1
            out = self.members(depth + 1)
            if self.mark() == "}":
                self.at += 1
            return out
        if mark == "[":
            self.at += 1
            return self.items(depth + 1)
        if mark == "":
            word, quoted = self.tokens[self.at][1], self.quoted[self.at]
            self.at += 1
            return word if quoted else _scalar(word)
        return None

    def members(self, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while self.mark() not in ("}", "]", "end"):
            if self.is_key():
                key = str(self.tokens[self.at][1]).strip()
                self.at += 2
                out[key] = self.members(depth + 1) if self.is_key() else self.value(depth)
            elif self.mark() in ("{", "["):
                self.value(depth)
            else:
                self.at += 1
        return out

    def items(self, depth: int) -> list[Any]:
        out: list[Any] = []
        while self.mark() not in ("]", "}", "end"):
            if self.is_key():
                out.append(self.members(depth + 1))  # an object without its brace
            elif self.mark() in (",", ":"):
                self.at += 1
            else:
                out.append(self.value(depth))
        if self.mark() == "]":
            self.at += 1
        return out


def _scalar(word: str) -> Any:
    if word in _EMPTY:
        return _EMPTY[word]
    return json.loads(word) if _NUMBER.fullmatch(word) else word


@dataclass(slots=True)
class Element:
    """An XML element: its children in order, its text where it has none."""

    name: str
    children: list[Element] = field(default_factory=list)
    text: str = ""


def read_xml(text: str) -> tuple[Element | None, bool]:
    """The root element of an XML text and whether it is well-formed. Entities are never expanded.

    Of several elements side by side, one without a name is the root.
    """
    roots: list[Element] = []
    stack: list[Element] = []
    sound = True
    last = 0
    for tag in _TAG.finditer(text):
        if stack and not stack[-1].children:
            stack[-1].text += text[last : tag.start()].strip()
        last = tag.end()
        closing, name, alone = tag.groups()
        if closing:
            if not any(element.name == name for element in stack[-_DEEP:]):
                sound = False
                continue
            while stack and stack[-1].name != name:
                stack.pop()
                sound = False
            stack.pop()
            continue
        element = Element(name)
        (stack[-1].children if stack else roots).append(element)
        if not alone and len(stack) < _DEEP:
            stack.append(element)
    if len(roots) != 1:
        return (Element("", roots), False) if roots else (None, False)
    return roots[0], sound and not stack


def as_json(value: Any) -> JSON:
    """A value as the contract keeps it: what JSON can say."""
    return value  # type: ignore[no-any-return]


@dataclass(slots=True)
class Shape:
    """What examples show of a value: how many list levels, what kind of thing, which members."""

    name: str
    levels: int = 0
    kind: str | None = None
    """`object`, `string`, `integer`, `number`, `boolean`; None where only null or an empty list is shown."""
    members: dict[str, Shape] = field(default_factory=dict)
    item_name: str | None = None
    from_xml: bool = False

    def member(self, name: str) -> Shape:
        if name not in self.members:
            self.members[name] = Shape(name)
        return self.members[name]

    @property
    def is_hollow(self) -> bool:
        """Whether nothing is shown inside: null, an empty list or object, or such things only."""
        return self.kind in (None, "object") and all(member.is_hollow for member in self.members.values())

    def walk(self) -> Iterator[Shape]:
        """This and all below it."""
        yield self
        for member in self.members.values():
            yield from member.walk()

    def merge_kind(self, kind: str) -> None:
        if self.kind is None or (self.kind == "integer" and kind == "number"):
            self.kind = kind


def shape_of_json(value: Any, shape: Shape, depth: int = 0) -> Shape:
    """Adds what a JSON value shows to a shape."""
    if depth > _DEEP:
        return shape
    levels = 0
    items = [value]
    while items and isinstance(items[0], list):
        levels += 1
        items = [x for item in items if isinstance(item, list) for x in item]
    shape.levels = max(shape.levels, levels)
    for item in items:
        if isinstance(item, dict):
            shape.merge_kind("object")
            for key, inner in item.items():
                if len(key) > _LONGEST_NAME:
                    continue
                shape_of_json(inner, shape.member(key.strip()), depth + 1)
        elif isinstance(item, bool):
            shape.merge_kind("boolean")
        elif isinstance(item, int):
            shape.merge_kind("integer")
        elif isinstance(item, float):
            shape.merge_kind("number")
        elif isinstance(item, str):
            shape.merge_kind("string")
    return shape


def shape_of_xml(element: Element, shape: Shape, wanted: Set[str] | None = None, depth: int = 0) -> Shape:
    """Adds what an XML element shows to a shape. Its scalar types are unknown: everything is text in XML.

    Where JSON has already shown the value, `wanted` holds the names, in lower case, for which XML is asked all the same.
    """
    if not element.children or depth > _DEEP:
        return shape
    counts: dict[str, int] = {}
    for child in element.children:
        counts[child.name] = counts.get(child.name, 0) + 1
    if shape.levels and not shape.from_xml and len(counts) == 1 and next(iter(counts)) not in shape.members:
        shape.item_name = next(iter(counts))
        for child in element.children:
            shape_of_xml(child, shape, wanted, depth + 1)
        return shape
    if shape.kind not in (None, "object"):
        return shape
    shape.merge_kind("object")
    for child in element.children:
        inner = shape.members.get(child.name)
        if inner is None:
            if wanted is not None and child.name.casefold() not in wanted:
                continue
            inner = shape.member(child.name)
            inner.from_xml = True
        if inner.from_xml and counts[child.name] > 1:
            inner.levels = 1
        shape_of_xml(child, inner, wanted, depth + 1)
    return shape
