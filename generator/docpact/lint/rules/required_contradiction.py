"""The `Required` column and the description contradict each other.

The column says No and the description begins with "Required", or the column says Yes and the description begins with
"Optional". Clients follow the column; readers follow the sentence.

Bad:

```request
|Name|String|Yes|blue|Optional. The name of the colour.|
```

Good:

```request
|Name|String|No|blue|Optional. The name of the colour.|
```

Mend: correct whichever is wrong. The word at the start of the description can go: the column says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.understand.markdown import plain

CODE = rule("DP708", __name__, Severity.WARNING, __doc__)

_OPTIONAL = re.compile(
    r"optional[.,:;]|(?:this parameter|it) is optional[.,]?$|(?:可选|选填)[。，,.:：]|非必选", re.IGNORECASE
)
_REQUIRED = re.compile(
    r"required[.,:;]|mandatory[.,:;]|this parameter (?:is required|must be specified)\.|(?:必选|必填)[。，,.:：]",
    re.IGNORECASE,
)


def check(page: Subject) -> Iterator[Diagnostic]:
    for row in page.request:
        required = page.dialect.required(row.line.text("required")) if row.cell("required") else None
        if required is None:
            continue
        text = plain(row.description)
        if (_OPTIONAL if required else _REQUIRED).match(text):
            column, sentence = ("required", "optional") if required else ("optional", "required")
            yield CODE.at(
                row.at("required"),
                f"the column says that `{row.name.text}` is {column}, the description that it is {sentence}",
                help="correct whichever is wrong",
            )
