"""The XML and the JSON example of one answer show different fields.

Both are examples of the same answer; what only one of them has was forgotten in the other, or is misspelt.

Bad:

```response
|Colour|String|red|The colour.|
|Size|Integer|3|The size.|
```

```example
<PaintResponse><Colour>red</Colour><Size>3</Size></PaintResponse>
```

```example
{"Colour": "red"}
```

Good:

```response
|Colour|String|red|The colour.|
|Size|Integer|3|The size.|
```

```example
<PaintResponse><Colour>red</Colour><Size>3</Size></PaintResponse>
```

```example
{"Colour": "red", "Size": 3}
```

Mend: show the same answer in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docpact.diagnostics import Diagnostic, Note, Severity
from docpact.lint.rule import rule
from docpact.lint.subject import Subject
from docpact.pages.model import Fence

CODE = rule("DP721", __name__, Severity.NOTE, __doc__)

_ELEMENT = re.compile(r"<([A-Za-z_][\w.-]*)\s*(/?)>([^<]*)")
# A list or object without members, an empty text and null are nothing in XML.
_KEY = re.compile(r'"([A-Za-z_][\w.-]*)"\s*:(?!\s*(?:\[\s*\]|\{\s*\}|""|null))')


def check(page: Subject) -> Iterator[Diagnostic]:
    xml = [fence for fence in page.layout.answers if fence.text.lstrip().startswith("<")]
    json = [fence for fence in page.layout.answers if fence.text.lstrip()[:1] in ("{", '"')]
    if len(xml) != 1 or len(json) != 1:
        return
    left, right = _elements(xml[0]), {match[1] for match in _KEY.finditer(json[0].text)}
    filled = {m[1] for m in _ELEMENT.finditer(xml[0].text) if m[3].strip()}
    for names, fence, other, what in (
        (sorted((left & filled) - right), xml[0], json[0], "JSON"),
        (sorted(right - left), json[0], xml[0], "XML"),
    ):
        names = [name for name in names if not name.endswith("Response") and name != page.understood.title]
        if names:
            listed = ", ".join(f"`{name}`" for name in names[:6]) + (" …" if len(names) > 6 else "")
            where = page.inside(fence, f'"{names[0]}"' if what == "XML" else f"<{names[0]}>")
            yield CODE.at(
                where,
                f"the {what} example does not show {listed}",
                help="show the same answer in both examples",
                notes=[Note(other.span, f"the {what} example")],
            )


def _elements(fence: Fence) -> set[str]:
    return {match[1] for match in _ELEMENT.finditer(fence.text)}
