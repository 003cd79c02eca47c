"""An error message is misspelt.

Programs should not compare messages, and some do; people search for them. If only the page is wrong, neither finds this
row; if the service sends the misspelt message, the page has to keep it, and this finding is suppressed with that reason.

Bad:

```errors
|403|Forbidden|You are not the owener.|The wall belongs to somebody else.|
```

Good:

```errors
|403|Forbidden|You are not the owner.|The wall belongs to somebody else.|
```

Mend: look at what the service sends. Correct the page, or keep the message and say so:

    <!-- docpact: ignore misspelt-message (owener) because the service sends it so -->
"""

from __future__ import annotations

from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP738", __name__, Severity.NOTE, __doc__)


def check(page: Subject) -> Iterator[Diagnostic]:
    for line in page.errors:
        known = spelling.misspelt(line.message)
        if known is not None:
            yield CODE.at(
                line.at("message"),
                f"this message of `{line.code}` is misspelt: `{known[0]}` for `{known[1]}`",
                help="correct it, or suppress this with a reason if the service sends it so",
            )
