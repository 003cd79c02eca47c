"""The console checks what the clients check: one set of requests, two validators, the same parameters refused."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
|Stove|String|No|x|The stove. You cannot specify both Stove and Oven.|
|Area|Double|No|1.5|The area. Valid values: 1 to 9.|
|Code|String|No|A1|The code. It must start with a letter and can contain letters and digits.|
|Tag.N.Key|String|No|a|The key.|
|Tag.N.Value|String|No|b|The value. If you specify this parameter, you must also specify Tag.N.Key.|
|Disk.Kind|String|No|Slow|The kind of the disk. Valid values: **Slow** and **Fast**.|
|Disk.Level|Integer|No|1|The level. Valid values: 1 to 3. This parameter is required if Disk.Kind is set to **Fast**.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|HouseId|String|h-1|The house.|
"""
LETTERS = st.text("ab\u4e2d\U0001f600-_1", min_size=1, max_size=8)
TAGS = st.lists(
    st.fixed_dictionaries({}, optional={"Key": LETTERS, "Value": LETTERS}).filter(bool), min_size=1, max_size=3
)
DISK = st.fixed_dictionaries(
    {}, optional={"Kind": st.sampled_from(["Slow", "Fast", "Odd"]), "Level": st.integers(0, 5)}
).filter(bool)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "Name": LETTERS,
        "Kind": st.sampled_from(["Wood", "Brick", "Straw", "wood"]),
        "Rooms": st.integers(-2, 11) | st.sampled_from([2**31, -(2**31) - 1]),
        "Area": st.floats(0, 20, allow_nan=False).map(lambda x: round(x, 2)),
        "Garage": st.booleans(),
        "Oven": LETTERS,
        "Stove": LETTERS,
        "Tag": TAGS,
        "Disk": DISK,
        "Code": st.text("ABC123-", min_size=1, max_size=6),
    },
)


@pytest.fixture(scope="module")
def house() -> Contract:
    made, _, _ = understand.service([pages.read("BuildHouse.md", PAGE)[0]], title="House", version="1")
    return made


def test_the_page_says_what_this_test_is_about(house: Contract) -> None:
    operation = house.operations[0]
    rooms = operation.parameter("Rooms")
    assert rooms is not None
    assert (rooms.schema.minimum, rooms.schema.maximum) == (1, 9)
    assert {rule.kind.value for rule in operation.rules} == {"required_if", "exclusive", "requires"}
    assert len(operation.rules) == 4
    code = operation.parameter("Code")
    assert code is not None
    assert code.schema.pattern


@pytest.fixture(scope="module")
def client(house: Contract, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The module of the Python client that validates the operation."""
    folder = tmp_path_factory.mktemp("client")
    output.write(pipeline.generate(house, registry.find("python"), Settings("openapi.yaml")), folder)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("docpact_house.operations.build_house")
    sys.path.remove(str(folder))


def test_console_and_client_refuse_the_same_parameters(page: Any, house: Contract, publish: Any, client: Any) -> None:
    page.goto((publish(house) / "operations/BuildHouse.html").as_uri())
    scripts = "docpact.assets + 'rules.js', docpact.assets + 'validate.js', 'BuildHouse.console.js'"
    page.evaluate(f"docpact.loadAll({scripts})")
    refused: list[bool] = []

    @settings(max_examples=400, deadline=None, derandomize=True)
    @given(REQUESTS)
    @example({"Name": "ab", "Tag": [{"Key": "a"}, {"Value": "b"}]})
    @example({"Name": "ab", "Disk": {"Kind": "Fast"}})
    def agree(request: dict[str, JSON]) -> None:
        problems = client.validate(**{cases.snake(name): _python(value) for name, value in request.items()})
        expected = sorted({problem.parameter.split(".")[0] for problem in problems})
        found = page.evaluate("(given) => docpact.validate.check(docpactOperation, given, '')", _texts(request))
        assert sorted({problem["parameter"] for problem in found}) == expected, problems
        refused.append(bool(expected))

    agree()
    assert 0.1 < sum(refused) / len(refused) < 0.99, "some requests are good and some are not"


def _python(value: JSON) -> Any:
    """The value as a Python caller gives it."""
    if isinstance(value, dict):
        return {cases.snake(name): _python(part) for name, part in value.items()}
    return [_python(part) for part in value] if isinstance(value, list) else value


def _texts(value: Any) -> Any:
    """The values as a form holds them."""
    if isinstance(value, dict):
        return {name: _texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
