"""An error row gives no message.

Readers who search for the message they got do not find this page.

Bad:

```errors
|400|QuotaExceeded||There are too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Mend: write the message as the service sends it, with `%s` for what varies.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP733", __name__, Severity.NOTE, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for line in page.errors:
        if line.code and not line.message and "message" in line.line.cells:
            yield CODE.at(
                line.at("code"), f"the error `{line.code}` has no message", help="write what the service sends"
            )
