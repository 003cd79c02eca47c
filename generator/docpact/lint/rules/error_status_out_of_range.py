"""An error row gives an HTTP status that is none of an error: below 400 or above 599.

HTTP clients take an answer with status 200 for a success and never look for an error in it.

Bad:

```errors
|200|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Mend: correct the status. If the service does answer so, suppress this with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP732", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for line in page.errors:
        status = re.search(r"\d+", line.status)
        if status is not None and line.code and not 400 <= int(status[0][:9]) <= 599:
            yield CODE.at(
                line.at("status"),
                f"`{line.status}` is no HTTP status of an error, but `{line.code}` has it",
                help="an error's status lies between 400 and 599",
            )
