"""What the checks of mere words share."""

from __future__ import annotations

import json

from docpact.diff.events import words
from docpact.diff.model import Example, Kind, Level


def text_kind(name: str, title: str, slot: str, old: str, new: str, page: str = "") -> Kind:
    """A kind of change of words. Its counterexample is the same text with other line breaks."""
    return Kind(
        name,
        Level.TEXT,
        title,
        page
        or "Nothing that travels and nothing that is generated depends on it, except comments and documentation."
        " Line breaks and repeated blanks are not compared.",
        changed=Example(slot, old, new),
        same=Example(slot, old, old),
    )


def differ(old: str, new: str) -> bool:
    """Whether two texts differ in more than blanks and line breaks."""
    return words(old) != words(new)


def shown(value: object) -> str:
    """An example as people read it; nothing where there is none."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
