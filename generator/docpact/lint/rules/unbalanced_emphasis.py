"""The bold marks of a cell do not come in pairs.

The page then shows stars, or the rest of the cell in bold.

Bad:

```request
|Colour|String|No|red|The colour. Valid values: **red and **blue**.|
```

Good:

```request
|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|
```

Mend: close what is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP746", __name__, Severity.NOTE, __doc__)

_CODE = re.compile(r"(`+).+?\1", re.DOTALL)
_MARK = re.compile(r"(?<![\\*])\*\*(?!\*)")


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in (*page.request, *page.response):
        cell = row.cell("description")
        if cell is not None and "**" in cell.text and len(_MARK.findall(_CODE.sub("", cell.text))) % 2:
            yield CODE.at(
                cell.span,
                f"the bold marks in the description of `{row.name.text}` do not come in pairs",
                help="close what is open",
            )
