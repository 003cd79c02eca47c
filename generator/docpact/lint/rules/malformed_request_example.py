"""A request example is no URL: blanks in it, two question marks, an `&` missing or doubled.

Readers paste examples into a terminal. A blank inside the URL ends it there.

Bad:

```example
https://paint.example.com/? Action=Paint
&Colour=red
```

Good:

```example
https://paint.example.com/?Action=Paint
&Colour=red
```

Mend: correct the URL. Line breaks before `&` are fine: they are how these pages wrap long URLs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Edit, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP713", __name__, Severity.WARNING, __doc__)

_BLANK = re.compile(r"(?<=\?)[ \t\u00a0]+(?=[A-Za-z])")
_DOUBLED = re.compile(r"&&|\?\?|\?&(?=[A-Za-z])")
_GLUED = re.compile(r"^\s*(?!https?)[A-Z][A-Za-z]*(?:\.[A-Za-z0-9]+)*=[^&=\s<>]+\s*$")


def check(page: Subject) -> Iterator[Diagnostic]:
    lines = page.lines
    for fence in page.layout.requests:
        url = False
        for number in range(fence.span.line, min(fence.span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            was_url, url = url, url or "://" in line or "?Action=" in line or "? Action=" in line

            def span(start: int, end: int, number: int = number) -> Span:
                return Span(page.path, number, start + 1, number, end + 1)

            if url:
                for match in _BLANK.finditer(line):
                    where = span(*match.span())
                    yield CODE.at(where, "there is a blank inside this URL", help="delete it", edits=[Edit(where, "")])
                for match in _DOUBLED.finditer(line):
                    yield CODE.at(
                        span(*match.span()), f"`{match[0]}` does not belong in a URL", help="keep one of the two"
                    )
            if was_url and _GLUED.match(line):
                start = len(line) - len(line.lstrip())
                yield CODE.at(
                    span(start, len(line.rstrip())), "this parameter lacks its `&`", help=f"write `&{line.strip()}`"
                )
