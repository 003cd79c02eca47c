"""Rows that describe the elements of one list index by index speak for all elements together."""

from docpact import pages, understand

PAGE = """# ListPaints

Lists paints.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|ListPaints|Set the value to **ListPaints**. |
|Filter.1.Key|String|No|Colour|What to look at. Set the value to **Colour**. |
|Filter.1.Value|String|No|red|At most 8 characters in length. |
|Filter.2.Key|String|No|Shop|What to look at. Set the value to **Shop**. |
|Filter.2.Value|String|No|north|At most 20 characters in length. |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request. |
"""


def element():
    page, _ = pages.read("ListPaints.md", PAGE)
    operation = understand.operation(page).operation
    return {member.name: member.schema for member in operation.parameter("Filter").schema.items.properties}


def test_the_values_of_every_row_may_be_given():
    assert element()["Key"].enum == ("Colour", "Shop")


def test_a_bound_that_differs_from_row_to_row_is_no_bound_of_the_element():
    value = element()["Value"]
    assert value.max_length is None
    assert "maxLength" not in value.says
