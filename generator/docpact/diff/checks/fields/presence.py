"""Members that came or went."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Property
from docpact.diff.events import Added, Check, Found
from docpact.diff.events import Removed as Gone
from docpact.diff.model import Example, Kind, Level

_ID, _ZONE = "DiskId: {type: string}", "ZoneId: {type: string}"
_ONE, _TWO = f"properties: {{{_ID}}}", f"properties: {{{_ID}, {_ZONE}}}"

ADDED = Kind(
    "field-added",
    Level.COMPATIBLE,
    "There is a new member.",
    "In requests it may be left out; in answers, code that does not know it goes on working.",
    changed=Example("object", _ONE, _TWO),
    same=Example("object", _TWO, f"properties: {{{_ZONE}, {_ID}}}"),
)
REQUIRED = Kind(
    "required-field-added",
    Level.BREAKING,
    "There is a new member that is always there.",
    "Requests without it are rejected. In answers it is one more value.",
    changed=Example("object", _ONE, f"{_TWO}\nrequired: [ZoneId]"),
    same=Example("object", _ONE, _TWO),
    response=Level.COMPATIBLE,
)
REMOVED = Kind(
    "field-removed",
    Level.BREAKING,
    "A member is no longer documented.",
    "Code that gives or reads it fails.",
    changed=Example("object", _TWO, _ONE),
    same=Example("object", _TWO, f"properties: {{{_ZONE}, {_ID}}}"),
)


def _added(event: Added[Property]) -> Iterator[Found]:
    if event.new.required:
        verb = "must now be given" if event.of_argument else "is now always there"
        yield Found(REQUIRED, f"{event.subject} {verb}; it is new.")
    else:
        verb = "may now be given" if event.of_argument else "is new"
        yield Found(ADDED, f"{event.subject} {verb}.")


def _removed(event: Gone[Property]) -> Iterator[Found]:
    yield Found(REMOVED, f"{event.subject} is no longer documented.")


CHECKS = (Check(Added, Property, (ADDED, REQUIRED), _added), Check(Gone, Property, (REMOVED,), _removed))
