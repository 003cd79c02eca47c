"""A request example leaves out a required parameter.

The call as shown fails. Common parameters need not be shown.

Bad:

```request
|Colour|String|Yes|red|The colour.|
|Size|Integer|Yes|3|The size.|
```

```example
https://paint.example.com/?Action=Paint
&Colour=red
&<Common request parameters>
```

Good:

```request
|Colour|String|Yes|red|The colour.|
|Size|Integer|Yes|3|The size.|
```

```example
https://paint.example.com/?Action=Paint
&Colour=red
&Size=3
&<Common request parameters>
```

Mend: add the parameter to the example, or mark it as optional.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Location, Style
from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint import requests
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP710", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    if operation is None or operation.style is not Style.RPC:
        return
    wanted = [p.name for p in operation.parameters if p.required and p.location is Location.QUERY]
    for fence in page.layout.requests:
        given = {requests.group(s.name).split(".")[0] for s in requests.sent(page, fence)}
        if "action" not in given:
            continue
        url = page.inside(fence, "Action=")
        for name in wanted:
            if name.lower() not in given and name.lower() not in requests.PROTOCOL:
                where = page.understood.sources.get(("parameter", name))
                yield CODE.at(
                    url,
                    f"the request example leaves out `{name}`, which is required",
                    help=f"add `&{name}=…` to the example, or mark the parameter as optional",
                    notes=[Note(where, "required here")] if where else (),
                )
