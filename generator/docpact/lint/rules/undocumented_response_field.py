"""An example answer shows a field that no row of the response table describes.

Clients cannot know its type, and readers cannot know its meaning.

Bad:

```response
|Colour|String|red|The colour.|
```

```example
{"Colour": "red", "Gloss": "high"}
```

Good:

```response
|Colour|String|red|The colour.|
|Gloss|String|high|How much it shines.|
```

```example
{"Colour": "red", "Gloss": "high"}
```

Mend: add the row, or correct the example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from docpact.contract.model import Schema
from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP720", __name__, Severity.WARNING, __doc__)

_MANY = 5
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
# What every answer carries, described on the page of common parameters.
_COMMON = frozenset(("requestid", "hostid", "code", "message", "recommend", "success", "httpstatuscode"))


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    schema = operation.response.schema if operation is not None else None
    if schema is None or not page.response:
        return
    rows = {step.name.lower() for row in page.response for step in row.name.steps}
    written = {row.path for row in page.response}
    types = {t for row in page.response for t in _NAME.findall(row.text("type"))}
    seen: list[str] = []
    for path, found in schema.walk():
        name = path.rsplit(".", 1)[-1].replace("[]", "")
        if not name or path.endswith("[]") or path in written or name in seen or name in types:
            continue
        if (
            name.lower() in rows
            or name.lower() in _COMMON
            or not _NAME.fullmatch(name)
            or _is_wrapper(found, path, schema)
        ):
            continue
        seen.append(name)
    if len(seen) > _MANY:
        listed = ", ".join(f"`{name}`" for name in seen[:_MANY])
        message = f"the example answers show {len(seen)} fields that no row describes: {listed} …"
        yield CODE.at(_place(page, seen[0]), message, help="add rows for them, or shorten the examples")
        return
    for name in seen:
        near = get_close_matches(name, [row.name.steps[-1].name for row in page.response], 1, 0.8)
        help = f"did the page mean `{near[0]}`?" if near else "add a row for it, or correct the example"
        yield CODE.at(_place(page, name), f"an example answer shows `{name}`, which no row describes", help=help)


def _is_wrapper(found: Schema, path: str, schema: Schema) -> bool:
    """Whether the field only wraps the items of a list, as `EipAddress` does in `EipAddresses`."""
    parent_path = path.rpartition(".")[0]
    parent = next((s for p, s in schema.walk() if p == parent_path), None)
    return (
        parent is not None
        and bool(parent_path)
        and len(parent.properties) == 1
        and found.type in ("array", "object", None)
    )


def _place(page: Subject, name: str) -> Span:
    for fence in page.layout.answers:
        for text in (f'"{name}"', f"<{name}>", f"<{name}/>"):
            span = page.inside(fence, text)
            if span != fence.span:
                return span
    return page.layout.answers[0].span if page.layout.answers else Span.whole(page.path)
