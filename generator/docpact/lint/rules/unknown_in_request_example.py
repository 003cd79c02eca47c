"""A request example sends a parameter that no row describes.

Either a row is missing, or the example shows a misspelt or forgotten name.

Bad:

```request
|Colour|String|No|red|The colour.|
```

```example
https://paint.example.com/?Action=Paint
&Color=red
&<Common request parameters>
```

Good:

```request
|Colour|String|No|red|The colour.|
```

```example
https://paint.example.com/?Action=Paint
&Colour=red
&<Common request parameters>
```

Mend: describe the parameter, or correct the example.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Style
from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import requests, spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP711", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    if operation is None or operation.style is not Style.RPC or not page.request:
        return
    rows = {requests.group(row.name.text): row.name.text for row in page.request}
    groups = {name.split(".")[0] for name in rows}
    for fence in page.layout.requests:
        seen: set[str] = set()
        sent = list(requests.sent(page, fence))
        if not any(one.name == "Action" for one in sent):
            continue  # a URL of something else
        for one in sent:
            name = requests.group(one.name)
            known = name in rows or name in requests.PROTOCOL or ("." not in name and name in groups)
            if known or name.split(".")[0] in rows or name in seen:
                continue
            seen.add(name)
            near = spelling.nearest(name, rows)
            help = f"did the page mean `{rows[near]}`?" if near else "describe it in the table, or correct the example"
            yield CODE.at(one.span, f"the request example sends `{one.name}`, which no row describes", help=help)
