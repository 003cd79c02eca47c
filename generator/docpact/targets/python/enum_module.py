"""The module of an enumeration."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.docs import few, first_sentence, quoted
from docpact.targets.python.enums import Enum
from docpact.targets.python.layout import assignment, docstring, paragraphs

_COLUMNS = 108
_WORD = re.compile(r"[a-z]+,?")


@dataclass(frozen=True, slots=True)
class EnumView:
    """An enumeration's module."""

    head: Code
    docstring: Code
    name: Code
    class_docstring: Code
    members: tuple[Code, ...]
    template: str = "python/enum.py.jinja"


def enum_view(enum: Enum, head: Code) -> EnumView:
    """The view of the module: each value with what the pages say of it, then the old names of values."""
    members = []
    for value, name in enum.members.items():
        members.append(assignment(name, literal(value), 1))
        if meaning := enum.meanings.get(value):
            first, rest = first_sentence(_sentence(meaning), meaning[:80])
            members.append(docstring([first, *(["", *paragraphs(rest, _COLUMNS)] if rest else [])], 1))
    for old, (name, value) in enum.aliases.items():
        members.append(assignment(name, literal(value), 1))
        members.append(docstring([f"Deprecated: {quoted(old)} is now {enum.members[value]}."], 1))
    users = docstring([f"Documented for {few(enum.used_by, 3)}."], 1)
    return EnumView(head, docstring([f"The values of {enum.name}."], 0), enum.name, users, tuple(members))


def _sentence(meaning: str) -> str:
    """A meaning with a capital where it begins with a plain word, as in `InUse: the address is bound`."""
    meaning = meaning.lstrip()
    return meaning[0].upper() + meaning[1:] if _WORD.fullmatch(meaning.partition(" ")[0]) else meaning
