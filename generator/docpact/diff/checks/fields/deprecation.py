"""Members that callers should leave, or need not leave any more."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Property
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_PLAIN, _OLD = "properties: {Size: {type: integer}}", "properties: {Size: {type: integer, deprecated: true}}"

DEPRECATED = Kind(
    "field-deprecated",
    Level.COMPATIBLE,
    "A member is now deprecated.",
    "It works as before; clients mark it.",
    changed=Example("object", _PLAIN, _OLD),
    same=Example("object", _OLD, _OLD),
)
RESTORED = Kind(
    "field-undeprecated",
    Level.COMPATIBLE,
    "A member is no longer deprecated.",
    "Clients drop the mark.",
    changed=Example("object", _OLD, _PLAIN),
    same=Example("object", _OLD, _OLD),
)


def _find(both: Both[Property]) -> Iterator[Found]:
    if both.new.schema.deprecated and not both.old.schema.deprecated:
        yield Found(DEPRECATED, f"{both.subject} is now deprecated.", "deprecated")
    if both.old.schema.deprecated and not both.new.schema.deprecated:
        yield Found(RESTORED, f"{both.subject} is no longer deprecated.", "deprecated")


CHECKS = (Check(Both, Property, (DEPRECATED, RESTORED), _find),)
