"""What an error says."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import ErrorRow
from docpact.diff.checks._text import differ, read_differently, text_kind
from docpact.diff.events import Both, Check, Found, code, words
from docpact.diff.model import Example, Kind, Level

_ROW = "[{{status: 404, code: InvalidDiskId.NotFound, message: '{0}', description: '{1}'}}]"
_OLD = _ROW.format("The disk is not found.", "Check the ID.")

MESSAGE = Kind(
    "error-message-changed",
    Level.RISKY,
    "An error has another message.",
    "The message travels. Code that looks for a piece of it, and dashboards that count it, no longer find it; where one code"
    " has several messages, it decides the `reason`.",
    changed=Example("errors", _OLD, _ROW.format("The disk does not exist.", "Check the ID.")),
    same=Example("errors", _OLD, _ROW.format("The disk is not found.", "Check the disk.")),
)
PUNCTUATION = text_kind(
    "error-message-respelt",
    "The message of an error has another punctuation or case.",
    "errors",
    _OLD,
    _ROW.format("The disk is not found", "Check the ID."),
    "Clients compare messages without regard to case, blanks and a full stop at the end.",
)
DESCRIPTION = text_kind(
    "error-description-changed",
    "The explanation of an error reads differently.",
    "errors",
    _OLD,
    _ROW.format("The disk is not found.", "Check the disk."),
)


def _find(both: Both[ErrorRow]) -> Iterator[Found]:
    old, new = both.old, both.new
    if differ(old.message, new.message):
        kind = PUNCTUATION if _plain(old.message) == _plain(new.message) else MESSAGE
        message = f"The error {both.subject} now says {code(words(new.message))}; it was {code(words(old.message))}."
        yield Found(kind, message, "message")
    if read_differently(old.description, new.description):
        yield Found(DESCRIPTION, f"The explanation of the error {both.subject} reads differently.", "description")


def _plain(text: str) -> str:
    return words(text).rstrip(".").rstrip().casefold()


CHECKS = (Check(Both, ErrorRow, (MESSAGE, PUNCTUATION, DESCRIPTION), _find),)
