"""An error row has no error code, or its code is a sentence.

Programs can compare codes only. Often two cells of the row were swapped, or a row was split.

Bad:

```errors
|400|The quota is exceeded.|QuotaExceeded|There are too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Mend: put the code into its column.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP737", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for line in page.errors:
        if not line.code:
            yield CODE.at(line.span, "this error row has no code", help="write the code in its column")
        elif len(line.code.split()) > 2 and not any(mark in line.code for mark in "%<{"):
            yield CODE.at(
                line.at("code"), f"`{line.code[:60]}` is a sentence, not an error code", help="are two cells swapped?"
            )
