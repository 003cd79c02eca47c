"""Which parameter an error is about."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import ErrorRow
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_ROW = "[{{status: 404, code: NotFound, message: No such thing., parameter: {0}}}]"
_NONE = "[{status: 404, code: NotFound, message: No such thing.}]"

CHANGED = Kind(
    "error-parameter-changed",
    Level.COMPATIBLE,
    "An error is about another parameter.",
    "Clients quote the code where they reject a value of that parameter before sending.",
    changed=Example("errors", _ROW.format("DiskId"), _ROW.format("ZoneId")),
    same=Example("errors", _ROW.format("DiskId"), _ROW.format("DiskId")),
)
STATED = Kind(
    "error-parameter-stated",
    Level.COMPATIBLE,
    "It is now known which parameter an error is about.",
    "Clients quote the code where they reject a value of that parameter before sending.",
    changed=Example("errors", _NONE, _ROW.format("ZoneId")),
    same=Example("errors", _NONE, _NONE),
)
UNSTATED = Kind(
    "error-parameter-no-longer-stated",
    Level.COMPATIBLE,
    "It is no longer known which parameter an error is about.",
    "Clients reject the same values, without naming this code.",
    changed=Example("errors", _ROW.format("ZoneId"), _NONE),
    same=Example("errors", _NONE, _NONE),
)


def _find(both: Both[ErrorRow]) -> Iterator[Found]:
    old, new = both.old.parameter, both.new.parameter
    if old == new or both.renamed:
        return
    if _only_there(both, old) or _only_there(both, new):
        return  # that the parameter came, went or was renamed is told already
    if old is None:
        yield Found(STATED, f"The error {both.subject} is now known to be about {code(new)}.", "parameter")
    elif new is None:
        yield Found(UNSTATED, f"The error {both.subject} is no longer known to be about {code(old)}.", "parameter")
    else:
        yield Found(CHANGED, f"The error {both.subject} is now about {code(new)}; it was {code(old)}.", "parameter")


def _only_there(both: Both[ErrorRow], name: str | None) -> bool:
    """Whether one side alone has a parameter of that name."""
    sides = both.sides.old.operation(both.old_at.operation), both.sides.new.operation(both.new_at.operation)
    there = [side is not None and name is not None and side.parameter(name) is not None for side in sides]
    return there[0] != there[1]


CHECKS = (Check(Both, ErrorRow, (CHANGED, STATED, UNSTATED), _find),)
