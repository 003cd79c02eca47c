"""The order of the members of a structure."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.checks._text import in_another_order
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

REORDERED = Kind(
    "fields-reordered",
    Level.TEXT,
    "The members of a structure are listed in another order.",
    "Members are found by name, so nothing changes for callers; clients and documentation list them in the new order.",
    changed=Example(
        "object",
        "properties: {Size: {type: integer}, Zone: {type: string}}",
        "properties: {Zone: {type: string}, Size: {type: integer}}",
    ),
    same=Example(
        "object", "properties: {Zone: {type: string}}", "properties: {Size: {type: integer}, Zone: {type: string}}"
    ),
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    if in_another_order([p.name for p in both.old.properties], [p.name for p in both.new.properties]):
        yield Found(REORDERED, f"The members of {both.subject} are listed in another order.", "properties")


CHECKS = (Check(Both, Schema, (REORDERED,), _find),)
