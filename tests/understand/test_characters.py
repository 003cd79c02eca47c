"""What a page says about the characters of a value is kept by the client, the server and the conformance suite."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

from docpact import output, pages, pipeline, understand
from docpact.contract.model import Contract, Schema
from docpact.targets.base import Settings
from docpact.targets.conformance import values
from docpact.targets.python import PythonTarget
from docpact.targets.server import ServerTarget
from docpact.understand import prose

PAGE = """# NameDog

Names a dog.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|NameDog|The operation. Set the value to **NameDog**.|
|DogName|String|No|rex-1|The name must be 2 to 8 characters in length and can contain digits, underscores \\(\\_\\), and hyphens \\(-\\). It \
must start with an English letter and cannot start with `x://`.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|r1|The ID of the request.|
"""
GOOD = ["rex-1", "a_", "Abcdefgh", "rex"]
BAD = ["1rex", "-rex", "re x", "rex!", "x://a", "rex\n", "röx", "r犬"]


@pytest.fixture(scope="module")
def contract() -> Contract:
    operation = understand.operation(pages.read("dog.md", PAGE)[0]).operation
    assert operation is not None
    return Contract(title="Dogs", version="2020-01-01", operations=(operation,))


@pytest.fixture(scope="module")
def schema(contract: Contract) -> Schema:
    return next(p.schema for p in contract.operations[0].arguments if p.name == "DogName")


@pytest.fixture(scope="module")
def package(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Any, str], ModuleType]]:
    """Generates a target as a package of that name and imports it."""
    made: list[str] = []

    def make(target: Any, name: str) -> ModuleType:
        folder = tmp_path_factory.mktemp(name)
        output.write(pipeline.generate(contract, target, Settings("openapi.yaml", None, {"package": name})), folder)
        sys.path.insert(0, str(folder))
        made.append(str(folder))
        importlib.invalidate_caches()
        return importlib.import_module(name)

    yield make
    for folder in made:
        sys.path.remove(folder)


def test_pattern_quotes_its_sentences(schema: Schema) -> None:
    assert schema.pattern == r"(?!x://)[A-Za-z][0-9A-Za-z\-_]*"
    assert (schema.min_length, schema.max_length) == (2, 8)
    assert "can contain digits" in schema.says["pattern"]
    assert "must start with an English letter" in schema.says["pattern"]


def test_client_keeps_it(package: Callable[[Any, str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = package(PythonTarget(), "dogs_sdk")
    monkeypatch.setattr("dogs_sdk._runtime.retry.FIRST_PAUSE", 0.001)
    with sdk.Client(
        access_key_id="i", access_key_secret="s", region_id="cn-x", endpoint="http://127.0.0.1:9"
    ) as client:
        for value in BAD:
            with pytest.raises(sdk.errors.ValidationError) as refused:
                client.name_dog(dog_name=value)
            assert "pattern" in {problem.rule for problem in refused.value.problems}, value
        for value in GOOD:
            with pytest.raises(sdk.errors.ConnectionFailed):  # valid, hence sent, to where nobody listens
                client.name_dog(dog_name=value)


def test_server_keeps_it(package: Callable[[Any, str], ModuleType]) -> None:
    made = package(ServerTarget(), "dogs_server")
    app = made.create_app(options=made.Options(signature=False, version=False))

    def status(value: str) -> int:
        query = urlencode({"Action": "NameDog", "DogName": value}).encode()
        answer = asyncio.run(app.answer("GET", "/", query, {"host": "dogs.test"}, b""))
        assert isinstance(json.loads(answer.body), dict)
        return int(answer.status)

    assert {value: status(value) for value in GOOD} == dict.fromkeys(GOOD, 200)
    assert {value: status(value) for value in BAD} == dict.fromkeys(BAD, 400)


def test_conformance_makes_good_and_bad_values(schema: Schema) -> None:
    assert schema.pattern is not None
    assert values.plain(schema, "rex-1") == "rex-1"
    made = values.plain(schema)
    assert made is not None
    assert values.fits(schema, made)
    broken = [value for _, value in values.breaking_pattern(schema)]
    assert broken
    assert all(re.fullmatch(schema.pattern, value) is None for value in broken)


@pytest.mark.parametrize("pattern", [r"/[\s\S]*", r"\.[a-z]*", r"[\u3400-\u9fff][0-9]*", "[A-Z][0-9]*"])
def test_conformance_begins_values_as_the_pattern_wants(pattern: str) -> None:
    made = values.plain(Schema(type="string", pattern=pattern))
    assert made is not None
    assert re.fullmatch(pattern, made)


@pytest.mark.parametrize(
    ("expression", "taken"),
    [
        ("[a-z]{1}[a-z0-9-]*", True),
        ("[A-Z][0-9]{2,4}", True),
        ("(a+)+", False),  # a value that nearly matches would take for ever
        ("a*a*a*a*b", False),
        ("[[a]", False),
        (r"\p{L}+", False),
        ("[a-z", False),
    ],
)
def test_expressions_of_the_page_itself(expression: str, taken: bool) -> None:
    found = prose.facts(
        f"The name must match ^{expression}$.", language="en", type="string", name="Name", example="a" * 60 + "****"
    )
    assert found.pattern == (expression if taken else None)
