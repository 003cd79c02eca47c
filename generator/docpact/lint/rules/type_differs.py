"""A parameter has one type on most pages of a product and another one here.

Clients that pass the value from one call to the next have to convert it for no reason, and one of the pages is wrong as a
rule.

Bad:

```page Paint.md
# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|WallId|Integer|Yes|7|The wall.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

```page Scrape.md
# Scrape

Scrapes a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Scrape|The name of this action.|
|WallId|String|Yes|7|The wall.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
```

Mend: find out what the service takes, and correct the other page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from docpact.diagnostics import Diagnostic, Note, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP770", __name__, Severity.NOTE, __doc__)


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    rows: dict[tuple[str, str], list[tuple[str, Span]]] = defaultdict(list)
    for page in pages:
        if page.operation is None:
            continue
        for row in page.request:
            if row.schema is not None and row.schema.type is not None and row.cell("type") is not None:
                key = (page.understood.product.lower(), row.name.text)
                rows[key].append((row.schema.type, row.at("type")))
    for (_, name), found in rows.items():
        counts = Counter(kind for kind, _ in found)
        if len(counts) < 2:
            continue
        usual = min(counts, key=lambda kind: (-counts[kind], kind))
        where = next(span for kind, span in found if kind == usual)
        for kind, span in found:
            # Integer and number are read alike; many different things share a name that is used half and half.
            if (
                kind != usual
                and {kind, usual} != {"integer", "number"}
                and (counts[kind] * 3 <= counts[usual] or len(found) == 2)
            ):
                yield CODE.at(
                    span,
                    f"`{name}` has the type {kind} here and {usual} on {counts[usual]} other page{'s' * (counts[usual] != 1)}",
                    help="find out what the service takes",
                    notes=[Note(where, f"{usual} here")],
                )
