"""Error rows that came or went."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import ErrorRow
from docpact.diff.events import Added, Check, Found, code, words
from docpact.diff.events import Removed as Gone
from docpact.diff.model import Example, Kind, Level

_A = "{status: 404, code: InvalidDiskId.NotFound, message: The disk does not exist.}"
_B = "{status: 400, code: IncorrectDiskStatus, message: The disk is in use.}"
_C = "{status: 400, code: IncorrectDiskStatus, message: The disk is being copied by another call.}"

ADDED = Kind(
    "error-added",
    Level.COMPATIBLE,
    "There is a new documented error code.",
    "Clients gain a class for it. Code that catches the base class of the service's errors already handles it; the service"
    " may have answered it all along.",
    changed=Example("errors", f"[{_A}]", f"[{_A}, {_B}]"),
    same=Example("errors", f"[{_A}, {_B}]", f"[{_B}, {_A}]"),
)
REMOVED = Kind(
    "error-removed",
    Level.BREAKING,
    "An error code is no longer documented.",
    "Its class leaves the clients, and code that names it fails to import. If the code has a new spelling that docpact did"
    " not recognise, declare the old one in the overlay (`x-docpact-aliases`).",
    changed=Example("errors", f"[{_A}, {_B}]", f"[{_A}]"),
    same=Example("errors", f"[{_B}, {_C}]", f"[{_B}]"),
)
REASON_ADDED = Kind(
    "error-reason-added",
    Level.COMPATIBLE,
    "A documented error code has a further message.",
    "Clients keep one class for the code; its `reason` can be one more.",
    changed=Example("errors", f"[{_B}]", f"[{_B}, {_C}]"),
    same=Example("errors", f"[{_A}]", f"[{_A}, {_B}]"),
)
REASON_REMOVED = Kind(
    "error-reason-removed",
    Level.RISKY,
    "A documented error code has a message less.",
    "Clients keep the class of the code; code that asks for that `reason` no longer finds it.",
    changed=Example("errors", f"[{_B}, {_C}]", f"[{_B}]"),
    same=Example("errors", f"[{_A}, {_B}]", f"[{_A}]"),
)


def _added(event: Added[ErrorRow]) -> Iterator[Found]:
    row = event.new
    if event.new_at.index or any(other.code == row.code for other in event.siblings):
        message = f"The error {code(row.code)} of {event.operation} has a further message, {code(words(row.message))}."
        yield Found(REASON_ADDED, message)
    else:
        yield Found(ADDED, f"{_who(event)} can now fail with {code(row.code)}{_what(row)}.")


def _removed(event: Gone[ErrorRow]) -> Iterator[Found]:
    row = event.old
    if event.old_at.index or any(other.code == row.code for other in event.siblings):
        message = (
            f"The error {code(row.code)} of {event.operation} no longer has the message {code(words(row.message))}."
        )
        yield Found(REASON_REMOVED, message)
    else:
        yield Found(REMOVED, f"{_who(event)} is no longer documented to fail with {code(row.code)}{_what(row)}.")


def _who(event: Added[ErrorRow] | Gone[ErrorRow]) -> str:
    return event.operation[0].upper() + event.operation[1:]


def _what(row: ErrorRow) -> str:
    status = "" if row.status is None else f" (status {row.status})"
    return f"{status}: {code(words(row.message))}" if words(row.message) else status


CHECKS = (
    Check(Added, ErrorRow, (ADDED, REASON_ADDED), _added),
    Check(Gone, ErrorRow, (REMOVED, REASON_REMOVED), _removed),
)
