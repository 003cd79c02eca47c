"""What is said about an operation."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Operation
from docpact.diff.checks._text import read_differently, text_kind
from docpact.diff.checks.service.description import UNPARSED, unread
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import SINGLE_PAGE

SUMMARY = text_kind(
    "operation-summary-changed",
    "The summary of an operation reads differently.",
    "operation",
    "summary: Makes a disk.",
    "summary: Creates a disk.",
)
DESCRIPTION = text_kind(
    "operation-description-changed",
    "The description of an operation reads differently.",
    "operation",
    "description: Makes a disk.",
    "description: Creates a disk.",
    "Usage notes and limits stand in the description. What docpact could read from them is compared by itself; what it"
    " could not, only a person can judge, so read the two texts.",
)
PAGE = text_kind(
    "operation-page-moved",
    "The page of an operation stands in another file.",
    "operation",
    "x-docpact-page: pages/a.md",
    "x-docpact-page: pages/b.md",
)
EXAMPLES = text_kind(
    "request-example-changed",
    "The example requests of an operation are different.",
    "operation",
    "x-docpact-request-examples: ['GET /?Size=1']",
    "x-docpact-request-examples: ['GET /?Size=2']",
)


def _find(both: Both[Operation]) -> Iterator[Found]:
    old, new, name = both.old, both.new, code(both.new.name)
    if read_differently(old.summary, new.summary):
        yield Found(SUMMARY, f"The summary of {name} reads differently.", "summary", old.summary, new.summary)
    if read_differently(old.description, new.description):
        yield Found(
            DESCRIPTION,
            f"The description of {name} reads differently.",
            "description",
            old.description,
            new.description,
        )
    alone = SINGLE_PAGE in (old.page, new.page)
    if not (alone or old.page.endswith(new.page) or new.page.endswith(old.page)):
        yield Found(PAGE, f"The page of {name} is now {code(new.page)}.", "x-docpact-page", old.page, new.page)
    if old.request_examples != new.request_examples:
        yield Found(
            EXAMPLES,
            f"The example requests of {name} are different.",
            "x-docpact-request-examples",
            "\n".join(old.request_examples),
            "\n".join(new.request_examples),
        )
    yield from unread(old.unparsed, new.unparsed, name)


CHECKS = (Check(Both, Operation, (SUMMARY, DESCRIPTION, PAGE, EXAMPLES, UNPARSED), _find),)
