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
from collections import defaultdict
from collections.abc import Iterable, Iterator

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.pages.model import Cell

CODE = rule("DP743", __name__, Severity.NOTE, __doc__)

_CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e][\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e\s]*")


def check(page: Subject) -> Iterator[Diagnostic]:
    if page.understood.language != "en" or page.operation is None:
        return
    examples: dict[int, list[Cell]] = defaultdict(list)
    for row in (*page.request, *page.response):
        cell = row.cell("example")
        if cell is not None and cell.text:
            for number in range(cell.span.line, cell.span.end_line + 1):
                examples[number].append(cell)
    for number, line in enumerate(page.lines, 1):
        if line.isascii() or number in page.code_lines:
            continue
        match = next(
            (m for m in _CHINESE.finditer(line) if not _is_in(examples.get(number, ()), number, m.start() + 1)), None
        )
        if match is not None:
            span = Span(page.path, number, match.start() + 1, number, match.start() + 1 + len(match[0].rstrip()))
            kind = "Chinese text" if re.search("[\u4e00-\u9fff]", match[0]) else "Chinese punctuation"
            yield CODE.at(span, f"{kind} `{match[0].strip()[:30]}` on an English page", help="translate it")


def _is_in(cells: Iterable[Cell], line: int, column: int) -> bool:
    return any((c.span.line, c.span.column) <= (line, column) < (c.span.end_line, c.span.end_column) for c in cells)
