"""The JSON inside a string parameter."""

from __future__ import annotations

from docpact.contract.model import Conflict, Schema
from docpact.understand.prose import facts

KENNELS = """The kennels to build. The value is a JSON array.

-   **Name**: the name of the kennel. This parameter is required and must be set to a string. It must be 1 to 80 characters in length.
-   **Size** \\(changeable\\): the size. The value must be an integer. Valid values: 1 to 100.
-   **Roof**: the roof. Valid values:
    -   flat: the default value
    -   gabled: with two sides
"""


def inner(text: str, example: str | None = None, name: str = "Kennels", language: str = "en") -> Schema | None:
    return facts(text, language=language, type="string", name=name, example=example).json


def test_fields_with_their_rules() -> None:
    found = facts(KENNELS, language="en", type="string", name="Kennels")
    assert found.format == "json"
    assert found.max_length is None
    assert found.maximum is None
    assert found.json is not None
    assert found.json.type == "array"
    assert found.json.items is not None
    name, size, roof = found.json.items.properties
    assert (name.name, name.required, name.schema.type) == ("Name", True, "string")
    assert (name.schema.min_length, name.schema.max_length) == (1, 80)
    assert (size.required, size.schema.type, size.schema.minimum, size.schema.maximum) == (False, "integer", 1, 100)
    assert roof.schema.enum == ("flat", "gabled")


def test_the_example_tells_object_from_array_and_contradicts_types() -> None:
    schema = inner(KENNELS, '{"Name":"Rex","Size":"10"}')
    assert schema is not None
    assert schema.type == "object"
    size = schema.properties[1].schema
    assert size.type is None
    assert size.conflicts == (Conflict(fact="type", table="integer", example="string"),)
    assert schema.properties[0].schema.example == "Rex"


def test_fields_may_repeat_the_parameter_name() -> None:
    text = "The kennel:\n\n-   Kennel.Name: the name\n-   Kennel. Size: the size. Default value: 3."
    schema = inner(text, '{"Name":"Rex","Size":3}', name="Kennel")
    assert schema is not None
    assert [member.name for member in schema.properties] == ["Name", "Size"]
    assert schema.properties[1].schema.default == 3


def test_chinese_fields() -> None:
    text = "狗窝列表：\n\n- **Name**：String类型，必选，名称。\n- **Size**：Integer类型，非必选，大小，取值：**1**~**100**。"
    schema = inner(text, '[{"Name":"a","Size":1}]', language="zh")
    assert schema is not None
    assert schema.items is not None
    name, size = schema.items.properties
    assert (name.required, size.required, size.schema.maximum) == (True, False, 100)


def test_lists_that_are_no_fields() -> None:
    assert inner("The kind:\n\n- cat: purrs\n- dog: barks") is None
    assert inner("Rules:\n\n- It must be short.\n- It must be unique.", '{"Name":"a"}') is None
    assert inner(KENNELS, '{"Colour":"red","Price":1}') is None
    assert inner("The value is JSON.\n\n- Name: the only one") is None
    assert facts(KENNELS, language="en", type="integer", name="Kennels").json is None
