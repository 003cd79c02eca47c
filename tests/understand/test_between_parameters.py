"""Rules over several parameters and error rows name the parameters of the contract."""

from __future__ import annotations

from docpact import pages, understand
from docpact.contract.model import Condition, Operation, Rule, RuleKind

PAGE = """# BuildKennel

Builds a kennel.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|BuildKennel|The operation. Set the value to **BuildKennel**.|
|DogId.N|RepeatList|No|dog-1|The ID of dog N. **Note:** You cannot specify both the DogId.N and Breed parameters.|
|Breed|String|No|husky|The breed.|
|Tag.N.Key|String|No|k|The key of tag N.|
|Tag.N.Value|String|No|v|The value of tag N. This parameter is required if Tag.N.Key is specified.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|r1|The ID of the request.|

## Error codes

|HTTP status code|Error code|Error message|Description|
|----------------|----------|-------------|-----------|
|404|InvalidDogId.NotFound|The specified dog does not exist.|No such dog.|
|400|InvalidTagKey.Malformed|The specified Tag.n.Key is not valid.|A bad key.|
|400|MissingParameter|The input parameter "Breed" is missing.|No breed.|
"""


def operation() -> Operation:
    found = understand.operation(pages.read("kennel.md", PAGE)[0]).operation
    assert found is not None
    return found


def test_lists_stand_for_their_elements() -> None:
    exclusive, required = operation().rules
    assert (exclusive.kind, exclusive.parameter, exclusive.others) == (RuleKind.EXCLUSIVE, "DogId", ("Breed",))
    assert required == Rule(
        kind=RuleKind.REQUIRED_IF,
        parameter="Tag.N.Value",
        when=(Condition(parameter="Tag.N.Key"),),
        says="This parameter is required if Tag.N.Key is specified.",
    )


def test_error_rows_name_the_parameter_that_holds_the_part() -> None:
    named = {row.code: row.parameter for row in operation().errors}
    assert named == {"InvalidDogId.NotFound": "DogId", "InvalidTagKey.Malformed": "Tag", "MissingParameter": "Breed"}
