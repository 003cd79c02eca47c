"""An example value does not have the format or the pattern that the description states.

Times that are no ISO 8601 times, addresses that are no addresses, names with characters that are not allowed: readers
trust the example more than the sentence.

Bad:

```request
|StartTime|String|No|yesterday|When to begin. The time follows the ISO 8601 standard in the YYYY-MM-DDThh:mm:ssZ format.|
```

Good:

```request
|StartTime|String|No|2026-01-31T08:00:00Z|When to begin. The time follows the ISO 8601 standard in the YYYY-MM-DDThh:mm:ssZ format.|
```

Mend: correct the example, or the sentence that describes the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from docpact.contract.model import Schema
from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import values
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

_TIME = re.compile(r"ISO ?-?8601", re.IGNORECASE)
_DURATION = re.compile(r"duration|interval|period|周期|时长|JSON", re.IGNORECASE)

CODE = rule("DP704", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        why = values.malformed(row.example, _with_format(row.schema, row.description)) if row.schema is not None else ""
        if why:
            yield CODE.at(
                row.at("example"),
                f"the example `{row.example}` of `{row.name.text}` {why}",
                help="correct the example, or the sentence that describes the format",
            )


def _with_format(schema: Schema, description: str) -> Schema:
    """The schema, told that it is one of a time where the description names the standard for times."""
    if (
        schema.format is None
        and schema.type == "string"
        and _TIME.search(description)
        and not _DURATION.search(description)
    ):
        return replace(schema, format="date-time")
    return schema
