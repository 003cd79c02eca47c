"""A required parameter has a default value.

What must be given has no use for a default: either it is optional, or the sentence means a recommendation.

Bad:

```request
|Mode|String|Yes|fast|The mode. Default value: **fast**.|
```

Good:

```request
|Mode|String|No|fast|The mode. Default value: **fast**.|
```

Mend: mark the parameter as optional, or drop the default.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP707", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in page.request:
        if row.schema is None or row.schema.default is None or row.name.text == "Action":
            continue
        if page.dialect.required(row.line.text("required")):
            yield CODE.at(
                row.at("required"),
                f"`{row.name.text}` is required and yet has the default `{row.schema.default}`",
                help="mark it as optional, or drop the default",
            )
