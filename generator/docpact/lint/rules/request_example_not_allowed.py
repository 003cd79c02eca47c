"""A request example sends a value that the description does not allow.

The value is not among the listed ones, breaks the range, or is not of the declared type.

Bad:

```request
|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|
```

```example
https://paint.example.com/?Action=Paint
&Colour=green
&<Common request parameters>
```

Good:

```request
|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|
```

```example
https://paint.example.com/?Action=Paint
&Colour=blue
&<Common request parameters>
```

Mend: use an allowed value, or complete the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import requests, values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP712", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    rows = {requests.group(row.name.text): row for row in page.request if row.schema is not None}
    for fence in page.layout.requests:
        for one in requests.sent(page, fence):
            row = rows.get(requests.group(one.name))
            if row is None or row.schema is None or row.name.text == "Action":
                continue
            if values.unlisted(one.value, row.schema):
                why = "is not among its listed values"
            elif wanted := values.mistyped(one.value, row.schema):
                why = f"is not {wanted}"
            else:
                why = values.outside(one.value, row.schema)
            if why:
                yield CODE.at(
                    one.value_span,
                    f"the request example sends `{one.value}` as `{row.name.text}`, which {why}",
                    help="use an allowed value, or correct the description",
                )
