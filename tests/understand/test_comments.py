"""HTML comments are notes among authors and to the linter: nothing of them reaches the contract."""

from __future__ import annotations

from docpact import pages
from docpact.contract import openapi
from docpact.contract.model import Contract
from docpact.understand import operation

PAGE = """# Paint

Paints a wall.

<!-- SECRET one -->

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|Colour|String|No|red|The colour. <!-- SECRET two -->

 More of it.

 |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|

## Error codes

|HTTP status code|Error code|Error message|Description|
|----------------|----------|-------------|-----------|
|400|Wet|It is wet.|Wait. |

<!-- SECRET
three -->
"""


def test_comments_leave_no_trace() -> None:
    page, problems = pages.read("Paint.md", PAGE)
    understood = operation(page)
    assert understood.operation is not None
    text = openapi.dump(Contract(title="T", version="1", operations=(understood.operation,)))
    assert "SECRET" not in text
    assert "More of it." in text
    assert [*problems, *understood.diagnostics] == []
