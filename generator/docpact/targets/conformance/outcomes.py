"""Which answers a case allows.

The rule is: no false alarms. A code is demanded only where a row certainly answers the fault; where the pages give
none, any error with a 4xx status will do, and where the order of checks is open, all that can come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docpact.contract.faults import GENERIC, Fault, documented_row, missing_rows
from docpact.contract.model import JSON, Contract, ErrorRow, Operation

Outcome = dict[str, JSON]

SUCCESS: Outcome = {"success": True, "status": "2xx"}
REFUSED: Outcome = {"success": False, "status": "4xx"}
ANSWERED: list[Outcome] = [SUCCESS, REFUSED]

_GENERIC = GENERIC[Fault.INVALID]
_OPEN_STATUS = frozenset(["InvalidVersion", "Throttling.User"])
_OPEN_END = frozenset(["SignatureDoesNotMatch"])


def of_row(row: ErrorRow) -> Outcome:
    """The answer that a row documents."""
    out: Outcome = {"success": False, "status": status(row), "codes": [row.code]}
    if row.message:
        out["message"] = row.message
        if how := match(row):
            out["match"] = how
    return out


def status(row: ErrorRow) -> str:
    """A row's status for comparison; a class where the row gives none or vendors' sources disagree."""
    return "4xx" if row.status is None or row.code in _OPEN_STATUS else str(row.status)


def match(row: ErrorRow) -> str:
    """How a row's message is compared: empty for exactly."""
    if row.code in _OPEN_END:
        return "prefix"  # the row says that what the service signed may follow
    return "template" if "%s" in row.message or "%d" in row.message else ""


def twins(operation: Operation, row: ErrorRow) -> list[ErrorRow]:
    """The rows that the page gives for the same thing: the same code, with the same description or nearly the same words.

    An implementation may use any of their messages.
    """
    return [
        other
        for other in operation.errors
        if other.code == row.code
        and other.status == row.status
        and (_words(other.message) == _words(row.message) or (row.description and other.description == row.description))
    ]


def _words(message: str) -> str:
    return "".join(c for c in message.lower() if c.isalnum())


def keys(rows: Iterable[ErrorRow]) -> list[tuple[str, ErrorRow]]:
    """Each row with its key: its code, from the second row of the same code on with `#2`, `#3`, …"""
    seen: dict[str, int] = {}
    out = []
    for row in rows:
        seen[row.code] = number = seen.get(row.code, 0) + 1
        out.append((row.code if number == 1 else f"{row.code}#{number}", row))
    return out


def missing(contract: Contract, operation: Operation | None, parameter: str) -> list[Outcome]:
    """The answers to a request without a required parameter, of an operation or (None) of all."""
    own = documented_row(operation, parameter, Fault.MISSING) if operation is not None else None
    rows = [*([own] if own is not None else []), *missing_rows(contract, parameter)]
    return [of_row(row) for row in rows] or [REFUSED]


def invalid(operation: Operation, parameter: str, fault: Fault) -> tuple[list[Outcome], ErrorRow | None]:
    """The answers to a bad value, and the row that demands them; any refusal where no row is about the parameter."""
    row = documented_row(operation, parameter, fault)
    if row is None or row.code in _GENERIC or row.code.endswith("NotFound"):
        return [REFUSED], None
    return [of_row(twin) for twin in twins(operation, row)], row


def common(contract: Contract, *codes: str) -> list[Outcome]:
    """The answers of the common rows with these codes; any refusal where the pages have none of them."""
    return [of_row(row) for row in contract.common_errors if row.code in codes] or [REFUSED]


def unrelated(operation: Operation, parameter: str) -> list[Outcome]:
    """Errors that say nothing against a value of the parameter: the world may just not be ready for it."""
    about = {parameter}
    codes = [
        row.code
        for row in operation.errors
        if row.code not in _GENERIC
        and row.parameter not in about
        and row is not documented_row(operation, parameter, Fault.INVALID)
        and row is not documented_row(operation, parameter, Fault.UNSUPPORTED)
    ]
    return [{"success": False, "codes": list(dict.fromkeys(codes))}] if codes else []


def documented(operation: Operation) -> list[Outcome]:
    """Any documented error: what was made up from examples may not exist."""
    codes = list(dict.fromkeys(row.code for row in operation.errors))
    return [{"success": False, "codes": list(codes)}] if codes else []


def table(rows: Iterable[ErrorRow], quote: Callable[[ErrorRow], dict[str, JSON]]) -> list[JSON]:
    """The rows as the runner checks every documented code against them.

    Codes for parameters in general are left out: whoever uses one for a parameter that no row names must find words.
    """
    out: list[JSON] = []
    for row in rows:
        if row.code in _GENERIC:
            continue
        entry: dict[str, JSON] = {"code": row.code, "status": status(row), "message": row.message}
        if how := match(row):
            entry["match"] = how
        found = quote(row)
        if found.get("line"):
            entry["place"] = f"{found['page']}:{found['line']}"
        out.append(entry)
    return out
