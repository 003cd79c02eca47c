"""The name of a parameter or field is misspelt.

Names go over the wire as they stand here. If only the page is wrong, requests made from it fail or fields are missed; if
the service spells it so, the page has to keep it, and this finding is suppressed with that reason.

Bad:

```response
|Descritpion|String|sunny|What the owner says about it.|
```

Good:

```response
|Description|String|sunny|What the owner says about it.|
```

Mend: look at what the service sends. Correct the page, or keep the name and say so:

    <!-- docpact: ignore misspelt-name (Descritpion) because the service sends it so -->
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Row, Subject

CODE = rule("DP740", __name__, Severity.WARNING, __doc__)


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    counts = Counter(name for page in pages for name in {_last(row) for row in (*page.request, *page.response)})
    twins = spelling.Twins(counts)
    verdicts = {name: _verdict(name, twins) for name in counts}
    for page in pages:
        for row in (*page.request, *page.response):
            if verdict := verdicts.get(_last(row)):
                yield CODE.at(
                    row.name_span,
                    f"the name `{row.name.text}` is misspelt: {verdict}",
                    help="correct it, or suppress this with a reason if the service spells it so",
                )


def _last(row: Row) -> str:
    return row.name.steps[-1].name


def _verdict(name: str, twins: spelling.Twins) -> str:
    known = spelling.misspelt(name)
    if known is not None:
        return f"`{known[0]}` for `{known[1]}`"
    twin = twins.of(name, 8)
    return f"other rows have `{twin}`" if twin is not None else ""
