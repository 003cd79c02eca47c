"""A page in English holds Chinese text.

Most readers of the page cannot read it: a translation was forgotten, or full-width punctuation slipped in.

Bad:

```request
|Colour|String|No|red|The 颜色 of the wall.|
```

Good:

```request
|Colour|String|No|red|The colour of the wall.|
```

Mend: translate it. Text that is Chinese on purpose, as in an example value, is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.pages.model import Cell, Fence

CODE = rule("DP743", __name__, Severity.NOTE, __doc__)

_CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e][\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e\s]*")


def check(page: Subject) -> Iterator[Diagnostic]:
    if page.understood.language != "en" or page.operation is None:
        return
    skipped: set[int] = set()
    for section in page.page.sections:
        for block in section.blocks:
            if isinstance(block, Fence):
                skipped.update(range(block.span.line, block.span.end_line + 1))
    examples = {cell for row in (*page.request, *page.response) if (cell := row.cell("example")) is not None}
    for number, line in enumerate(page.page.text.split("\n"), 1):
        if line.isascii() or number in skipped:
            continue
        match = next((m for m in _CHINESE.finditer(line) if not _in_example(number, m.start() + 1, examples)), None)
        if match is not None:
            span = Span(page.path, number, match.start() + 1, number, match.start() + 1 + len(match[0].rstrip()))
            kind = "Chinese text" if re.search("[\u4e00-\u9fff]", match[0]) else "Chinese punctuation"
            yield CODE.at(span, f"{kind} `{match[0].strip()[:30]}` on an English page", help="translate it")


def _in_example(line: int, column: int, cells: set[Cell]) -> bool:
    return any((c.span.line, c.span.column) <= (line, column) < (c.span.end_line, c.span.end_column) for c in cells)
