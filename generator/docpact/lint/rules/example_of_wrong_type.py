"""An example value is not of the type that the row declares.

Either the type or the example is wrong, and clients are generated from the type.

Bad:

```request
|PageSize|Integer|No|ten|The number of entries on a page.|
```

Good:

```request
|PageSize|Integer|No|10|The number of entries on a page.|
```

Mend: correct whichever is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP703", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        wanted = values.mistyped(row.example, row.schema) if row.schema is not None else ""
        if wanted:
            yield CODE.at(
                row.at("example"),
                f"the example `{row.example}` of `{row.name.text}` is not {wanted}",
                help="correct the type or the example",
            )
