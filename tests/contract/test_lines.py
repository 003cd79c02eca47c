"""Findings with a pointer get the line of the contract file."""

from __future__ import annotations

import pytest

from docpact.contract import lines, openapi
from docpact.contract.model import Body, Contract, ErrorRow, Operation, Parameter, Response, Schema, Style
from docpact.diagnostics import Code, Findings, Pointer, Severity

CODE = Code("DP999", "test", Severity.NOTE, "A test.")
ROWS = (
    ErrorRow(status=404, code="Gone", message="a"),
    ErrorRow(status=400, code="Bad", message="b"),
    ErrorRow(status=404, code="Lost", message="c"),
    ErrorRow(status=None, code="Odd", message="d"),
)
PEN = Operation(
    name="Pen",
    parameters=(
        Parameter(name="Action", schema=Schema(type="string", enum=("Pen",)), required=True),
        Parameter(name="Ink", schema=Schema(type="string"), description="Says\n\npaths:\n  /Pen: no"),
    ),
    response=Response(schema=Schema(type="object")),
    errors=ROWS,
)
INK = Operation(name="Ink", style=Style.REST, path="/inks/{Id}", method="PUT", body=Body(schema=Schema(type="object")))
CONTRACT = Contract(title="T", version="1", operations=(PEN, INK), extensions={"x-more": {"a": [1, 2]}})


def line_of(data: str, pointer: Pointer) -> str:
    findings = Findings([CODE.inside("c.yaml", pointer, "message")])
    lines.locate(findings, data.encode())
    (found,) = findings
    assert found.pointer == ()
    assert found.span.path == "c.yaml"
    row = data.split("\n")[found.span.line - 1]
    assert row[: found.span.column - 1].strip(" -") == ""
    return row.strip()


@pytest.mark.parametrize(
    ("pointer", "row"),
    [
        (lines.operation_pointer(PEN), "get:"),
        (lines.argument_pointer(PEN, "Ink"), "- name: Ink"),
        (lines.argument_pointer(PEN, "Action"), "- name: Action"),
        (lines.argument_pointer(PEN, "Nothing"), "get:"),
        (lines.argument_pointer(INK, "body"), "requestBody:"),
        (lines.error_pointer(PEN, "Lost"), "- code: Lost"),
        (lines.error_pointer(PEN, "Odd"), "- code: Odd"),
        (lines.error_pointer(PEN, "Nothing"), "get:"),
        (lines.answer_pointer(PEN), "PenResponse:"),
        (lines.answer_pointer(INK), "put:"),
        (("x-more", "b"), "x-more:"),
    ],
)
@pytest.mark.parametrize("shape", ["cut", "whole"])
def test_pointers_become_lines(pointer: Pointer, row: str, shape: str) -> None:
    text = openapi.dump(CONTRACT)
    if shape == "whole":  # a frame that docpact does not write: the file is read whole
        text = f"--- # a document of YAML\n{text}"
    assert line_of(text, pointer) == row


def test_what_is_no_yaml_is_told_at_its_start() -> None:
    findings = Findings([CODE.inside("c.yaml", ("paths", "/Pen"), "message")])
    lines.locate(findings, b"{{{ \xff")
    assert str(findings.items[0].span) == "c.yaml:1:1"
