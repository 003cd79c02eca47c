"""A stated minimum is above the stated maximum, so that no value is allowed.

Bad:

```request
|Weight|Integer|No|10|The weight. Valid values: 100 to 1.|
```

Good:

```request
|Weight|Integer|No|10|The weight. Valid values: 1 to 100.|
```

Mend: swap the bounds, or correct the wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.understand.markdown import plain

CODE = rule("DP706", __name__, Severity.WARNING, __doc__)

_RANGE = re.compile(
    r"(?:valid values|value range|values|range|取值|取值范围)\s*[:：]?\s*(-?\d[\d,]*)\s*(?:to|-|~|～|–|至|到)\s*(-?\d[\d,]*)(?![\d-])",
    re.IGNORECASE,
)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        for match in _RANGE.finditer(plain(row.description)):
            low, high = (int(bound.replace(",", "")) for bound in match.groups())
            if low > high:
                yield CODE.at(
                    row.at("description"),
                    f"no value of `{row.name.text}` is both at least {low} and at most {high}",
                    help="swap the bounds, or correct the wrong one",
                )
        schema = row.schema
        if schema is None or schema.min_length is None or schema.max_length is None:
            continue
        if schema.min_length > schema.max_length:
            yield CODE.at(
                row.at("description"),
                f"no value of `{row.name.text}` has at least {schema.min_length} and at most {schema.max_length} characters",
                help="swap the bounds, or correct the wrong one",
            )
