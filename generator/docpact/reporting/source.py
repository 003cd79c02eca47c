"""Lines of source files, made fit to be shown on a terminal."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from rich.cells import cell_len

_TAB = 4
_ELLIPSIS = "…"


@dataclass(slots=True)
class Sources:
    """The texts that findings point into, read when they are needed. `known` holds those at hand already."""

    known: dict[str, str] = field(default_factory=dict)
    _files: dict[str, list[bytes]] = field(default_factory=dict)

    def line(self, path: str, number: int) -> str | None:
        """The line, without its end; None where there is no such file or line."""
        if path in self.known:
            lines = self.known[path].split("\n")
            return lines[number - 1].removesuffix("\r") if 0 < number <= len(lines) else None
        if path not in self._files:
            try:
                data = Path(path).read_bytes()
            except (OSError, ValueError):
                data = b""
            self._files[path] = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
        found = self._files[path][number - 1 : number] if number > 0 else []
        return found[0].decode("utf-8", errors="replace").removesuffix("\r") if found else None


def printable(text: str) -> str:
    """The text with everything that could steer or deceive a terminal written as an escape.

    That is: control and format characters (escape sequences, bidirectional overrides, zero-width marks),
    line and paragraph separators, lone surrogates and private-use characters.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
        code = ord(character)
        return named.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}")
    return " " if character == "\xa0" else character


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """The line as shown, and the line of carets below it.

    `start` and `end` are columns from 1, the end exclusive. Where the line is longer than `width` cells, the part
    around `start` is shown between ellipses. Carets stand under what is marked however wide it is drawn.
    """
    start = min(max(start, 1), len(line) + 1)
    end = min(max(end, start + 1), max(len(line) + 1, start + 1))
    # Far from the mark nothing can be visible: a line may be megabytes long.
    first = max(0, start - 1 - width)
    visible = line[first : start - 1 + width]
    if visible.isascii() and visible.isprintable():
        return _narrow(visible, start - 1 - first, end - 1 - first, width, cut=first > 0)
    pieces: list[str] = []
    cells = 0
    for character in visible:
        piece = " " * (_TAB - cells % _TAB) if character == "\t" else _shown(character)
        pieces.append(piece)
        cells += cell_len(piece)
    offset = start - 1 - first
    before, marked = pieces[:offset], pieces[offset : end - 1 - first]
    after = pieces[end - 1 - first :]
    cut_left = first > 0
    while before and _cells(before) + 4 > width * 2 // 3:
        before.pop(0)
        cut_left = True
    left = (_ELLIPSIS if cut_left else "") + "".join(before)
    rest = width - cell_len(left)
    shown, carets = left, " " * cell_len(left)
    for index, piece in enumerate([*marked, *after]):
        if cell_len(piece) > rest - 1 and not (cell_len(piece) == rest and index == len(marked) + len(after) - 1):
            shown += _ELLIPSIS
            break
        shown += piece
        rest -= cell_len(piece)
        carets += "^" * cell_len(piece) if index < len(marked) else ""
    if "^" not in carets:
        carets += "^"
    return shown.rstrip(), carets


def _narrow(text: str, start: int, end: int, width: int, *, cut: bool) -> tuple[str, str]:
    """What `excerpt` makes of text whose every character takes one cell, as most lines are."""
    most = max(0, width * 2 // 3 - 4)
    skipped = max(0, start - most)
    left = (_ELLIPSIS if cut or skipped else "") + text[skipped:start]
    room = width - len(left)
    tail = text[start:]
    fits = len(tail) if len(tail) <= room else max(0, room - 1)
    shown = left + tail[:fits] + (_ELLIPSIS if fits < len(tail) else "")
    return shown.rstrip(), " " * len(left) + "^" * max(1, min(fits, end - start))


def _cells(pieces: list[str]) -> int:
    return sum(map(cell_len, pieces))
