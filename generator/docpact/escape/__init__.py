"""Putting other people's text into code: one escape for each kind of place.

Whatever comes from a page is hostile until one of the modules here has made a `Code` of it, for the exact
place it goes to. Templates print nothing but `Code` (and whole numbers): a plain string that reaches one
is an error, so forgetting an escape cannot pass unnoticed.

While `marking` is on, escapes put two marks around the text they made safe. After rendering, a check per
language finds out whether every marked text sits inside a constant or a comment, and takes the marks out
again (`docpact.escape.check`). Code that measures what it prints asks `visible`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

START, END = "\ufdd0", "\ufdd1"  # noncharacters: no text has them, and no programming language takes them in code
_marking = False


class Code(str):
    """Text that may stand in generated source as it is, because an escape or the target itself made it."""

    __slots__ = ()

    def __html__(self) -> Code:  # what Jinja asks to know that text is safe
        return self


@contextmanager
def marking() -> Iterator[None]:
    """Makes the escapes mark the text of pages, until it is left."""
    global _marking  # noqa: PLW0603 (escapes are called from everywhere; a parameter would have to go everywhere)
    before, _marking = _marking, True
    try:
        yield
    finally:
        _marking = before


def marked(text: str) -> str:
    """The escaped text, marked where marking is on."""
    return f"{START}{text}{END}" if _marking and text else text


def visible(text: str) -> str:
    """The text without marks."""
    return text.replace(START, "").replace(END, "") if START in text else text
