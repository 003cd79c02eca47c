"""Python source as black leaves it, by construction.

black takes a bracket that ends in a comma apart and leaves one that fits on its line alone; so everything here
is printed either on one line or one item a line with a comma after the last. Widths count columns as black
does, wide characters twice.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from docpact.escape import Code, visible
from docpact.escape.python import docstring_text

WIDTH = 120


def width(text: str) -> int:
    """The columns that black counts for a line."""
    text = visible(text)
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def indent(text: str, depth: int = 1) -> Code:
    """Every line of finished code, moved right. Not for code that holds strings over several lines."""
    pad = "    " * depth
    return Code("\n".join(pad + line if line else line for line in text.split("\n")))


def bracketed(head: str, items: Sequence[str], tail: str, depth: int = 0) -> Code:
    """`head` opens a bracket, `tail` closes it: `f(`, `[a, b]`, `)`. `depth` is the level it will stand at.

    The first line is not indented, the others are. Items may span lines; they are indented as they come.
    """
    if not items:
        return Code(f"{head}{tail}")
    if not any("\n" in item for item in items):
        line = f"{head}{', '.join(items)}{tail}"
        if width(line) + 4 * depth < WIDTH:  # a comma may follow
            return Code(line)
    pad = "    " * (depth + 1)
    body = "".join([f"{pad}{item},\n" for item in items])
    return Code(f"{head}\n{body}{'    ' * depth}{tail}")


def condition(lead: str, stops: Sequence[str], depth: int = 0) -> Code | None:
    """`if lead (a or b):`, indented, as black breaks it. None where a part of it is too long for a line."""
    pad = "    " * depth
    joined = " or ".join(stops)
    line = f"{pad}if {lead}({joined}):" if lead and len(stops) > 1 else f"{pad}if {lead}{joined}:"
    if width(line) <= WIDTH:
        return Code(line)
    inner = f"{pad}    "
    body = inner + joined
    if width(body) > WIDTH:
        body = f"\n{inner}or ".join([inner + stops[0], *stops[1:]])
    if len(stops) == 1 or any(width(part) > WIDTH for part in [f"{pad}if {lead}(", *body.split("\n")]):
        return None
    return Code(f"{pad}if {lead}(\n{body}\n{pad}):")


def tuple_of(items: Sequence[str], depth: int = 0, head: str = "", tail: str = "") -> Code:
    """A tuple, also of one or no item. `head` and `tail` stand around it on its lines: `x = `, `,`."""
    if len(items) == 1 and "\n" not in items[0]:
        line = f"{head}({items[0]},){tail}"
        if width(line) + 4 * depth < WIDTH:
            return Code(line)
        pad = "    " * depth
        return Code(f"{head}(\n{pad}    {items[0]},\n{pad}){tail}")
    return bracketed(f"{head}(", items, f"){tail}", depth)


def assignment(name: str, text: str, depth: int = 0) -> Code:
    """`name = "text"`, indented: a text that is too long for the line goes to a line of its own where that helps."""
    pad = "    " * depth
    line = f"{pad}{name} = {text}"
    if width(line) <= WIDTH or width(text) + 4 * (depth + 1) > WIDTH:
        return Code(line)
    return Code(f"{pad}{name} = (\n{pad}    {text}\n{pad})")


def import_order(name: str) -> tuple[int, list[str | int], str]:
    """Isort's order of the names of one module: constants, classes, the rest; without case, numbers by their value."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    parts = re.split(r"([0-9]+)", name.lower())
    return kind, [int(part) if part.isdecimal() else part for part in parts], name


def imports(module: str, names: Iterable[str], depth: int = 0) -> Code:
    """A `from … import …` statement, in isort's order and black's form."""
    ordered = sorted(set(names), key=import_order)
    if width(line := f"from {module} import {', '.join(ordered)}") + 4 * depth <= WIDTH:
        return Code(line)
    return bracketed(f"from {module} import (", ordered, ")", depth)


def paragraphs(text: str, columns: int) -> list[str]:
    """Text of a page wrapped to lines: paragraphs and list items stay apart. Lines are not yet escaped."""
    out: list[str] = []
    block: list[str] = []

    def flush() -> None:
        if block:
            first = " ".join(block)
            marker = _marker(first)
            out.extend(_wrap(first, columns, "  " if marker else ""))
            block.clear()

    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = " ".join(raw.split())
        if not line:
            flush()
            if out and out[-1]:
                out.append("")
        elif _marker(line):
            flush()
            block.append(line)
        else:
            block.append(line)
    flush()
    while out and not out[-1]:
        out.pop()
    return out


def _marker(line: str) -> bool:
    return line[:2] in ("- ", "* ", "+ ") or (line[:1].isdigit() and line[1:3] == ". ")


def _wrap(text: str, columns: int, hang: str) -> list[str]:
    """Words laid out in lines, `hang` before all but the first. Blanks are single already; long words stay whole."""
    lines: list[str] = []
    lead, start, room = "", 0, columns
    while len(text) - start > room:
        end = text.rfind(" ", start, start + room + 1)
        if end < 0:
            end = text.find(" ", start + room)
            if end < 0:
                break
        lines.append(lead + text[start:end])
        lead, start, room = hang, end + 1, columns - len(hang)
    lines.append(lead + text[start:])
    return lines


def docstring(lines: Sequence[str], depth: int) -> Code:
    """A docstring of unescaped lines, indented for its level: one line where it fits, else closed on a line of its own.

    Lines keep the indentation they have. The first must not be empty.
    """
    pad = "    " * depth
    lines = list(lines)
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    if len(lines) <= 1:  # black keeps the quotes of a single line together, however long it is
        lines = _wrap(" ".join(lines), WIDTH - 8 - 4 * depth, "")
    clean = [docstring_text(line) if line.strip() else Code("") for line in lines]
    first = clean[0]
    if visible(first)[:1] in ('"', "\\", " ", ""):
        first = Code(f"· {first.lstrip()}")
    rest = textwrap.dedent("\n".join(clean[1:])).split("\n") if len(clean) > 1 else []
    if not rest:
        return Code(f'{pad}"""{first}{" " if visible(first).endswith(chr(92)) else ""}"""')
    body = "\n".join([f"{pad}{line}" if line else "" for line in rest])
    return Code(f'{pad}"""{first}\n{body}\n{pad}"""')
