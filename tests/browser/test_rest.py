"""The console on operations with paths and bodies of their own, signed with ACS3-HMAC-SHA256."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docpact import pages, understand
from docpact.contract import openapi

pytestmark = pytest.mark.browser

PAGE = """# UpdateThing

Changes a thing.

## Request syntax

```
PUT /things/[ThingId]/parts
```

## Request parameters

|Parameter|Type|Position|Required|Example|Description|
|---|---|---|---|---|---|
|ThingId|String|Path|Yes|t-1|The thing.|
|dryRun|Boolean|Query|No|true|Whether to change nothing.|

## RequestBody

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|colour|String|Yes|red|The colour.|
|count|Integer|No|1|How many. Valid values: 1 to 9.|

```
{"colour": "red", "count": 2}
```

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|RequestId|String|1|The request.|
|Result|Boolean|true|Whether it was done.|

## Examples

```
{"RequestId": "1", "Result": true}
```
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("rest")
    contract, _, _ = understand.service([pages.read("UpdateThing.md", PAGE)[0]], title="Things", version="2024-01-01")
    assert contract.operations[0].path == "/things/{ThingId}/parts"
    (folder / "openapi.yaml").write_text(openapi.dump(contract), encoding="utf-8")
    command = [sys.executable, "-m", "docpact", "publish", "openapi.yaml", "--serve"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def test_a_call_with_a_path_and_a_body_goes_round(page: Any, served: str) -> None:
    page.goto(f"{served}/operations/UpdateThing.html")
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    page.fill("[data-parameter=ThingId] input", "t 1/\u4e2d")
    page.select_option("[data-parameter=dryRun] select", "true")
    page.fill("[data-parameter=body] textarea", '{"count": 20}')
    assert "colour is required" in page.inner_text("[data-parameter=body] .problem")
    page.fill("[data-parameter=body] textarea", '{"colour": "red", "count": 20}')
    assert "between 1 and 9" in page.inner_text("[data-parameter=body] .problem")
    page.fill("[data-parameter=body] textarea", '{"colour": "red", "count": 2}')
    page.click("dialog.console button[type=submit]")
    page.wait_for_selector(".result .badge")
    shown = page.inner_text(".result")
    assert "200" in page.inner_text(".result .badge"), shown
    assert '"Result": true' in shown
    assert "PUT " in shown
    assert "/things/t%201%2F%E4%B8%AD/parts?dryRun=true" in shown
    assert "ACS3-HMAC-SHA256" in shown


def test_the_example_fills_in_the_body(page: Any, served: str) -> None:
    page.goto(f"{served}/operations/UpdateThing.html")
    shown = page.inner_text(".tabs >> nth=0")
    assert 'Body(colour="red", count=2)' in shown
    page.click("text=curl")
    assert """--data-raw '{"colour": "red", "count": 2}'""" in page.inner_text(".tabs >> nth=0")
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    page.click("text=Fill in the example")
    assert json.loads(page.input_value("[data-parameter=body] textarea")) == {"colour": "red", "count": 2}
    page.wait_for_selector(".console .code pre:has-text('Body(')")
    page.click("dialog.console button[type=submit]")
    page.wait_for_selector(".result .badge")
    assert "200" in page.inner_text(".result .badge")


def test_fields_for_its_members_write_the_body(page: Any, served: str, violations: Callable[[Any], list[str]]) -> None:
    page.goto(f"{served}/operations/UpdateThing.html")
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    group = page.locator("dialog.console [role=group][aria-label=body]")
    assert "required" in group.inner_text()
    group.get_by_label("count").fill("12")
    assert "colour is required" in page.inner_text("[data-parameter=body] .problem")
    group.get_by_label("colour").fill("red")
    assert "between 1 and 9" in page.inner_text("[data-parameter=body] .problem")
    group.get_by_label("count").fill("2")
    assert json.loads(page.input_value("[data-parameter=body] textarea")) == {"colour": "red", "count": 2}
    assert page.inner_text("[data-parameter=body] .problem") == ""
    assert violations(page) == []


def test_a_call_without_an_endpoint_asks_for_one(page: Any, served: str) -> None:
    page.goto(f"{served}/operations/UpdateThing.html")
    page.click(".try-button")
    page.wait_for_selector("dialog.console .outcome pre")
    page.fill("dialog.console label:text-is('Endpoint') + input", "")
    page.click("dialog.console button[type=submit]")
    assert page.inner_text(".result .row-match") == "Enter the endpoint to call."
