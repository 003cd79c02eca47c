"""Two rows of the response table describe the same field.

Where they differ, nobody can tell which one is right; where they do not, one is noise.

Bad:

```response
|Colour|String|red|The colour.|
|Colour|String|red|The colour.|
```

Good:

```response
|Colour|String|red|The colour.|
```

Mend: delete one of them. A field of the same name that stands deeper in the answer needs its parent's row above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Row, Subject

CODE = rule("DP723", __name__, Severity.WARNING, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for part in page.layout.response:
        first: dict[tuple[str, str, str, int], Row] = {}
        own = {row.span for row in part.grid.table.rows}
        for row in page.response:
            if row.span not in own:
                continue
            if _holds_others(page, row):
                first.clear()  # what follows may stand inside it
                continue
            key = _key(row)
            if key in first and row.path in ("", first[key].path):
                yield CODE.at(
                    row.span,
                    f"the field `{row.name.text}` is described a second time in the same words",
                    help="delete one of the rows",
                    notes=[Note(first[key].span, "the first one")],
                )
            first.setdefault(key, row)


def _holds_others(page: Subject, row: Row) -> bool:
    kind = page.dialect.type(row.line.text("type"))
    return kind is None or kind.type in ("array", "object", None)


def _key(row: Row) -> tuple[str, str, str, int]:
    return row.name.text, row.text("type").lower(), row.text("description").lower(), row.name.depth
