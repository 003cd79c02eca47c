"""A link leads to a file or a heading that is not there.

Only links to files beside the page and to headings in it are looked at; nothing is fetched.

Bad:

```page
# Paint

Paints a wall. See [below](#colours) first.

## Colour list {#colour-list}
```

Good:

```page
# Paint

Paints a wall. See [below](#colour-list) first.

## Colour list {#colour-list}
```

Mend: correct the link, or remove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject

CODE = rule("DP750", __name__, Severity.WARNING, __doc__)

_LINK = re.compile(r"(?<!\\)\]\((?P<target>[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_HTML_ID = re.compile(r"""\b(?:id|name)=["']([^"'\s]+)["']""")
_EMPTY_OR_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|~~|/|\$|<|\{")


def check(page: Subject) -> Iterator[Diagnostic]:
    anchors = {heading.id for s in page.page.sections if (heading := s.heading) is not None and heading.id}
    anchors |= {_slug(s.heading.text) for s in page.page.sections if s.heading is not None}
    anchors |= set(_HTML_ID.findall(page.page.text))
    for number, line in enumerate(page.lines, 1):
        if "](" not in line or number in page.code_lines:
            continue
        for match in _LINK.finditer(line):
            target = match["target"]
            span = Span(page.path, number, match.start("target") + 1, number, match.end("target") + 1)
            if not target:
                yield CODE.at(span, "this link leads nowhere: it has no target", help="give it a target")
            elif target.startswith("#"):
                if unquote(target[1:]) not in anchors:
                    yield CODE.at(span, f"no heading of this page is called `{target}`", help="correct the link")
            elif not _EMPTY_OR_ELSEWHERE.match(target) and not _exists(page.path, target):
                yield CODE.at(span, f"there is no file `{unquote(target)}` beside this page", help="correct the link")


def _slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def _exists(path: str, target: str) -> bool:
    name = unquote(target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])
    try:
        # Many repositories write links from their root, which is one of the folders above the page.
        return not name or any((folder / name).exists() for folder in Path(path).absolute().parents)
    except (OSError, ValueError):
        return False
