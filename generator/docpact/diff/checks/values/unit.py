"""The unit of a number."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level
from docpact.diff.units import same_unit

_KIB, _MIB, _NONE = "{type: integer, x-docpact-unit: KiB}", "{type: integer, x-docpact-unit: MiB}", "{type: integer}"

CHANGED = Kind(
    "unit-changed",
    Level.BREAKING,
    "A number counts in another unit.",
    "The same number now means something else. No check can notice that; callers must convert.",
    changed=Example("schema", _KIB, _MIB),
    same=Example("schema", "{type: integer, x-docpact-unit: Mbps}", "{type: integer, x-docpact-unit: Mbit/s}"),
)
STATED = Kind(
    "unit-stated",
    Level.TEXT,
    "The unit of a number is now documented.",
    "The number means what it meant.",
    changed=Example("schema", _NONE, _KIB),
    same=Example("schema", _KIB, _KIB),
)
UNSTATED = Kind(
    "unit-no-longer-stated",
    Level.TEXT,
    "The unit of a number is no longer documented.",
    "The number means what it meant.",
    changed=Example("schema", _KIB, _NONE),
    same=Example("schema", _KIB, _KIB),
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old.unit, both.new.unit
    if same_unit(old, new):
        return
    if old is None:
        yield Found(STATED, f"{both.subject} is now documented to count in {code(new)}.", "x-docpact-unit")
    elif new is None:
        yield Found(
            UNSTATED, f"The unit of {both.subject} is no longer documented; it was {code(old)}.", "x-docpact-unit"
        )
    else:
        yield Found(CHANGED, f"{both.subject} now counts in {code(new)}; it was {code(old)}.", "x-docpact-unit")


CHECKS = (Check(Both, Schema, (CHANGED, STATED, UNSTATED), _find),)
