"""The format of a value: the width of a number, the notation of a date."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_SHORT, _LONG = "{type: integer, format: int32}", "{type: integer, format: int64}"
_DAY, _TIME = "{type: string, format: date}", "{type: string, format: date-time}"
_WIDTHS = {"int32": 1, "int64": 2, "float": 1, "double": 2}

WIDER = Kind(
    "number-widened",
    Level.COMPATIBLE,
    "A number may now be larger or more exact.",
    "Requests may hold every value that they could hold before. Answers may hold numbers that a program in a language"
    " with fixed widths cannot store in the old type.",
    changed=Example("schema", _SHORT, _LONG),
    same=Example("schema", _SHORT, _SHORT),
    response=Level.RISKY,
)
NARROWER = Kind(
    "number-narrowed",
    Level.RISKY,
    "A number must now be smaller or is less exact.",
    "Requests with large numbers are rejected; generated types in languages with fixed widths change.",
    changed=Example("schema", _LONG, _SHORT),
    same=Example("schema", _LONG, _LONG),
)
CHANGED = Kind(
    "format-changed",
    Level.BREAKING,
    "A value is written in another notation.",
    "What the service expects or answers looks different: a day instead of a moment, for example.",
    changed=Example("schema", _DAY, _TIME),
    same=Example("schema", _SHORT, _LONG),
)
STATED = Kind(
    "format-stated",
    Level.RISKY,
    "The notation of a value is now documented.",
    "Clients may now check it or convert it to a richer type.",
    changed=Example("schema", "type: string", _TIME),
    same=Example("schema", _TIME, _TIME),
    response=Level.COMPATIBLE,
)
UNSTATED = Kind(
    "format-no-longer-stated",
    Level.COMPATIBLE,
    "The notation of a value is no longer documented.",
    "Clients stop checking it; of an answer, code that counts on the notation may find another one.",
    changed=Example("schema", _TIME, "type: string"),
    same=Example("schema", _TIME, _TIME),
    response=Level.RISKY,
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old.format, both.new.format
    if old == new or both.old.type != both.new.type:
        return
    if old is None:
        yield Found(STATED, f"{both.subject} is now documented to be written as {code(new)}.", "format")
    elif new is None:
        yield Found(UNSTATED, f"The notation of {both.subject} is no longer documented; it was {code(old)}.", "format")
    elif old in _WIDTHS and new in _WIDTHS:
        wider = _WIDTHS[old] < _WIDTHS[new]
        message = f"{both.subject} is now a number of the format {code(new)}; it was {code(old)}."
        yield Found(WIDER if wider else NARROWER, message, "format")
    else:
        yield Found(CHANGED, f"{both.subject} is now written as {code(new)}; it was {code(old)}.", "format")


CHECKS = (Check(Both, Schema, (WIDER, NARROWER, CHANGED, STATED, UNSTATED), _find),)
