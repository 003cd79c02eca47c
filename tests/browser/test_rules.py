"""The console checks what the clients check: one set of requests, two validators, the same parameters refused."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from typing import Any

import pytest

from docpact import output, pages, pipeline, understand
from docpact.contract.model import JSON, Contract
from docpact.naming import cases
from docpact.targets import registry
from docpact.targets.base import Settings

pytestmark = pytest.mark.browser

PAGE = """# BuildHouse

Builds a house.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|BuildHouse|Value: **BuildHouse**|
|Name|String|Yes|home|The name. It must be 2 to 6 characters in length.|
|Kind|String|No|Wood|The kind. Valid values: **Wood** and **Brick**. Default value: **Wood**|
|Rooms|Integer|No|3|How many rooms. Valid values: 1 to 9.|
|Garage|Boolean|No|true|Whether there is a garage.|
|Oven|String|No|x|The oven. This parameter is required if Kind is set to **Brick**.|
|Tag.N.Key|String|No|a|The key.|
|Tag.N.Value|String|No|b|The value.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|HouseId|String|h-1|The house.|
"""
VALUES: dict[str, list[JSON]] = {
    "Name": ["ab", "abcdef", "a", "abcdefg", "\u4e2d\u6587", "\U0001f600", None],
    "Kind": ["Wood", "Brick", "Straw", "wood", None, None],
    "Rooms": [1, 9, 0, 10, -1, None, None],
    "Garage": [True, False, None, None],
    "Oven": ["gas", None, None],
    "Tag": [[{"Key": "a", "Value": "b"}], [{"Key": "a"}, {"Value": "b"}], None],
}


@pytest.fixture(scope="module")
def house() -> Contract:
    made, _, _ = understand.service([pages.read("BuildHouse.md", PAGE)[0]], title="House", version="1")
    return made


def test_the_page_says_what_this_test_is_about(house: Contract) -> None:
    operation = house.operations[0]
    rooms = operation.parameter("Rooms")
    assert rooms is not None
    assert (rooms.schema.minimum, rooms.schema.maximum) == (1, 9)
    assert [rule.kind.value for rule in operation.rules] == ["required_if"]


def test_console_and_client_refuse_the_same_parameters(
    page: Any, house: Contract, publish: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output.write(pipeline.generate(house, registry.find("python"), Settings("openapi.yaml")), tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module("docpact_house.operations.build_house")
    page.goto((publish(house) / "operations/BuildHouse.html").as_uri())
    page.evaluate("docpact.loadAll(docpact.assets + 'rules.js', docpact.assets + 'validate.js', 'BuildHouse.console.js')")
    choose = random.Random(7)
    refused = 0
    for _ in range(200):
        given = {name: value for name, values in VALUES.items() if (value := choose.choice(values)) is not None}
        typed = {cases.snake(name): value for name, value in given.items() if name != "Tag"}
        if isinstance(tags := given.get("Tag"), list):
            typed["tag"] = [{cases.snake(k): v for k, v in tag.items()} for tag in tags if isinstance(tag, dict)]  # type: ignore[misc]
        client = sorted({problem.parameter for problem in module.validate(**typed)})
        found = page.evaluate("(given) => docpact.validate.check(docpactOperation, given, '')", _texts(given))
        assert sorted({problem["parameter"] for problem in found}) == client, given
        refused += bool(client)
    assert 50 < refused < 200, "some requests are good and some are not"


def _texts(value: Any) -> Any:
    """The values as a form holds them."""
    if isinstance(value, dict):
        return {name: _texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
