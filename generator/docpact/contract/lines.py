"""From a finding about something in a contract to the line of its file.

Targets work from the contract as values, and what they found about an operation is told again in later builds, when its
lines may have moved. So a finding names a place by its pointer, and gets its line when the file's text is at hand.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import replace

from docpact.contract.members import BODY
from docpact.contract.model import ErrorRow, Operation
from docpact.contract.openapi_dump import place
from docpact.contract.yaml_outline import Outline, Unclear
from docpact.contract.yaml_reader import Places
from docpact.diagnostics import Findings, Pointer, Span


def operation_pointer(operation: Operation) -> Pointer:
    """Where the contract file has an operation."""
    return ("paths", *place(operation))


def argument_pointer(operation: Operation, name: str) -> Pointer:
    """Where it has a parameter; the request body for `body`, the operation for what is no parameter."""
    for number, parameter in enumerate(operation.parameters):
        if parameter.name == name:
            return (*operation_pointer(operation), "parameters", number)
    return (*operation_pointer(operation), *(["requestBody"] if operation.body and name in ("body", BODY) else []))


def answer_pointer(operation: Operation) -> Pointer:
    """Where it has the schema of an operation's answer; the operation where there is none."""
    if operation.response.schema is None:
        return operation_pointer(operation)
    return ("components", "schemas", f"{operation.name}Response")


def error_pointer(operation: Operation, code: str) -> Pointer:
    """Where it has the first error row with a code; the operation where there is none."""
    seen: dict[int | None, int] = {}
    for row in operation.errors:
        number = seen[row.status] = seen.get(row.status, -1) + 1
        if row.code == code:
            return (*operation_pointer(operation), "responses", _status(row), "x-docpact-errors", number)
    return operation_pointer(operation)


def _status(row: ErrorRow) -> str:
    return "default" if row.status is None else str(row.status)


def locate(findings: Findings, data: bytes) -> None:
    """Gives the findings that have a pointer into the contract file its line; `data` is the file."""
    if not any(finding.pointer for finding in findings):
        return
    places = Lines(data)
    for number, finding in enumerate(findings.items):
        if finding.pointer:
            line, column = places.locate(finding.pointer)
            span = Span(finding.span.path, line, column, line, column + 1)
            findings.items[number] = replace(finding, span=span, pointer=())


class Lines:
    """Line and column of what is at a pointer into a contract file. Parses the file only where indentation does not tell."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._outline = Outline(data)
        self._ends = [match.start() for match in re.finditer(b"\n", data)]

    def locate(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column, from 1, of the key or the item at the pointer, or of its nearest ancestor that exists."""
        try:
            offset, column = self._outline.find(pointer)
        except Unclear:
            return self._parsed.locate(pointer)
        return bisect_left(self._ends, offset) + 1, column

    @functools.cached_property
    def _parsed(self) -> Places:
        return Places(self._data.decode("utf-8", "replace"))
