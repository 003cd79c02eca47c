"""What is said about a parameter."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Parameter
from docpact.diff.checks._text import say_more, shown, text_kind
from docpact.diff.checks.service.description import UNPARSED, unread
from docpact.diff.events import Both, Check, Found

_FORM = "[{{name: Size, in: query, {0}, schema: {{type: integer}}}}]"

DESCRIPTION = text_kind(
    "parameter-description-changed",
    "The description of a parameter reads differently.",
    "parameters",
    _FORM.format("description: The size."),
    _FORM.format("description: The size of the disk."),
    "What docpact reads from the description (valid values, bounds, conditions) is compared by itself. A change of"
    " meaning that it cannot read is only visible in the two texts.",
)
EXAMPLE = text_kind(
    "parameter-example-changed",
    "The example of a parameter is different.",
    "parameters",
    _FORM.format("example: 1"),
    _FORM.format("example: 2"),
)


def _find(both: Both[Parameter]) -> Iterator[Found]:
    old, new = both.old, both.new
    sides = both.sides.old.operation(both.old_at.operation), both.sides.new.operation(both.new_at.operation)
    rules = tuple(side.rules if side else () for side in sides)
    if say_more((old.description, new.description), (old.schema, new.schema), (rules[0], rules[1])):
        message = f"The description of {both.subject} reads differently."
        yield Found(DESCRIPTION, message, "description", old.description, new.description)
    if shown(old.example) != shown(new.example):
        yield Found(
            EXAMPLE, f"The example of {both.subject} is different.", "example", shown(old.example), shown(new.example)
        )
    yield from unread(old.unparsed, new.unparsed, both.subject)


CHECKS = (Check(Both, Parameter, (DESCRIPTION, EXAMPLE, UNPARSED), _find),)
