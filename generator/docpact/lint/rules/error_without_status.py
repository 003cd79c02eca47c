"""An error row gives no HTTP status.

Servers cannot be built and answers cannot be checked without it.

Bad:

```errors
||QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Mend: write the status in the row; add the column where the table has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP731", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for grid in page.layout.errors:
        if "status" not in grid and grid.table.rows:
            yield CODE.at(
                grid.table.header.span,
                "this error table has no column for the HTTP status",
                help="add a column `HTTP status code`",
            )
    for line in page.errors:
        if line.has_status_column and not re.search(r"\d", line.status):
            yield CODE.at(
                line.at("code"), f"the error `{line.code}` has no HTTP status", help="write the status, for example 400"
            )
