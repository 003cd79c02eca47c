"""A small documented service, and the sites made of it and of the project's own pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from docpact import pages, pipeline, understand
from docpact.contract.model import Contract
from docpact.output import FileSet, write
from docpact.render import render
from docpact.targets.base import Settings
from docpact.targets.site import plan

ROOT = Path(__file__).resolve().parents[2]

CREATE = """# CreateBox

Makes a box. It can be filled at once.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|CreateBox|Value: **CreateBox**|
|Name|String|Yes|tools|The name. See [ListBoxes](~~123~~). It must be 2 to 8 characters in length.|
|Kind|String|No|Wood|The kind. Valid values: **Wood | Steel**|
|Size|Integer|No|5|The size. Valid values: 1 to 9. Default value: 3|
|Tag.N.Key|String|No|owner|The key of a tag.|
|Tag.N.Value|String|No|me|The value of a tag.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|BoxId|String|b-1|The box.|
|RequestId|String|0A-1|The request.|

## Examples

Request example

```
https://boxes.example.com/?Action=CreateBox&Name=tools&Kind=Wood&Tag.1.Key=owner&Tag.1.Value=me&<CommonParameters>
```

`JSON` format

```
{"BoxId": "b-1", "RequestId": "0A-1"}
```

## Error codes

|HTTP status code|Error code|Error message|Description|
|---|---|---|---|
|400|InvalidKind.NotSupported|The kind %s is not supported.|Choose another kind.|
|400|QuotaExceeded|You own too many boxes.|Delete one.|
|403|QuotaExceeded|Your team owns too many boxes.|Ask your team.|
"""

LIST = """# ListBoxes

Lists boxes.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|ListBoxes|Value: **ListBoxes**|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|Boxes|Array| |All boxes.|
|BoxId|String|b-1|A box.|

## Examples

```
{"Boxes": {"Box": [{"BoxId": "b-1"}]}}
```
"""


def contract_of(*texts: str) -> Contract:
    """The contract of pages given as text."""
    read = [pages.read(f"page{number}.md", text)[0] for number, text in enumerate(texts)]
    contract, _, _ = understand.service(read, title="Boxes", version="2024-01-01")
    return contract


def site_of(contract: Contract, *older: tuple[str, Contract], **options: object) -> FileSet:
    settings = Settings("spec/openapi.yaml", None, options)  # type: ignore[arg-type]
    return render(plan(contract, settings, older), pipeline.templates_root())


@pytest.fixture(scope="session")
def make_site() -> Callable[..., FileSet]:
    return site_of


@pytest.fixture(scope="session")
def make_contract() -> Callable[..., Contract]:
    return contract_of


@pytest.fixture(scope="session")
def boxes() -> Contract:
    return contract_of(CREATE, LIST)


@pytest.fixture(scope="session")
def site(boxes: Contract) -> FileSet:
    """The site of the boxes, with an older version in which boxes had no kind and could not be listed."""
    without = "\n".join(line for line in CREATE.split("\n") if not line.startswith("|Kind"))
    return site_of(boxes, ("1.0", contract_of(without)), label="2.0")


@pytest.fixture(scope="session")
def site_folder(site: FileSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write(site, folder)
    return folder


@pytest.fixture(scope="session")
def create_page() -> str:
    return CREATE
