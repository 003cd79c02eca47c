"""A default is not among the listed values, breaks the stated range, or is not of the declared type.

A service cannot fall back on a value that it refuses: one of the two statements is wrong.

Bad:

```request
|PageSize|Integer|No|10|The number of entries on a page. Valid values: 1 to 50. Default value: 100.|
```

Good:

```request
|PageSize|Integer|No|10|The number of entries on a page. Valid values: 1 to 50. Default value: 50.|
```

Mend: correct the default, the list or the range.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP705", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in page.request:
        schema = row.schema
        if schema is None or schema.default is None or isinstance(schema.default, (list, dict)):
            continue
        default = values.written(schema.default)
        if values.unlisted(default, schema):
            why = "is not among the listed values"
        elif wanted := values.mistyped(default, schema):
            why = f"is not {wanted}"
        else:
            why = values.outside(default, schema)
        if why:
            yield CODE.at(
                row.at("description"),
                f"the default `{default}` of `{row.name.text}` {why}",
                help="correct the default, the list or the range",
            )
