"""An example value breaks the range or the length that the description states.

The example shows a call that the service refuses.

Bad:

```request
|PageSize|Integer|No|100|The number of entries on a page. Valid values: 1 to 50.|
```

Good:

```request
|PageSize|Integer|No|10|The number of entries on a page. Valid values: 1 to 50.|
```

Mend: use a value inside the range, or correct the range.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP702", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        why = values.outside(row.example, row.schema) if row.schema is not None else ""
        if why:
            yield CODE.at(
                row.at("example"),
                f"the example `{row.example}` of `{row.name.text}` {why}",
                help="use a value that the description allows, or correct the description",
            )
