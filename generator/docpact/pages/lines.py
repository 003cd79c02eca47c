"""The lines of a page and the few shapes a line can have. Everything here takes time linear in the text."""

from __future__ import annotations

import re

from docpact.diagnostics import Span
from docpact.pages.model import Fence, Heading

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(\S.*?)?)?[ \t]*$", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]*\{([ \t]*[#.][^{}]*)\}[ \t]*$")
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_BARS = re.compile(r"(?<!\\)\|")


class Lines:
    """The text of a page as lines, without their ends, with what several parts of the reader ask of a line."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        if "\r" in text:
            self.lines = [line.removesuffix("\r") for line in self.lines]
        if self.lines[0].startswith("\ufeff"):
            self.lines[0] = " " + self.lines[0][1:]  # keeps the columns right
        self._endless: dict[str, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def span(self, first: int, start: int, last: int, end: int) -> Span:
        """The piece between two places; lines and columns count from 0 here, from 1 in a Span."""
        return Span(self.path, first + 1, start + 1, last + 1, end + 1)

    def span_of(self, first: int, last: int) -> Span:
        """Whole lines, without the blanks around them."""
        line = self.lines[first]
        return self.span(first, len(line) - len(line.lstrip()), last, len(self.lines[last].rstrip()))

    def is_heading(self, index: int) -> bool:
        """Whether the line is an ATX heading of level 2 or deeper, or of level 1 at the margin."""
        line = self.lines[index]
        return "#" in line[:4] and _HEADING.match(line) is not None

    def is_list_item(self, index: int) -> bool:
        return _LIST_ITEM.match(self.lines[index]) is not None

    def heading(self, index: int) -> Heading | None:
        """The ATX heading on the line."""
        line = self.lines[index]
        if "#" not in line[:4]:
            return None
        match = _HEADING.match(line)
        if match is None:
            return None
        return self.make_heading(len(match[1]), match[2] or "", index, index)

    def setext(self, index: int) -> Heading | None:
        """The heading made of this line and the line of `=` or `-` below it."""
        if index + 1 >= len(self.lines):
            return None
        under = self.lines[index + 1].strip()
        if not under or under.strip(under[0]) or under[0] not in "=-" or len(under) < 2:
            return None
        line = self.lines[index]
        if line[:4].isspace() or "|" in line or self.is_list_item(index):
            return None
        if index and self.lines[index - 1].strip():
            return None
        return self.make_heading(1 if under[0] == "=" else 2, line.strip(), index, index + 1)

    def make_heading(self, level: int, text: str, first: int, last: int) -> Heading:
        identifier, classes = "", []
        attributes = _ATTRIBUTES.search(text)
        if attributes is not None:
            text = text[: attributes.start()]
            for word in attributes[1].split():
                if word[0] == "#" and not identifier:
                    identifier = word[1:]
                elif word[0] == ".":
                    classes.append(word[1:])
        stripped = text.rstrip("#")
        if stripped != text and stripped.endswith((" ", "\t")):
            text = stripped  # a closing sequence of an ATX heading
        return Heading(level, text.strip(), self.span_of(first, last), identifier, tuple(classes))

    def fence(self, index: int) -> tuple[str, int] | None:
        """The character and the number of the ticks that open a code block on this line."""
        line = self.lines[index].lstrip()
        tick = line[:1]
        if tick not in ("`", "~") or not line.startswith(tick * 3):
            return None
        rest = line.lstrip(tick)
        if tick == "`" and "`" in rest:
            return None
        return tick, len(line) - len(rest)

    def fence_end(self, index: int, tick: str, count: int, *, closers: str = "") -> int | None:
        """The line that closes the block opened on line `index`, or None. `closers` may stand behind its ticks."""
        since, least = self._endless.get(tick + closers, (0, 1 << 62))
        if index >= since and count >= least:
            return None  # looked for before, in vain
        opener = tick * count
        for at in range(index + 1, len(self.lines)):
            line = self.lines[at].strip()
            if line.startswith(opener) and not line.strip(tick).strip(closers + " \t"):
                return at
        self._endless[tick + closers] = (index, count)
        return None

    def read_fence(self, index: int, tick: str, count: int, end: int) -> Fence:
        """The code block between two lines, freed of the indentation of its opening line."""
        line = self.lines[index]
        margin = len(line) - len(line.lstrip())
        body = [_dedent(inner, margin) for inner in self.lines[index + 1 : end]]
        last = min(end, len(self.lines) - 1)
        return Fence(line.strip()[count:].strip(), "\n".join(body), self.span_of(index, last))

    def bars(self, index: int) -> list[int]:
        """The columns of the unescaped bars of the line."""
        line = self.lines[index]
        if "|" not in line:
            return []
        if "\\" in line:
            return [match.start() for match in _BARS.finditer(line)]
        found = [line.index("|")]
        while (after := line.find("|", found[-1] + 1)) >= 0:
            found.append(after)
        return found


def _dedent(line: str, margin: int) -> str:
    blanks = len(line) - len(line.lstrip(" \t"))
    return line[min(blanks, margin) :]


def is_delimiter(line: str) -> bool:
    """Whether the line is the row of dashes below a table's header."""
    if "|" not in line or "-" not in line or line.strip("|-: \t\u00a0\u200b"):
        return False
    cells = line.strip(" \t\u00a0\u200b").removeprefix("|").removesuffix("|").split("|")
    return all(len(cell.strip(" \t\u00a0\u200b:").strip("-")) == 0 and "-" in cell for cell in cells)


def delimiter_columns(line: str) -> int:
    """The number of columns a delimiter row states."""
    return line.strip(" \t\u00a0\u200b").removeprefix("|").removesuffix("|").count("|") + 1
