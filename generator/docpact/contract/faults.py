"""Which error row answers a bad parameter.

The server answers with it, clients name it before they send, the conformance suite expects it: all three ask
here, so that they cannot disagree.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from docpact.contract.model import Contract, ErrorRow, Operation


class Fault(Enum):
    """What can be wrong with one parameter of a request."""

    MISSING = "missing"
    """It is required, by itself or by a rule, and is absent or empty."""
    INVALID = "invalid"
    """Its value breaks the type, a bound, a length, the pattern, or a rule over several parameters."""
    UNSUPPORTED = "unsupported"
    """Its value is none of the documented ones."""


_MISSING = frozenset("Missing Null Empty Required NotNull".split())
_INVALID = frozenset(
    [
        "",
        *"Malformed MalFormed Format FormatError Illegal OutOfRange Range Length LengthExceeded Invalid NotValid".split(),
    ]
)
_UNSUPPORTED = frozenset("ValueNotSupported ValueNotSupport NotSupported NotSupport Unsupported UnSupported".split())
GENERIC = {
    Fault.MISSING: frozenset("MissingParameter MissingParam MissingParameters".split()),
    Fault.INVALID: frozenset(
        "InvalidParameter InvalidParam InvalidParameters InvalidParameterValue IllegalParam".split()
    ),
}
GENERIC[Fault.UNSUPPORTED] = GENERIC[Fault.INVALID]
"""Codes about parameters in general, by the fault that they name."""


def documented_row(operation: Operation, parameter: str, fault: Fault) -> ErrorRow | None:
    """The row of the operation's own table that such a fault certainly falls under, or None.

    A row about the parameter goes before one about parameters in general. Rows about things that were not
    found count only where the parameter takes one of several documented values.
    """
    kinds = (
        [fault] if fault is Fault.MISSING else sorted((Fault.INVALID, Fault.UNSUPPORTED), key=lambda k: k is not fault)
    )
    about = _about(operation, parameter)
    for kind in kinds:
        for row in about:
            if _kind(row.code, fault) is kind:
                return row
    generic = [row for row in operation.errors if row.code in GENERIC[fault] and row.parameter is None]
    names = {p.name for p in operation.arguments} if generic else set()
    return next((row for row in generic if names.isdisjoint(_mentioned(row))), None)


def answering_row(contract: Contract, operation: Operation, parameter: str, fault: Fault) -> ErrorRow:
    """The row that a server answers such a fault with: the documented one, or else the common one.

    The status is always set.
    """
    row = documented_row(operation, parameter, fault)
    if row is None and fault is Fault.MISSING:
        row = next(iter(missing_rows(contract, parameter)), None) or _undocumented(parameter)
    elif row is None:
        row = next(
            (r for r in contract.common_errors if r.code == "InvalidParameter" and r.parameter in (None, parameter)),
            ErrorRow(status=400, code="InvalidParameter", message=f"Specified parameter {parameter} is not valid."),
        )
    return row if row.status is not None else replace(row, status=400)


def certain_code(contract: Contract, operation: Operation, parameter: str, fault: Fault) -> str | None:
    """The code that a client can name before it sends: one for any parameter left out, else that of a documented row."""
    if fault is Fault.MISSING:
        return answering_row(contract, operation, parameter, fault).code or None
    row = documented_row(operation, parameter, fault)
    return row.code or None if row is not None else None


def missing_rows(contract: Contract, parameter: str) -> list[ErrorRow]:
    """The rows that may answer a parameter left out where no row of the operation does; a server takes the first.

    Empty where the pages document no such error. Where they have a code for any parameter only, the protocol's own
    `Missing<Parameter>` is as good an answer: services differ in which layer looks first.
    """
    common = contract.common_errors
    named = [row for row in common if row.code == f"Missing{parameter}" and row.parameter in (None, parameter)]
    named += [_filled(row, parameter) for row in common if row.code == "Missing{Param}"]
    generic = [row for row in common if row.code in GENERIC[Fault.MISSING] and row.parameter in (None, parameter)]
    if generic and not named:
        return [*generic, _undocumented(parameter)]
    return named + generic


def _undocumented(parameter: str) -> ErrorRow:
    """What the protocol answers where a required parameter is absent."""
    return ErrorRow(status=400, code=f"Missing{parameter}", message=f"{parameter} is mandatory for this action.")


def _filled(row: ErrorRow, parameter: str) -> ErrorRow:
    """A common row with `{Param}` in its code and message, for one parameter."""
    code, message = (text.replace("{Param}", parameter) for text in (row.code, row.message))
    return replace(row, code=code, message=message, parameter=parameter)


@functools.lru_cache(maxsize=16384)
def _kind(code: str, fault: Fault) -> Fault | None:
    base, _, suffix = code.partition(".")
    if base.startswith("Missing") or suffix in _MISSING:
        return Fault.MISSING
    if not base.startswith(("Invalid", "Illegal", "Unsupported")):
        return None
    if suffix in _UNSUPPORTED or (suffix == "NotFound" and fault is Fault.UNSUPPORTED):
        return Fault.UNSUPPORTED
    return Fault.INVALID if suffix in _INVALID else None


def _about(operation: Operation, parameter: str) -> list[ErrorRow]:
    """The rows that are about a parameter: by what they say of it, else by their codes."""
    codes = {f"{fault}{parameter}" for fault in ("Invalid", "Missing", "Illegal", "Unsupported")}
    return [
        row
        for row in operation.errors
        if (row.code.partition(".")[0] in codes if row.parameter is None else row.parameter == parameter)
    ]


def _mentioned(row: ErrorRow) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"[A-Za-z][A-Za-z0-9]*", row.message))
