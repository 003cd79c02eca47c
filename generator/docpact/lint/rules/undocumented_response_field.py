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

from docpact.contract.model import Operation, Schema
from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint import spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP720", __name__, Severity.WARNING, __doc__)

_MANY = 5
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
# What every answer carries, described on the page of common parameters.
_COMMON = frozenset(("requestid", "hostid", "code", "message", "recommend", "success", "httpstatuscode"))


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    if operation is None or operation.response.schema is None or not page.response:
        return
    unknown = list(dict.fromkeys(_undescribed(page, operation, operation.response.schema)))
    if len(unknown) > _MANY:
        listed = ", ".join(f"`{name}`" for name in unknown[:_MANY])
        message = f"the example answers show {len(unknown)} fields that no row describes: {listed} …"
        yield CODE.at(_place(page, unknown[0]), message, help="add rows for them, or shorten the examples")
        return
    names = [row.name.steps[-1].name for row in page.response]
    for name in unknown:
        near = spelling.nearest(name, names)
        help = f"did the page mean `{near}`?" if near else "add a row for it, or correct the example"
        yield CODE.at(_place(page, name), f"an example answer shows `{name}`, which no row describes", help=help)


def _undescribed(page: Subject, operation: Operation, schema: Schema) -> Iterator[str]:
    """The names of fields, deep ones too, that stand in no row. Rows are matched by name alone, wherever they stand."""
    described = {step.name.lower() for row in page.response for step in row.name.steps} | _COMMON
    described |= {word.lower() for row in page.response for word in _NAME.findall(row.text("type"))}
    described |= {operation.name.lower(), f"{operation.name}Response".lower()}  # some answers stand in a wrapper
    by_path = dict(schema.walk())
    for path, found in by_path.items():
        parent, _, name = path.rpartition(".")
        if not _NAME.fullmatch(name) or name.lower() in described:
            continue
        holder = by_path.get(parent)
        if parent and holder is not None and len(holder.properties) == 1 and _is_item_name(name, parent, found):
            continue
        yield name


def _is_item_name(name: str, parent: str, found: Schema) -> bool:
    """Whether the field only wraps the items of a list, as `EipAddress` does in `EipAddresses`."""
    holder = parent.rpartition(".")[2].lower()
    return found.type in ("array", "object", None) or holder.startswith(name.lower().rstrip("y"))


def _place(page: Subject, name: str) -> Span:
    for fence in page.layout.answers:
        for text in (f'"{name}"', f"<{name}>", f"<{name}/>"):
            span = page.inside(fence, text)
            if span != fence.span:
                return span
    return page.layout.answers[0].span if page.layout.answers else Span.whole(page.path)
