"""What is said about a member or a structured value."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.checks._text import say_more, shown, text_kind
from docpact.diff.checks.service.description import UNPARSED, unread
from docpact.diff.events import Both, Check, Found

DESCRIPTION = text_kind(
    "field-description-changed",
    "The description of a value reads differently.",
    "schema",
    "{type: string, description: The zone.}",
    "{type: string, description: The zone of the disk.}",
)
EXAMPLE = text_kind(
    "field-example-changed",
    "The example of a value is different.",
    "schema",
    "{type: string, example: a}",
    "{type: string, example: b}",
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old, both.new
    if say_more((old.description, new.description), (old, new)):
        message = f"The description of {both.subject} reads differently."
        yield Found(DESCRIPTION, message, "description", old.description, new.description)
    if shown(old.example) != shown(new.example):
        yield Found(
            EXAMPLE, f"The example of {both.subject} is different.", "example", shown(old.example), shown(new.example)
        )
    yield from unread(old.unparsed, new.unparsed, both.subject)


CHECKS = (Check(Both, Schema, (DESCRIPTION, EXAMPLE, UNPARSED), _find),)
