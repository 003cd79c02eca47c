"""One error, the same code and message, has different HTTP statuses.

A service sends one of them. Handlers that look at the status work on one page's operation and fail on the other's.

Bad:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
|403|QuotaExceeded|The quota is exceeded.|There are far too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
|403|Forbidden|Not allowed.|The caller may not do this.|
```

Mend: find out which status the service sends, and correct the other row.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from docpact.diagnostics import Diagnostic, Note, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP735", __name__, Severity.NOTE, __doc__)


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    rows: dict[tuple[str, str, str], list[tuple[str, Span]]] = defaultdict(list)
    for page in pages:
        for line in page.errors:
            stated = re.search(r"\d{3}", line.status)
            if stated is not None and line.code and line.message.strip("%s. "):
                # One code may have another status in another product.
                key = (page.understood.product.lower(), line.code, line.message.rstrip(". ").lower())
                rows[key].append((stated[0], line.at("status")))
    for (_, code, _message), found in rows.items():
        counts = Counter(status for status, _ in found)
        if len(counts) < 2:
            continue
        usual = min(counts, key=lambda status: (-counts[status], status))
        where = next(span for status, span in found if status == usual)
        for status, span in found:
            if status != usual:
                yield CODE.at(
                    span,
                    f"the error `{code}` has status {status} here and {usual} elsewhere with the same message",
                    help="find out which one the service sends",
                    notes=[Note(where, f"status {usual}")],
                )
