"""A page holds characters that nobody sees: zero-width spaces, direction marks, non-breaking spaces in names or codes.

A name copied from the page then differs from the real one, and no eye finds out why.

Bad:

```request
|Colour\u200b|String|No|red|The colour.|
```

Good:

```request
|Colour|String|No|red|The colour.|
```

Mend: delete them; `--fix` does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Edit, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP744", __name__, Severity.NOTE, __doc__)

_INVISIBLE = re.compile(
    "[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]+|\u00a0(?=\\s*\\|)|(?<=\\|)\u00a0"
)


def check(page: Subject) -> Iterator[Diagnostic]:
    for number, line in enumerate(page.lines, 1):
        if line.isascii():
            continue
        edits = [
            Edit(Span(page.path, number, match.start() + 1, number, match.end() + 1), " " * (match[0] == "\u00a0"))
            for match in _INVISIBLE.finditer(line)
            if (number, match.start(), match[0]) != (1, 0, "\ufeff")  # a byte order mark
        ]
        if edits:
            names = ", ".join(sorted({f"U+{ord(line[edit.span.column - 1]):04X}" for edit in edits}))
            yield CODE.at(
                edits[0].span, f"this line has invisible characters: {names}", help="delete them", edits=edits
            )
