"""The `Action` parameter is marked as optional, or the row is missing.

Without `Action` the service does not know what to do: every call of this style needs it.

Bad:

```page
# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|No|Paint|The name of this action.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

Good:

```page
# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

Mend: write Yes. docpact reads it as required in any case.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Style
from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP762", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    if page.operation is None or page.operation.style is not Style.RPC or not page.layout.request:
        return
    row = next((row for row in page.request if row.name.text == "Action"), None)
    if row is None:
        header = page.layout.request[0].grid.table.header
        yield CODE.at(header.span, "this table has no row `Action`", help="add it: every call needs it")
    elif page.dialect.required(row.line.text("required")) is False:
        yield CODE.at(row.at("required"), "`Action` is marked as optional, and every call needs it", help="write Yes")
