"""The page of common parameters says two different things about one parameter.

A parameter that every call carries is described in one place as a rule, and again in the prose around it. Where the two
disagree about its default, nobody knows what a call without it gets.

Bad:

```page CommonParameters.md
# Common parameters

## Common request parameters

|Name|Type|Required|Description|
|----|----|--------|-----------|
|Format|String|No|The form of the answer. Valid values: JSON \\(default\\) and XML.|

## Common response parameters

Answers are JSON or XML. The default format is XML.
```

Good:

```page CommonParameters.md
# Common parameters

## Common request parameters

|Name|Type|Required|Description|
|----|----|--------|-----------|
|Format|String|No|The form of the answer. Valid values: JSON \\(default\\) and XML.|

## Common response parameters

Answers are JSON or XML. The default format is JSON.
```

Mend: find out which one is true. Clients made by docpact always send such a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docpact.diagnostics import Diagnostic, Note, Severity, Span
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.understand.markdown import plain
from docpact.understand.operations import Kind

CODE = rule("DP771", __name__, Severity.WARNING, __doc__)

_STATED = (
    re.compile(r"\b(JSON|XML)\s*\((?:default|默认)", re.IGNORECASE),
    re.compile(r"default (?:value|format)?\s*(?:is|:)?\s*(JSON|XML)\b", re.IGNORECASE),
    re.compile(
        r"default (?:response |return )?(?:format|value)(?: of [\w ]+)? is (?:the )?(JSON|XML)\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:in|as) (JSON|XML)(?: format)? by default", re.IGNORECASE),
    re.compile(r"默认(?:值|的?(?:返回)?格式)?\s*(?:为|是|：|:)?\s*(JSON|XML)", re.IGNORECASE),
)


def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Span]] = {}
    for page in pages:
        if page.understood.kind is not Kind.COMMON_PARAMETERS:
            continue
        key = page.path.rpartition("/")[0]
        for number, line in enumerate(page.lines, 1):
            text = plain(line)
            for match in (m for pattern in _STATED for m in pattern.finditer(text)):
                value = match[1].upper()
                span = Span(page.path, number, 1, number, len(line.rstrip()) + 1)
                told, where = first.setdefault(key, (value, span))
                if told != value:
                    yield CODE.at(
                        span,
                        f"the default of `Format` is {value} here and {told} elsewhere",
                        help="find out which one is true, and say it once",
                        notes=[Note(where, f"{told} here")],
                    )
                break
