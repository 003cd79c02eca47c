"""The order of the rows of an error table."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Contract, ErrorRow, Operation
from docpact.diff.checks._text import in_another_order
from docpact.diff.events import Both, Check, Found, words
from docpact.diff.model import Example, Kind, Level

_SIZE = "{status: 400, code: InvalidSize, message: The size is wrong.}"
_ZONE = "{status: 400, code: InvalidZone, message: The zone is wrong.}"
_GONE = "{status: 404, code: InvalidZone, message: The zone is wrong.}"

REORDERED = Kind(
    "errors-reordered",
    Level.TEXT,
    "The rows of one status stand in another order in the error table.",
    "Errors are told apart by code and message, so nothing changes for callers; the generated documentation lists them in"
    " the new order. A row that moved because its status changed is told as that.",
    changed=Example("errors", f"[{_SIZE}, {_ZONE}]", f"[{_ZONE}, {_SIZE}]"),
    same=Example("errors", f"[{_ZONE}, {_SIZE}]", f"[{_SIZE}, {_GONE}]"),
)


def _of_operation(both: Both[Operation]) -> Iterator[Found]:
    yield from _told(both.old.errors, both.new.errors, f"The errors of {both.operation}")


def _of_service(both: Both[Contract]) -> Iterator[Found]:
    yield from _told(both.old.common_errors, both.new.common_errors, "The errors of every operation")


def _told(old: tuple[ErrorRow, ...], new: tuple[ErrorRow, ...], subject: str) -> Iterator[Found]:
    for status in dict.fromkeys(row.status for row in new):
        if in_another_order(*([_row(row) for row in rows if row.status == status] for rows in (old, new))):
            yield Found(REORDERED, f"{subject} are listed in another order.", "responses")
            return


def _row(row: ErrorRow) -> str:
    return f"{row.code} {words(row.message)}"


CHECKS = (Check(Both, Operation, (REORDERED,), _of_operation), Check(Both, Contract, (REORDERED,), _of_service))
