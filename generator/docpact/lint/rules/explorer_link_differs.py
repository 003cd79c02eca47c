"""The link to the API explorer names another operation than the page.

It was copied from another page. Readers try out the wrong call.

Bad:

```page
# Paint

Paints a wall. [Try it.](https://api.aliyun.com/#product=Wall&api=Scrape&type=RPC&version=2026-01-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

Good:

```page
# Paint

Paints a wall. [Try it.](https://api.aliyun.com/#product=Wall&api=Paint&type=RPC&version=2026-01-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

Mend: let the link name this page's operation.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP751", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    if page.operation is None:
        return
    for number, line in enumerate(page.lines, 1):
        for match in page.dialect.explorer.finditer(line):
            query = parse_qs(match["query"].split("?")[-1].split("#")[-1])
            named = query.get("api", [""])[0].strip()
            if named and named.casefold() != page.operation.name.casefold():
                span = Span(page.path, number, match.start() + 1, number, match.end() + 1)
                yield CODE.at(
                    span,
                    f"this link opens `{named}`, but the page is about `{page.operation.name}`",
                    help=f"write `api={page.operation.name}`",
                )
