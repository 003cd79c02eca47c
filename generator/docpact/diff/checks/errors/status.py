"""The HTTP status of an error."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import ErrorRow
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_ROW = "[{{{0}code: InvalidDiskId.NotFound, message: The disk does not exist.}}]"
_NONE, _404, _400 = _ROW.format(""), _ROW.format("status: 404, "), _ROW.format("status: 400, ")

CHANGED = Kind(
    "error-status-changed",
    Level.RISKY,
    "An error is answered with another HTTP status.",
    "Code that looks at the code goes on working; code that looks at the status, proxies and retry rules do not.",
    changed=Example("errors", _404, _400),
    same=Example("errors", _404, _404),
)
STATED = Kind(
    "error-status-stated",
    Level.COMPATIBLE,
    "The HTTP status of an error is now documented.",
    "The service answers what it answered.",
    changed=Example("errors", _NONE, _404),
    same=Example("errors", _404, _404),
)
UNSTATED = Kind(
    "error-status-no-longer-stated",
    Level.RISKY,
    "The HTTP status of an error is no longer documented.",
    "Most often the page lost a cell.",
    changed=Example("errors", _404, _NONE),
    same=Example("errors", _404, _404),
)


def _find(both: Both[ErrorRow]) -> Iterator[Found]:
    old, new = both.old.status, both.new.status
    if old == new:
        return
    if old is None:
        yield Found(STATED, f"The error {both.subject} is now documented to have the status {new}.", "status")
    elif new is None:
        yield Found(
            UNSTATED, f"The status of the error {both.subject} is no longer documented; it was {old}.", "status"
        )
    else:
        yield Found(CHANGED, f"The error {both.subject} now has the status {new}; it was {old}.", "status")


CHECKS = (Check(Both, ErrorRow, (CHANGED, STATED, UNSTATED), _find),)
