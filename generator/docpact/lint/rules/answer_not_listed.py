"""An example answer shows a value that the field's row does not list.

Bad:

```response
|Colour|String|red|The colour. Valid values: **red** and **blue**.|
```

```example
{"Colour": "green"}
```

Good:

```response
|Colour|String|red|The colour. Valid values: **red** and **blue**.|
```

```example
{"Colour": "blue"}
```

Mend: complete the list, or correct the example. Clients that know only the listed values meet this one unprepared.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from docpact.contract.model import JSON, Schema
from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.understand.examples import read_json

# One example can be wrong in ten thousand places; a few of them tell enough.
_MOST = 20

CODE = rule("DP722", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    if operation is None or operation.response.schema is None:
        return
    rows = {row.path: row for row in page.response}
    for fence in page.layout.answers:
        value, sound = read_json(fence.text) if fence.text.lstrip().startswith("{") else (None, False)
        if not sound or not isinstance(value, dict):
            continue
        wrapped = value.get(f"{operation.name}Response")
        found = dict.fromkeys(_wrong(operation.response.schema, wrapped if isinstance(wrapped, dict) else value, ""))
        for path, text in islice(found, _MOST):
            row = rows.get(path)
            name = path.rsplit(".", 1)[-1].replace("[]", "")
            yield CODE.at(
                page.inside(fence, f'"{text}"'),
                f"the example answer has `{text}` as `{name}`, which is not among its listed values",
                help="complete the list, or correct the example",
                notes=[Note(row.at("description"), "listed here")] if row is not None else (),
            )


def _wrong(schema: Schema, value: JSON, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for member in schema.properties:
            if member.name in value:
                yield from _wrong(member.schema, value[member.name], f"{path}.{member.name}" if path else member.name)
    elif isinstance(value, list):
        for item in value:
            if schema.items is not None:
                yield from _wrong(schema.items, item, f"{path}[]")
    elif value is not None and schema.enum:
        text = values.unlisted(values.written(value), schema)
        if text:
            yield path, text
