"""Two rows of the error tables have the same status, code and message.

A code with several messages is fine: each row says another reason. Equal rows say nothing twice, or one of them was
meant to say something else.

Bad:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Mend: delete one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Note, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP734", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str, str], Span] = {}
    for line in page.errors:
        key = (line.status, line.code, line.message)
        if key in first and line.code:
            yield CODE.at(
                line.at("code"),
                f"the error `{line.code}` is listed a second time with the same status and message",
                help="delete one of the rows",
                notes=[Note(first[key], "the first one")],
            )
        first.setdefault(key, line.at("code"))
