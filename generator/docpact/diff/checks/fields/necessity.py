"""Whether a member is always there."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Property
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_FREE = "properties: {Size: {type: integer}}"
_NEED = _FREE + "\nrequired: [Size]"

REQUIRED = Kind(
    "field-became-required",
    Level.BREAKING,
    "A member is now always there.",
    "Requests without it are rejected. Of an answer, code may count on it.",
    changed=Example("object", _FREE, _NEED),
    same=Example("object", _NEED, _NEED),
    response=Level.COMPATIBLE,
)
OPTIONAL = Kind(
    "field-became-optional",
    Level.COMPATIBLE,
    "A member may now be absent.",
    "Requests that give it work as before. Answers may lack it, and code that counts on it fails.",
    changed=Example("object", _NEED, _FREE),
    same=Example("object", _FREE, _FREE),
    response=Level.BREAKING,
)


def _find(both: Both[Property]) -> Iterator[Found]:
    if both.new.required and not both.old.required:
        verb = "must now be given; it could be left out" if both.of_argument else "is now always there"
        yield Found(REQUIRED, f"{both.subject} {verb}.", "required")
    if both.old.required and not both.new.required:
        verb = "may now be left out" if both.of_argument else "may now be absent; it was always there"
        yield Found(OPTIONAL, f"{both.subject} {verb}.", "required")


CHECKS = (Check(Both, Property, (REQUIRED, OPTIONAL), _find),)
