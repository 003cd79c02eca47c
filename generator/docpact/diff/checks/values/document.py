"""A JSON document inside a text."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_TEXT = "{type: string}"
_JSON = "{type: string, contentMediaType: application/json, contentSchema: {type: object}}"

INTRODUCED = Kind(
    "json-text-introduced",
    Level.RISKY,
    "A text is now documented to hold JSON.",
    "Clients may take or give the value itself, and write and read the JSON.",
    changed=Example("schema", _TEXT, _JSON),
    same=Example("schema", _JSON, _JSON),
)
DROPPED = Kind(
    "json-text-dropped",
    Level.RISKY,
    "A text is no longer documented to hold JSON.",
    "Clients take and give the bare text again.",
    changed=Example("schema", _JSON, _TEXT),
    same=Example("schema", _JSON, _JSON),
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    if both.old.json is None and both.new.json is not None:
        yield Found(INTRODUCED, f"{both.subject} is now documented to hold a JSON document.", "contentSchema")
    if both.new.json is None and both.old.json is not None:
        yield Found(DROPPED, f"{both.subject} is no longer documented to hold a JSON document.", "contentSchema")


CHECKS = (Check(Both, Schema, (INTRODUCED, DROPPED), _find),)
