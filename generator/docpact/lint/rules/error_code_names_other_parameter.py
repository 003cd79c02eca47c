"""An error code nearly names a parameter of the operation, but not quite.

Readers, and programs that turn an error into "this parameter is wrong", look for a parameter of the name in the code and
find none.

Bad:

```request
|AssociatedWallType|String|No|brick|The kind of wall.|
```

```errors
|400|InvalidIAssociatedWallType.NotFound|Not found.|There is no such kind.|
```

Good:

```request
|AssociatedWallType|String|No|brick|The kind of wall.|
```

```errors
|400|InvalidAssociatedWallType.NotFound|Not found.|There is no such kind.|
```

Mend: look at what the service sends. Correct the page, or suppress this with the reason that the service sends it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint import requests, spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP739", __name__, Severity.NOTE, __doc__)

_NAMED = re.compile(r"(?:Invalid|Missing|Incorrect|Duplicated?|Unsupported)\.?([A-Z]\w{7,})(?:\.|$)")


def check(page: Subject) -> Iterator[Diagnostic]:
    rows = {requests.group(row.name.text).replace(".", ""): row for row in page.request if row.name.text != "Action"}
    by_length: dict[int, list[str]] = {}
    for name in rows:
        by_length.setdefault(len(name), []).append(name)
    for line in page.errors:
        match = _NAMED.match(line.code)
        if match is None or spelling.misspelt(line.code) is not None or match[1].lower() in rows:
            continue
        named = match[1].lower()
        likely = (name for size in (-1, 0, 1) for name in by_length.get(len(named) + size, ()))
        meant = next(
            (n for n in likely if spelling.distance_one(named, n) and not spelling.is_inflection(named, n)), None
        )
        if meant is not None:
            yield CODE.at(
                line.at("code"),
                f"the error code `{line.code}` names `{match[1]}`, and the parameter is called `{rows[meant].name.text}`",
                help="correct it, or suppress this with a reason if the service sends it so",
                notes=[Note(rows[meant].name_span, "the parameter")],
            )
