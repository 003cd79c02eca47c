"""Which parameter an error row is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.contract.model import ErrorRow
from docpact.understand.prose import error_parameter

NAMES = [
    "Action",
    "RegionId",
    "PetType",
    "PetId.N",
    "Tag.N.Key",
    "House.Size",
    "PetBed.N.Colour",
    "Name",
    "Status",
    "type",
]


@pytest.mark.parametrize(
    ("code", "message", "parameter"),
    [
        ("InvalidPetType.ValueNotSupported", "The specified value of PetType is not supported.", "PetType"),
        ("InvalidPetType", "", "PetType"),
        ("InvalidPetId.NotFound", "Specified pet is not found", "PetId.N"),
        ("InvalidTagKey.Malformed", "The specified Tag.n.Key is not valid.", "Tag.N.Key"),
        ("InvalidParameter.Size", "The value is invalid.", "House.Size"),
        ("IllegalParam.PetType", "%s", "PetType"),
        ("MissingParameter.RegionId", "The specified RegionId should not be null.", "RegionId"),
        ("ParameterInvalid", "The specified PetType parameter is invalid.", "PetType"),
        ("Parameter.Missing", "The PetType parameter is missing.", "PetType"),
        ("MissingParameter.PetIds", "PetIds should not be null.", "PetId.N"),
        ("MissingParameter", 'The input parameter "RegionId" that is mandatory is not supplied.', "RegionId"),
        ("InvalidParameter", 'Specified value of "type" is not valid.', "type"),
        ("InvalidPetShopName.Malformed", "The specified Name is not valid.", "Name"),
        # not certain: several names, another name than the code's, no name, a resource's state
        ("MissingParameter", "Either PetType or RegionId must be specified.", None),
        ("InvalidPetType.Malformed", "The specified parameter RegionId is not valid.", None),
        ("InvalidParameter", "The specified parameter is not valid.", None),
        ("MissingParameter.PetTypeOrPetBed", "You must specify the parameter PetType or PetBed.", None),
        ("InvalidPetBed.Unknown", "The specified PetBed is unknown.", None),
        ("InvalidParameter.Conflict", "The specified PetType should differ from that of the house.", None),
        ("IncorrectStatus", "The current status does not support this operation.", None),
        ("InvalidPet.NotFound", "The specified pet does not exist.", None),
        ("OperationDenied", "The specified PetType is sold out.", None),
        ("InvalidParameter", "This type is not valid.", None),
        ("InvalidAction", "The Action is invalid.", None),
        ("", "", None),
    ],
)
def test_parameter(code: str, message: str, parameter: str | None) -> None:
    assert error_parameter(ErrorRow(status=400, code=code, message=message), NAMES) == parameter


def test_a_word_that_two_parameters_end_in_names_neither() -> None:
    row = ErrorRow(status=400, code="InvalidParameter.Size", message="")
    assert error_parameter(row, ["House.Size", "Garden.Size"]) is None


@given(st.text(), st.text(), st.lists(st.text(max_size=12), max_size=5))
def test_any_row_has_a_documented_parameter_or_none(code: str, message: str, names: list[str]) -> None:
    assert error_parameter(ErrorRow(status=None, code=code, message=message), names) in [*names, None]
