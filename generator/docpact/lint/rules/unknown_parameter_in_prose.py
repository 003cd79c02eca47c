"""A description speaks of a parameter that no table has.

It was renamed, dropped or misspelt. Rules about it ("required if ... is set") cannot be followed.

Bad:

```request
|Colour|String|No|red|The colour. It is required if the PaintType parameter is set.|
|Paint|String|No|oil|The kind of paint.|
```

Good:

```request
|Colour|String|No|red|The colour. It is required if the Paint parameter is set.|
|Paint|String|No|oil|The kind of paint.|
```

Mend: use the parameter's present name, or describe it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint import requests, spelling
from docpact.lint.rule import rule
from docpact.lint.subject import Row, Subject
from docpact.understand.markdown import plain

CODE = rule("DP741", __name__, Severity.NOTE, __doc__)

_SPOKEN_OF = re.compile(
    r"(?:(?:the|parameter) |参数\s*)?(?P<before>(?<![\w.-])[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+(?:\.[A-Za-z0-9]+)*)(?: parameter(?!s)\b|\s*参数)"
)

_OTHER = re.compile(
    r"\b(?:operation|API|call(?:ing)?|response|returned|action|interface)\b|[A-Z][a-z]+[A-Z]\w* ?(?:接口|返回)|调用"
)


def check(page: Subject) -> Iterator[Diagnostic]:
    operation = page.operation
    if operation is None or not page.request:
        return
    known = {requests.group(row.name.text) for row in page.request} | set(page.names) | requests.PROTOCOL
    known |= {step.name.lower() for row in page.response for step in row.name.steps}
    for row in page.request:
        text = plain(row.description)
        for name in dict.fromkeys(match["before"] for match in _SPOKEN_OF.finditer(text)):
            folded = requests.group(name)
            if (
                folded in known
                or folded.rsplit(".", 1)[-1] in known
                or name == operation.name
                or _is_part(row, name)
                or _elsewhere(text, name)
            ):
                continue
            near = spelling.nearest(name, (r.name.text for r in page.request))
            yield CODE.at(
                row.at("description"),
                f"the description of `{row.name.text}` speaks of the parameter `{name}`, which no table has",
                help=f"did the page mean `{near}`?" if near else "use the parameter's name as the table has it",
            )


def _is_part(row: Row, name: str) -> bool:
    """Whether the row itself describes it, as those that hold JSON describe its members."""
    return (
        name in row.example
        or re.search(rf"^\s*[-*+]\s+[*`]*{re.escape(name)}\b", row.description, re.MULTILINE) is not None
    )


def _elsewhere(text: str, name: str) -> bool:
    """Whether the sentence says that the parameter belongs to another operation or to a response."""
    at = text.find(name)
    before = text.rfind(". ", 0, at)
    sentence = text[before + 2 if before >= 0 else 0 : at + 200].split(". ", maxsplit=1)[0]
    return _OTHER.search(sentence) is not None
