"""What is said about the service as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Contract
from docpact.diff.checks._text import read_differently, text_kind
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

DESCRIPTION = text_kind(
    "service-description-changed",
    "The description of the service reads differently.",
    "contract",
    "info: {title: Vpc, version: '1', description: Networks.}",
    "info: {title: Vpc, version: '1', description: Virtual networks.}",
)
UNPARSED = Kind(
    "unread-text-changed",
    Level.TEXT,
    "Text that docpact keeps but does not understand is different.",
    "What was not understood stays in the contract as text (`x-docpact-unparsed`). Nothing is generated from it, but it"
    " may hold a promise that only a person can read: look at it.",
    changed=Example("operation", "x-docpact-unparsed: [Only on Sundays.]", "x-docpact-unparsed: [Only on Mondays.]"),
    same=Example("operation", "x-docpact-unparsed: [Only on Sundays.]", "x-docpact-unparsed: [Only on Sundays.]"),
)


def _find(both: Both[Contract]) -> Iterator[Found]:
    if read_differently(both.old.description, both.new.description):
        yield Found(DESCRIPTION, "The description of the service reads differently.", "description")
    if both.old.unparsed != both.new.unparsed:
        yield Found(
            UNPARSED,
            "Text about the service that docpact could not read is different.",
            "x-docpact-unparsed",
            "\n".join(both.old.unparsed),
            "\n".join(both.new.unparsed),
        )


CHECKS = (Check(Both, Contract, (DESCRIPTION, UNPARSED), _find),)
