"""Members under another name or in another place."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Property
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_SLIP, _GOOD = "properties: {InstanceTyp: {type: string}}", "properties: {InstanceType: {type: string}}"
_FLAT = "properties: {Size: {type: integer}, Disk: {type: object, properties: {Id: {type: string}}}}"
_DEEP = "properties: {Disk: {type: object, properties: {Id: {type: string}, Size: {type: integer}}}}"

RENAMED = Kind(
    "field-renamed",
    Level.BREAKING,
    "A member has another name.",
    "Code that gives or reads it under the old name fails. docpact takes a member that is gone and one that is new for the"
    " same one where the names are spelt alike, or type and description are the same. The clients keep no old names of"
    " members.",
    changed=Example("object", _SLIP, _GOOD),
    same=Example("object", "properties: {StartTime: {type: string}}", "properties: {EndTime: {type: string}}"),
)
MOVED = Kind(
    "field-moved",
    Level.BREAKING,
    "A value stands in another place.",
    "Name and type are the same, the way to it is not: code that gives or reads it must take the new way. It is one change,"
    " not a member removed and one added.",
    changed=Example("object", _FLAT, _DEEP),
    same=Example("object", _FLAT, _FLAT),
)


def _find(both: Both[Property]) -> Iterator[Found]:
    old, new = code(both.old_at.subject), code(both.new_at.subject)
    where = both.subject.removeprefix(new)
    if both.moved:
        yield Found(MOVED, f"{old}{where} now stands at {new}.")
    elif both.renamed:
        yield Found(RENAMED, f"{old}{where} is now called {code(both.new.name)}.")


CHECKS = (Check(Both, Property, (RENAMED, MOVED), _find),)
