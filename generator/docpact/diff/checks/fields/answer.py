"""The answer as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docpact.contract.model import Example as AnswerExample
from docpact.contract.model import Response
from docpact.diff.checks._text import read_differently, text_kind
from docpact.diff.checks.service.description import UNPARSED, unread
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_NONE = "'200': {description: Done.}"
_SOME = "'200': {description: Done., content: {application/json: {schema: {type: object}}}}"

DOCUMENTED = Kind(
    "answer-documented",
    Level.COMPATIBLE,
    "The members of an answer are now documented.",
    "Clients give a typed result instead of bare data.",
    changed=Example("responses", _NONE, _SOME),
    same=Example("responses", _SOME, _SOME),
)
UNDOCUMENTED = Kind(
    "answer-no-longer-documented",
    Level.BREAKING,
    "The members of an answer are no longer documented.",
    "Clients give bare data, and code that reads the typed result fails.",
    changed=Example("responses", _SOME, _NONE),
    same=Example("responses", _SOME, _SOME),
)
DESCRIPTION = text_kind(
    "answer-description-changed",
    "The description of an answer reads differently.",
    "responses",
    _NONE,
    _NONE.replace("Done", "Finished"),
)
EXAMPLES = text_kind(
    "answer-example-changed",
    "The example answers of an operation are different.",
    "responses",
    "'200': {description: Done., content: {application/json: {example: {A: 1}}}}",
    "'200': {description: Done., content: {application/json: {example: {A: 2}}}}",
    "The bundled server answers from the examples where it has no behaviour of its own.",
)


def _find(both: Both[Response]) -> Iterator[Found]:
    old, new = both.old, both.new
    if old.schema is None and new.schema is not None:
        yield Found(DOCUMENTED, f"The members of {both.subject} are now documented.", "content")
    if new.schema is None and old.schema is not None:
        yield Found(UNDOCUMENTED, f"The members of {both.subject} are no longer documented.", "content")
    if read_differently(old.description, new.description):
        message = f"The description of {both.subject} reads differently."
        yield Found(DESCRIPTION, message, "description", old.description, new.description)
    if old.examples != new.examples:
        before, now = ("\n".join(map(_written, examples)) for examples in (old.examples, new.examples))
        yield Found(EXAMPLES, f"The examples of {both.subject} are different.", "content", before, now)
    yield from unread(old.unparsed, new.unparsed, both.subject)


def _written(example: AnswerExample) -> str:
    value = example.value
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


CHECKS = (Check(Both, Response, (DOCUMENTED, UNDOCUMENTED, DESCRIPTION, EXAMPLES, UNPARSED), _find),)
