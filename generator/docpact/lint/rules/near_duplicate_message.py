"""Two messages of one error code on a page differ only in punctuation, blanks or case.

The service sends one of them; the other row never matches.

Bad:

```errors
|400|QuotaExceeded|The quota is exceeded|There are too many of them.|
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Good:

```errors
|400|QuotaExceeded|The quota is exceeded.|There are too many of them.|
```

Mend: find out which one the service sends, and delete the other row. If it sends both, suppress this with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import ErrorLine, Subject

CODE = rule("DP736", __name__, Severity.NOTE, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str, str], ErrorLine] = {}
    for line in page.errors:
        folded = re.sub(r"[\W_]+", "", line.message).lower()
        key = (line.status, line.code, folded)
        if folded and key in first and first[key].message != line.message:
            yield CODE.at(
                line.at("message"),
                f"this message of `{line.code}` differs from another one only in punctuation, blanks or case",
                help="keep the one that the service sends",
                notes=[Note(first[key].at("message"), "the other one")],
            )
        first.setdefault(key, line)
