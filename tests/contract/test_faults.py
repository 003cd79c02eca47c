"""Which row answers which fault."""

import pytest

from docpact.contract.faults import Fault, answering_row, documented_row, missing_rows
from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Schema


def operation(*rows: ErrorRow) -> Operation:
    names = ("Colour", "Size", "BoxId")
    return Operation(
        name="PaintBox", parameters=tuple(Parameter(name=n, schema=Schema(type="string")) for n in names), errors=rows
    )


def row(code: str, message: str = "", parameter: str | None = None, status: int | None = 400) -> ErrorRow:
    return ErrorRow(status=status, code=code, message=message, parameter=parameter)


@pytest.mark.parametrize(
    ("code", "parameter", "fault"),
    [
        ("InvalidColour", "Colour", Fault.INVALID),
        ("InvalidColour.Malformed", "Colour", Fault.INVALID),
        ("InvalidColour.ValueNotSupported", "Colour", Fault.UNSUPPORTED),
        ("InvalidColour.ValueNotSupported", "Colour", Fault.INVALID),
        ("InvalidColour.NotFound", "Colour", Fault.UNSUPPORTED),
        ("MissingSize", "Size", Fault.MISSING),
        ("InvalidSize.Missing", "Size", Fault.MISSING),
        ("MissingParameter", "Size", Fault.MISSING),
        ("InvalidParameter", "Size", Fault.INVALID),
    ],
)
def test_codes_that_name_the_fault(code, parameter, fault):
    assert documented_row(operation(row(code)), parameter, fault) == row(code)


@pytest.mark.parametrize(
    ("code", "parameter", "fault"),
    [
        ("InvalidBoxId.NotFound", "BoxId", Fault.INVALID),  # a well-formed id that nobody has is another matter
        ("InvalidColour", "Size", Fault.INVALID),
        ("InvalidColour", "Colour", Fault.MISSING),
        ("IncorrectColourStatus", "Colour", Fault.INVALID),
        ("InvalidParameter.Mismatch", "Colour", Fault.INVALID),
    ],
)
def test_codes_that_do_not(code, parameter, fault):
    assert documented_row(operation(row(code)), parameter, fault) is None


def test_a_row_about_the_parameter_goes_before_a_general_one():
    general, own = row("InvalidParameter", "Bad."), row("InvalidParameter", "Bad colour.", "Colour")
    assert documented_row(operation(general, own), "Colour", Fault.INVALID) is own
    assert documented_row(operation(general, own), "Size", Fault.INVALID) is general


def test_a_general_code_whose_message_names_another_parameter_is_not_general():
    assert documented_row(operation(row("InvalidParameter", 'Value of "Size" is bad')), "Colour", Fault.INVALID) is None


def test_without_a_documented_row_the_common_one_answers():
    contract = Contract(title="Box", version="1", common_errors=(row("InvalidParameter", "Not valid.", status=None),))
    missing = answering_row(contract, operation(), "Size", Fault.MISSING)
    assert (missing.status, missing.code) == (400, "MissingSize")
    invalid = answering_row(contract, operation(), "Size", Fault.INVALID)
    assert (invalid.status, invalid.code, invalid.message) == (400, "InvalidParameter", "Not valid.")


def test_the_common_row_for_missing_parameters_is_a_template():
    common = row("Missing{Param}", "{Param} is needed.", status=422)
    found = answering_row(
        Contract(title="Box", version="1", common_errors=(common,)), operation(), "Size", Fault.MISSING
    )
    assert (found.status, found.code, found.message) == (422, "MissingSize", "Size is needed.")


def common(*codes: str) -> Contract:
    return Contract(title="Paint", version="1", common_errors=tuple(row(code, f"{code} said.") for code in codes))


@pytest.mark.parametrize(
    ("documented", "codes"),
    [
        ([], []),
        (["MissingSize", "Missing{Param}"], ["MissingSize", "MissingSize"]),
        (["Missing{Param}", "MissingParameter"], ["MissingSize", "MissingParameter"]),
        (["MissingParameter"], ["MissingParameter", "MissingSize"]),
        (["MissingColour"], []),
    ],
)
def test_the_common_rows_for_a_parameter_left_out(documented, codes):
    contract = common(*documented)
    assert [r.code for r in missing_rows(contract, "Size")] == codes
    assert answering_row(contract, operation(), "Size", Fault.MISSING).code == (codes or ["MissingSize"])[0]
