"""Rows of an answer find their places: beside what the example shows empty, below containers it spells otherwise."""

from __future__ import annotations

import pytest

from docpact import pages, understand


def paths(rows: str, example: str) -> list[str]:
    """The paths of the answer of a page with these rows (`Name Type`, one a line) and this example."""
    table = "".join(f"|{name}|{kind}|Text.|\n" for name, _, kind in (line.partition(" ") for line in rows.split("\n")))
    page = f"""# ListCogs

## Request parameters

|Parameter|Type|Required|Description|
|-|-|-|-|
|Action|String|Yes|ListCogs|

## Response parameters

|Parameter|Type|Description|
|-|-|-|
{table}
## Examples

```
{example}
```
"""
    operation = understand.operation(pages.read("p.md", page)[0]).operation
    assert operation is not None
    assert operation.response.schema is not None
    return [path for path, _ in operation.response.schema.walk() if path and not path.endswith("]")]


def test_a_row_behind_an_empty_list_is_what_the_example_shows_beside_it():
    rows = "Cogs List\nTotal Integer\nZone String"
    assert paths(rows, '{"Cogs": [], "Total": 1, "Zone": "a"}') == ["Cogs", "Total", "Zone"]


def test_where_two_rows_have_one_name_the_first_is_inside_the_empty_list():
    rows = "Parts List\nName String\nSize Integer\nName String"
    example = '{"Parts": [], "Name": "a"}'
    assert paths(rows, example) == ["Parts", "Parts[].Name", "Parts[].Size", "Name"]


def test_rows_below_a_list_that_the_example_lacks_do_not_move_into_another_one():
    rows = "Cold Struct\nAge String\nSize Integer\nName String\nWarm Struct"
    example = '{"Hot": {"Age": "1d", "Size": 2}, "Name": "a", "Warm": {"Age": "1d"}}'
    assert paths(rows, example)[:3] == ["Cold", "Cold.Age", "Cold.Size"]


def test_a_container_may_be_spelt_otherwise_in_the_example():
    rows = "RouteTableList List\nRouteTableId String\nRequestId String"
    example = '{"RouterTableList": {"Item": [{"RouteTableId": "r"}]}, "RequestId": "1"}'
    assert paths(rows, example) == [
        "RouteTableList",
        "RouteTableList.Item",
        "RouteTableList.Item[].RouteTableId",
        "RequestId",
    ]


def test_rows_in_no_order_stay_where_the_row_before_them_stands():
    rows = "Zone String\nCogs List\nWeight Integer\nColour String\nAge Integer\nName String\nBatch String"
    example = '{"Zone": "a", "Cogs": [{"Weight": 1, "Age": 2}], "Name": "b", "Batch": "c"}'
    assert "Cogs[].Colour" in paths(rows, example)


def test_rows_in_alphabetical_order_leave_a_list_where_the_order_says_so():
    rows = "Axles List\nName String\nSize Integer\nColour String\nWeight Integer\nZone String"
    assert paths(rows, '{"Axles": [{"Name": "a", "Size": 1}], "Zone": "b"}') == [
        "Axles",
        "Axles[].Name",
        "Axles[].Size",
        "Colour",
        "Weight",
        "Zone",
    ]


DETAILED = """# ShowMill

## Request parameters

|Parameter|Type|Required|Description|
|-|-|-|-|
|Action|String|Yes|ShowMill|

## Response parameters

|Parameter|Type|Description|
|-|-|-|
|Left|Wheel|A wheel.|
|Right|Wheel|A wheel.|
|Owners|Array of Owner|The owners.|
|Sails.Length|Integer|How long they are.|
|Sails.Cloth.N.Colour|String|The colour.|
|RequestId|String|The ID.|

### Owner

|Parameter|Type|Description|
|-|-|-|
|Name|String|The name.|
|Home|Place|Where.|

### Place

|Parameter|Type|Description|
|-|-|-|
|Street|String|The street.|

### Wheel

|Parameter|Type|Description|
|-|-|-|
|Size|Integer|How big.|

## Examples

```
{example}
```
"""
TREE = [
    "Left",
    "Left.Size",
    "Right",
    "Right.Size",
    "Owners",
    "Owners[].Name",
    "Owners[].Home",
    "Owners[].Home.Street",
    "Sails",
    "Sails.Length",
    "Sails.Cloth",
    "Sails.Cloth[].Colour",
    "RequestId",
]
SHOWN = """{"Left": {"Size": 1}, "Right": {"Size": 2}, "Owners": [{"Name": "a", "Home": {"Street": "b"}}],
"Sails": {"Length": 3, "Cloth": [{"Colour": "red"}]}, "RequestId": "1"}"""


@pytest.mark.parametrize("example", [SHOWN, '{"RequestId": "1"}', '{"Owners": [], "Left": {}}'])
def test_tables_of_types_and_dotted_names_need_no_example(example):
    operation = understand.operation(pages.read("p.md", DETAILED.replace("{example}", example))[0]).operation
    found = [path for path, _ in operation.response.schema.walk() if path and not path.endswith("]")]
    assert sorted(found) == sorted(TREE)


def test_only_the_table_that_has_marks_is_read_by_them():
    page = DETAILED.replace("{example}", SHOWN).replace(
        "|Size|Integer|How big.|", "|Hub|Struct|Hub.|\n|└Width|Integer|W.|"
    )
    operation = understand.operation(pages.read("p.md", page)[0]).operation
    found = [path for path, _ in operation.response.schema.walk()]
    assert {"Left.Hub.Width", "Right.Hub.Width", "Owners[].Home.Street", "Sails.Cloth[].Colour"} <= set(found)
    assert "Hub" not in found


def test_a_caption_with_a_path_means_its_last_name():
    page = DETAILED.replace("{example}", SHOWN).replace(
        "### Place", "The Owners.Home contains the following parameters."
    )
    operation = understand.operation(pages.read("p.md", page)[0]).operation
    found = [path for path, _ in operation.response.schema.walk()]
    assert "Owners[].Home.Street" in found
    assert "Owners[].Street" not in found
