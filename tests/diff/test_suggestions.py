"""The overlay actions that a comparison suggests do what they are for: put into an overlay, they keep old names alive."""

import pytest

from docpact.diff import report
from docpact.diff.compare import compare
from docpact.diff.model import Comparison, Level
from docpact.diff.sides import Correction, pages_side

PAGE = """# CreateDisk

Creates a disk.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|CreateDisk|The operation to perform. Set the value to **CreateDisk**.|
|InstanceType|String|No|a|The type of the instance.|
|Kind|String|No|Fast|The kind. Valid values: **Associating** and **Fast**.|
|Part.N.Category|String|No|Local|The category. Valid values: **Network** and **Local**.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|Disks|Array of Disk| |The disks.|
|Status|String|Ready|The state. Valid values: **Creating** and **Ready**.|

## Examples

Sample success responses

`JSON` format

```
{"Disks": [{"Status": "Ready"}]}
```

## Error codes

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
|403|Forbidden.Owner's|The disk belongs to another account.|Check the owner.|
|403|Other|Something else happened.|Wait.|
"""
BODY = """# PutDisk

Puts a disk.

## Request syntax

```
PUT /disks HTTP/1.1
```

## Request body

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|kind|String|No|fast|The kind. Valid values: **associating** and **fast**.|
"""


def compared(old: str, new: str, overlay: str = "") -> Comparison:
    text = f"overlay: 1.0.0\ninfo: {{title: Names, version: 1.0.0}}\n{overlay}"
    correction = Correction("overlay.yaml", text) if overlay else None
    before = pages_side("old.md", [("old.md", "page.md", old.encode())])
    after = pages_side("new.md", [("new.md", "page.md", new.encode())], correction)
    assert not [found for found in after.findings if found.code.id.startswith("DP31")]
    return compare(before.contract, after.contract)


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        (PAGE, "CreateDisk", "CreateDisks"),
        (PAGE, "InstanceType", "InstanceTyp"),
        (PAGE, "Associating", "Associaating"),
        (PAGE, "Network", "Netwrok"),
        (PAGE, "Creating", "Creatting"),
        (PAGE, "Forbidden.Owner's", "Forbiden.Owner's"),
        (BODY, "associating", "associaating"),
        (PAGE, "Category", "Catgory"),
        (PAGE, "Disks", "Diisks"),
        (BODY, "kind|", "kinnd|"),
    ],
)
def test_a_suggested_action_keeps_the_old_name_alive(page: str, old: str, new: str) -> None:
    renamed = page.replace(old, new)
    before = compared(page, renamed)
    assert before.level is Level.BREAKING
    (change,) = [change for change in before.changes if change.level is Level.BREAKING]
    after = compared(page, renamed, report.overlay(before))
    assert [c.kind.name for c in after.changes if c.level > Level.TEXT] == [
        f"{change.kind.name}-with-alias".replace("corrected", "renamed")
    ]
    assert after.level is not None
    assert after.level < Level.BREAKING
