"""The order of the rows of a request table."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Operation
from docpact.diff.checks._text import in_another_order
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_SIZE = "{name: Size, in: query, schema: {type: integer}}"
_ZONE = "{name: ZoneId, in: query, schema: {type: string}}"

REORDERED = Kind(
    "parameters-reordered",
    Level.TEXT,
    "The rows of the request table stand in another order.",
    "Clients take arguments by name, so nothing changes for callers.",
    changed=Example("parameters", f"[{_SIZE}, {_ZONE}]", f"[{_ZONE}, {_SIZE}]"),
    same=Example("parameters", f"[{_SIZE}]", f"[{_ZONE}, {_SIZE}]"),
)


def _find(both: Both[Operation]) -> Iterator[Found]:
    if in_another_order([p.name for p in both.old.arguments], [p.name for p in both.new.arguments]):
        yield Found(REORDERED, f"The parameters of {both.operation} are listed in another order.", "parameters")


CHECKS = (Check(Both, Operation, (REORDERED,), _find),)
