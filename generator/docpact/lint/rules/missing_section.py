"""A page of an operation lacks a part: the request table, a request example, the response table, an example answer, or errors.

What is not there cannot be checked, generated or tested.

Bad:

```page
# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
```

Good:

````page
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

## Examples

```
https://wall.example.com/?Action=Paint
```

```
{"RequestId": "1"}
```

## Error codes

|HTTP status code|Error code|Error message|Description|
|----------------|----------|-------------|-----------|
|400|Wall.Wet|The wall is wet.|Wait until the paint is dry.|
````

Mend: add the part. Errors that all operations share need no table, only a link to their page.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP760", __name__, Severity.NOTE, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    if page.operation is None:
        return
    layout = page.layout
    parts = (
        ("a table of request parameters", layout.request or layout.body or layout.syntax),
        ("a request example", layout.requests),
        ("a table of response parameters", layout.response),
        ("an example answer", layout.answers),
        ("error codes", layout.errors or page.dialect.common_errors_link.search(page.page.text)),
    )
    missing = [name for name, there in parts if not there]
    if missing:
        title = page.page.title
        listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        yield CODE.at(
            title.span if title else Span.whole(page.path), f"the page lacks {listed}", help="add what is missing"
        )
