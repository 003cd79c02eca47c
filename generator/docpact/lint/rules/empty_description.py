"""A row describes nothing: its description is empty or repeats the name.

Bad:

```request
|Colour|String|No|red||
```

Good:

```request
|Colour|String|No|red|The colour that the wall gets.|
```

Mend: say what the value means, what happens without it, and which values are allowed.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP742", __name__, Severity.NOTE, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        if row.cell("description") is None or row.name.text == "Action":
            continue
        kind = page.dialect.type(row.line.text("type"))
        if kind is None or kind.type in ("array", "object", None):
            continue  # rows that only open a level are common, and their name says it
        text = row.text("description")
        if not text or text.strip(". ").lower() == row.name.text.lower():
            yield CODE.at(row.name_span, f"nothing is said about `{row.name.text}`", help="say what the value means")
