"""The pattern that a text must match."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_A, _B, _NONE = "{type: string, pattern: '[a-z]+'}", "{type: string, pattern: '[0-9]+'}", "{type: string}"

INTRODUCED = Kind(
    "pattern-introduced",
    Level.RISKY,
    "A text must now match a pattern.",
    "The service may have asked for it all along, without saying so. Clients now check it before anything is sent.",
    changed=Example("schema", _NONE, _A),
    same=Example("schema", _A, _A),
    response=Level.COMPATIBLE,
)
DROPPED = Kind(
    "pattern-dropped",
    Level.COMPATIBLE,
    "A text need no longer match a pattern.",
    "Requests may hold every text that they could hold before; answers may hold others.",
    changed=Example("schema", _A, _NONE),
    same=Example("schema", _A, _A),
    response=Level.RISKY,
)
CHANGED = Kind(
    "pattern-changed",
    Level.RISKY,
    "A text must match another pattern.",
    "Whether the new pattern accepts more or less than the old one cannot be told in general: compare them, and re-level"
    " the change if it is harmless.",
    changed=Example("schema", _A, _B),
    same=Example("schema", _A, _A),
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old.pattern, both.new.pattern
    if old == new:
        return
    must = "must now match" if both.of_argument else "now matches"
    if old is None:
        yield Found(INTRODUCED, f"{both.subject} {must} {code(new)}; no pattern was documented.", "pattern")
    elif new is None:
        yield Found(
            DROPPED, f"{both.subject} {'need' if both.of_argument else 'may'} no longer match {code(old)}.", "pattern"
        )
    else:
        yield Found(CHANGED, f"{both.subject} {must} {code(new)}; it was {code(old)}.", "pattern")


CHECKS = (Check(Both, Schema, (INTRODUCED, DROPPED, CHANGED), _find),)
