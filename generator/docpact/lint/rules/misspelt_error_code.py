"""An error code is misspelt, or nearly another code of these pages.

The code is what programs compare. If only the page is wrong, every handler written from it never runs; if the service
itself sends the misspelt code, the page has to keep it, and this finding is suppressed with that reason.

Bad:

```errors
|403|Forbbiden|Not allowed.|The caller may not do this.|
```

Good:

```errors
|403|Forbidden|Not allowed.|The caller may not do this.|
```

Mend: look at what the service sends. Correct the page, or keep the code and say so:

    <!-- docpact: ignore misspelt-error-code (Forbbiden) because the service sends it so -->
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP730", __name__, Severity.WARNING, __doc__)


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    counts = Counter(code for page in pages for code in {line.code for line in page.errors if line.code})
    twins = spelling.Twins(counts)
    verdicts = {code: _verdict(code, twins) for code in counts}
    for page in pages:
        seen: set[str] = set()
        for line in page.errors:
            verdict = verdicts.get(line.code)
            if verdict and line.code not in seen:
                seen.add(line.code)
                yield CODE.at(
                    line.at("code"),
                    f"the error code `{line.code}` is misspelt: {verdict}",
                    help="correct it, or suppress this with a reason if the service sends it so",
                )


def _verdict(code: str, twins: spelling.Twins) -> str:
    known = spelling.misspelt(code)
    if known is not None:
        return f"`{known[0]}` for `{known[1]}`"
    twin = twins.of(code, 3)
    return f"other pages have `{twin}`" if twin is not None else ""
