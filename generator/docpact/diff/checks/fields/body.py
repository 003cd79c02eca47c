"""The body of a request."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Body
from docpact.diff.checks._text import read_differently, text_kind
from docpact.diff.events import Added, Both, Check, Found, code
from docpact.diff.events import Removed as Gone
from docpact.diff.model import Example, Kind, Level

_FREE = "content: {application/json: {schema: {type: object}}}"
_NEED = "required: true\n" + _FREE

REQUIRED = Kind(
    "required-body-added",
    Level.BREAKING,
    "A request must now have a body.",
    "Calls without one are rejected.",
    changed=Example("body", "", _NEED),
    same=Example("body", "", _FREE),
)
ADDED = Kind(
    "optional-body-added",
    Level.COMPATIBLE,
    "A request may now have a body.",
    "Calls without one work as before.",
    changed=Example("body", "", _FREE),
    same=Example("body", _FREE, _FREE),
)
REMOVED = Kind(
    "body-removed",
    Level.BREAKING,
    "A request no longer has a body.",
    "What callers gave in it no longer arrives.",
    changed=Example("body", _FREE, ""),
    same=Example("body", _FREE, _FREE),
)
BECAME_REQUIRED = Kind(
    "body-became-required",
    Level.BREAKING,
    "The body of a request could be left out and must now be there.",
    "Calls without one are rejected.",
    changed=Example("body", _FREE, _NEED),
    same=Example("body", _NEED, _NEED),
)
BECAME_OPTIONAL = Kind(
    "body-became-optional",
    Level.COMPATIBLE,
    "The body of a request may now be left out.",
    "Calls with one work as before.",
    changed=Example("body", _NEED, _FREE),
    same=Example("body", _FREE, _FREE),
)
MEDIA_TYPE = Kind(
    "body-media-type-changed",
    Level.BREAKING,
    "The body of a request is written in another notation.",
    "The service does not read a body of the old media type.",
    changed=Example("body", _FREE, "content: {text/plain: {schema: {type: object}}}"),
    same=Example("body", _FREE, _NEED),
)
WORDS = text_kind(
    "body-description-changed",
    "The description of a body reads differently.",
    "body",
    "description: The disk.\n" + _FREE,
    "description: The new disk.\n" + _FREE,
)


def _added(event: Added[Body]) -> Iterator[Found]:
    if event.new.required:
        yield Found(REQUIRED, f"Every call of {event.operation} must now have a body.")
    else:
        yield Found(ADDED, f"Calls of {event.operation} may now have a body.")


def _removed(event: Gone[Body]) -> Iterator[Found]:
    yield Found(REMOVED, f"Calls of {event.operation} no longer have a body.")


def _changed(both: Both[Body]) -> Iterator[Found]:
    old, new = both.old, both.new
    if new.required and not old.required:
        yield Found(BECAME_REQUIRED, f"{_the(both)} must now be there; it could be left out.", "required")
    if old.required and not new.required:
        yield Found(BECAME_OPTIONAL, f"{_the(both)} may now be left out.", "required")
    if old.media_type != new.media_type:
        yield Found(
            MEDIA_TYPE,
            f"{_the(both)} is now written as {code(new.media_type)}; it was {code(old.media_type)}.",
            "content",
        )
    if read_differently(old.description, new.description):
        yield Found(WORDS, f"The description of {both.subject} reads differently.", "description")


def _the(both: Both[Body]) -> str:
    return both.subject[0].upper() + both.subject[1:]


CHECKS = (
    Check(Added, Body, (REQUIRED, ADDED), _added),
    Check(Gone, Body, (REMOVED,), _removed),
    Check(Both, Body, (BECAME_REQUIRED, BECAME_OPTIONAL, MEDIA_TYPE, WORDS), _changed),
)
