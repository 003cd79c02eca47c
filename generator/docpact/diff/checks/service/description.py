"""What is said about the service as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    yield from unread(both.old.unparsed, both.new.unparsed, "the service")


def unread(old: Sequence[str], new: Sequence[str], what: str) -> Iterator[Found]:
    """Whether the text about something that is kept unread reads differently."""
    before, now = "\n".join(old), "\n".join(new)
    if read_differently(before, now):
        message = f"Text about {what} that docpact could not read is different."
        yield Found(UNPARSED, message, "x-docpact-unparsed", before, now)


CHECKS = (Check(Both, Contract, (DESCRIPTION, UNPARSED), _find),)
