"""From a finding about something in a contract to the line of its file.

Targets work from the contract as values, and what they found about an operation is told again in later builds, when its
lines may have moved. So a finding names a place by its pointer, and gets its line when the file's text is at hand.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from docpact.contract import blocks, yaml_reader
from docpact.contract.blocks import NotCut
from docpact.contract.model import ErrorRow, Operation
from docpact.contract.openapi_dump import place
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
    return (*operation_pointer(operation), *(["requestBody"] if name == "body" and operation.body else []))


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
    lines = _Lines(data)
    for number, finding in enumerate(findings.items):
        if finding.pointer:
            line, column = lines.of(finding.pointer)
            span = Span(finding.span.path, line, column, line, column + 1)
            findings.items[number] = replace(finding, span=span, pointer=())


class _Lines:
    """The lines of one contract file. Of a file that can be cut, only the pieces that are asked for are read."""

    def __init__(self, data: bytes) -> None:
        self.text = data.decode("utf-8", "replace")
        self.pieces: dict[Pointer, tuple[int, bytes]] = {}
        """Each path and each schema by its pointer: the number of lines before it, and its block."""
        self.read: dict[Pointer, Places] = {}
        try:
            cut = blocks.cut(data)
        except NotCut:
            return
        self._enter(("paths",), cut.paths, data)
        self._enter(("components", "schemas"), cut.schemas, data)

    def _enter(self, parents: Pointer, entries: tuple[bytes, ...], data: bytes) -> None:
        before = data[: data.find(entries[0])].count(b"\n") if entries else 0
        for block in entries:
            head = block.partition(b"\n")[0]
            try:
                for key in yaml_reader.load(head.decode()):
                    self.pieces[(*parents, key)] = before, block
            except (yaml_reader.YamlError, UnicodeDecodeError, TypeError):
                pass  # found in the whole file
            before += block.count(b"\n")

    def of(self, pointer: Pointer) -> tuple[int, int]:
        """Line and column of what is at the pointer, or of its nearest ancestor."""
        for key in (pointer[:2], pointer[:3]):
            if key in self.pieces:
                before, block = self.pieces[key]
                if key not in self.read:
                    self.read[key] = Places(block.decode("utf-8", "replace"))
                line, column = self.read[key].locate(pointer[len(key) - 1 :])
                return before + line, column
        return self.whole.locate(pointer)

    @functools.cached_property
    def whole(self) -> Places:
        return Places(self.text)
