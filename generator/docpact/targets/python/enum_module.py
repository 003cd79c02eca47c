"""The module of an enumeration."""

from __future__ import annotations

from dataclasses import dataclass

from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.docs import few, first_sentence, quoted
from docpact.targets.python.enums import Enum
from docpact.targets.python.layout import assignment, docstring, paragraphs

_COLUMNS = 108


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
            first, rest = first_sentence(meaning, meaning[:80])
            members.append(docstring([first, *(["", *paragraphs(rest, _COLUMNS)] if rest else [])], 1))
    for old, (name, value) in enum.aliases.items():
        members.append(assignment(name, literal(value), 1))
        members.append(docstring([f"Deprecated: {quoted(old)} is now {enum.members[value]}."], 1))
    users = docstring([f"Values that {few(enum.used_by, 3)} know."], 1)
    return EnumView(head, docstring([f"The values of {enum.name}."], 0), enum.name, users, tuple(members))
