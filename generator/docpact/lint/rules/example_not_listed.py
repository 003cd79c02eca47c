"""An example value is not among the values that the description lists.

A reader copies the example and gets an error, or takes a value for allowed that is not. Often only the case differs.

Bad:

```request
|Colour|String|No|Red|The colour. Valid values: **red** and **blue**.|
```

Good:

```request
|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|
```

Mend: use a listed value as the example, or complete the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP701", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        wrong = values.unlisted(row.example, row.schema) if row.schema is not None else ""
        if not wrong or row.schema is None:
            continue
        listed = [values.written(v) for v in (row.schema.enum or (row.schema.items.enum if row.schema.items else ()))]
        near = next((v for v in listed if v.lower() == wrong.lower()), None)
        help = (
            f"did the page mean `{near}`?"
            if near
            else f"listed are {', '.join(listed[:8])}{' …' if len(listed) > 8 else ''}"
        )
        yield CODE.at(
            row.at("example"), f"the example `{wrong}` of `{row.name.text}` is not among the listed values", help=help
        )
