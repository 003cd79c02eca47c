"""The codes that validators name are those that the contract's own decision gives to servers and suites."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from docpact.contract.faults import Fault, answering_row
from docpact.contract.model import (
    Condition,
    Contract,
    ErrorRow,
    Operation,
    Parameter,
    Rule,
    RuleKind,
    Schema,
)


def row(code: str) -> ErrorRow:
    return ErrorRow(status=400, code=code, message="m")


@pytest.mark.parametrize(
    ("common", "own"),
    [
        ([], []),
        (["MissingParameter"], []),
        (["Missing{Param}"], []),
        (["MissingParameter", "MissingSize"], []),
        (["Missing{Param}"], ["MissingParameter"]),
        ([], ["InvalidSize.Missing"]),
    ],
)
def test_the_code_of_a_missing_parameter(common: list[str], own: list[str], make: Callable[[Contract], Any]) -> None:
    text = Schema(type="string")
    red = Condition(parameter="Colour", values=("red",))
    operation = Operation(
        name="Ask",
        parameters=(
            Parameter(name="Size", schema=text, required=True),
            Parameter(name="Colour", schema=text),
            Parameter(name="Shade", schema=text),
        ),
        rules=(Rule(kind=RuleKind.REQUIRED_IF, parameter="Shade", when=(red,), says="so"),),
        errors=tuple(map(row, own)),
    )
    contract = Contract(title="T", version="1", operations=(operation,), common_errors=tuple(map(row, common)))
    ask = import_module(f"{make(contract).__name__}.operations.ask")
    found = {problem.parameter: problem.code for problem in ask.validate(colour="red")}
    expected = {name: answering_row(contract, operation, name, Fault.MISSING).code for name in ("Size", "Shade")}
    assert found == expected
