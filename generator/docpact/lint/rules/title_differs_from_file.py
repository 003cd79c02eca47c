"""The file of a page is called otherwise than its operation.

Links, tables of contents and people find pages by their file names. Often the page was copied and not renamed.

Bad:

```page Scrape.md
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

Good:

```page Paint.md
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

Mend: rename the file, or correct the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP761", __name__, Severity.NOTE, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    stem = PurePath(page.path).stem
    if operation is None or not re.fullmatch(r"[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)*", stem):
        return
    if stem.casefold() != operation.name.casefold():
        title = page.page.title
        yield CODE.at(
            title.span if title else Span.whole(page.path),
            f"the page is about `{operation.name}`, but its file is called `{stem}`",
            help=f"rename it to `{operation.name}.md`, or correct the page",
        )
