"""Where the values of a YAML file in block style stand, told by indentation alone.

Parsing a large contract for the lines of a few findings takes as long as all else that is done where one operation
changed. In block style, no line within a value is indented as little as the keys or items beside it, whatever scalars it
holds; so the keys of a mapping are the lines that are indented exactly as its first one is.
"""

from __future__ import annotations

import re

from docpact.contract.yaml_writer import key_text
from docpact.diagnostics import Pointer

_KEY = re.compile(rb"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[A-Za-z0-9/$_][^\n]*?):(?=[ \n])""")
_NEXT_LINE = re.compile(rb"(?:\n *(?:#[^\n]*)?)*\n *(?=[^ \n])")


class Unclear(Exception):
    """A way cannot be followed by indentation: a value is in flow style, or a key is absent or oddly spelled."""


class Outline:
    """The places of one file. What was looked at is remembered, so that many pointers cost little more than one."""

    def __init__(self, data: bytes) -> None:
        self._data = b"\n" + data
        self._begins: dict[int, list[int]] = {}
        self._keys: dict[int, dict[bytes, int]] = {}

    def find(self, pointer: Pointer) -> tuple[int, int]:
        """The offset of the key or of the item's value at the pointer, and its column, from 1. Raises Unclear."""
        first, end = self._below(0, len(self._data)), len(self._data)
        at = first
        for depth, step in enumerate(pointer):
            begins = self._children(first, end)
            if isinstance(step, int):
                number = step if self._is_item(first) else -1
            else:
                number = self._named(first, begins).get(key_text(step).encode(), -1)
            if not 0 <= number < len(begins):
                raise Unclear
            at = begins[number]
            end = begins[number + 1] if number + 1 < len(begins) else end
            if depth + 1 < len(pointer):
                first = self._inside(at, end)
        at = self._inside(at, end) if self._is_item(at) else at
        return at - 1, at - self._data.rfind(b"\n", 0, at)

    def _inside(self, at: int, end: int) -> int:
        """The first key or item of the value that belongs to a key or an item."""
        if self._is_item(at) and self._data.startswith(b"- ", at):
            return at + 2
        return self._below(at + 1 if self._is_item(at) else self._colon(at), end)

    def _below(self, value: int, end: int) -> int:
        """The first key or item of the value, which begins on the next line."""
        begin = _NEXT_LINE.match(self._data, value, end)
        if begin is None:
            raise Unclear
        return begin.end()

    def _colon(self, at: int) -> int:
        """Where a key at this offset ends, with its colon."""
        key = _KEY.match(self._data, at)
        if key is None:
            raise Unclear
        return key.end()

    def _is_item(self, at: int) -> bool:
        return self._data.startswith((b"- ", b"-\n"), at)

    def _children(self, first: int, end: int) -> list[int]:
        """The offsets of the keys or items of a value of which the first is given."""
        known = self._begins.get(first)
        if known is None:
            indent = first - self._data.rfind(b"\n", 0, first) - 1
            other = re.compile(rb"\n {%d}(?=%b)" % (indent, rb"-[ \n]" if self._is_item(first) else rb"[^ \n#-]"))
            known = [first, *(line.end() for line in other.finditer(self._data, first, end))]
            self._begins[first] = known
        return known

    def _named(self, first: int, begins: list[int]) -> dict[bytes, int]:
        """The keys of a mapping as they are spelled, by their number; none where the value is a list."""
        known = self._keys.get(first)
        if known is None:
            found = ((_KEY.match(self._data, at), number) for number, at in enumerate(begins))
            known = self._keys[first] = {key[1]: number for key, number in found if key is not None}
        return known
