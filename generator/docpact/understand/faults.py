"""Where an example breaks, and why: the place that a JSON or an XML parser stumbles over."""

from __future__ import annotations

import json
from xml.parsers import expat

from docpact.diagnostics import Span
from docpact.pages.model import Fence, Page


def fault(page: Page, fence: Fence, what: str) -> tuple[Span, str]:
    """The place of the first fault in a code block that is no sound JSON or XML, and what is wrong there.

    Where no parser finds fault, the whole block and nothing.
    """
    text = fence.text.lstrip()
    found = _json(text) if what == "JSON" else _xml(text)
    if found is None:
        return fence.span, ""
    line, column, why = found
    lines = page.text.split("\n")
    ticked = lines[fence.span.line - 1].lstrip().startswith(("```", "~~~"))
    number = fence.span.line + ticked + fence.text[: len(fence.text) - len(text)].count("\n") + line - 1
    if number > min(fence.span.end_line, len(lines)):
        return fence.span, why
    shown = lines[number - 1].rstrip("\r")
    body = text.split("\n")[line - 1]
    start = min(shown.find(body.strip()) if line == 1 else len(shown) - len(body), len(shown)) + column
    start = min(max(start, 1), len(shown) + 1)
    return Span(page.path, number, start, number, min(start + 1, len(shown) + 1)), why


def _json(text: str) -> tuple[int, int, str] | None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno, error.colno, error.msg[:1].lower() + error.msg[1:]
    except RecursionError:
        return 1, 1, "it is nested too deeply"
    return None


def _xml(text: str) -> tuple[int, int, str] | None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse  # entities are declared there, and none is ever expanded
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1, expat.errors.messages[error.code]
    except _DoctypeError:
        return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, "it declares a document type"
    return None


class _DoctypeError(Exception):
    pass


def _refuse(*_: object) -> None:
    raise _DoctypeError
