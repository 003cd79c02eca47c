"""A cell holds a `|` that is not escaped.

Markdown ends the cell there: the page loses the rest of the row when it is shown. docpact reads it as it was meant, other
tools do not.

Bad:

```request
|Colour|String|No|red|The colour. Valid values: **red | blue**.|
```

Good:

```request
|Colour|String|No|red|The colour. Valid values: **red \\| blue**.|
```

Mend: write `\\|`; `--fix` does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Edit, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.pages.model import Cell

CODE = rule("DP745", __name__, Severity.NOTE, __doc__)

_BAR = re.compile(r"(?<!\\)\|")


def check(page: Subject) -> Iterator[Diagnostic]:
    lines = page.lines
    for section in page.page.sections:
        for table in section.tables():
            for row in table.rows:
                for cell in row.cells:
                    if "|" in cell.text:
                        yield from _bars(page, cell, lines)


def _bars(page: Subject, cell: Cell, lines: list[str]) -> Iterator[Diagnostic]:
    in_code = False
    for number in range(cell.span.line, cell.span.end_line + 1):
        line = lines[number - 1]
        if line.lstrip().startswith("```"):
            in_code = not in_code
            continue
        if in_code:
            continue
        start = cell.span.column - 1 if number == cell.span.line else 0
        end = cell.span.end_column - 1 if number == cell.span.end_line else len(line)
        spans = [
            Span(page.path, number, match.start() + 1, number, match.start() + 2)
            for match in _BAR.finditer(line[:end], start)
        ]
        if spans:
            edits = [Edit(span, "\\|") for span in spans]
            yield CODE.at(spans[0], "this `|` ends the cell for Markdown", help="write `\\|`", edits=edits)
