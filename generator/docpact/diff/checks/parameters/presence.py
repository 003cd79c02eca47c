"""Parameters that came or went."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Parameter
from docpact.diff.events import Added, Check, Found
from docpact.diff.events import Removed as Gone
from docpact.diff.model import Example, Kind, Level

_SIZE = "{name: Size, in: query, schema: {type: integer}}"
_ZONE = "{name: ZoneId, in: query, schema: {type: string}}"
_NEED = "{name: ZoneId, in: query, required: true, schema: {type: string}}"

REQUIRED = Kind(
    "required-parameter-added",
    Level.BREAKING,
    "There is a new parameter, and every call must give it.",
    "Calls written against the old documentation do not send it and are rejected. If the service accepts calls without"
    " it, the page is wrong: mark the parameter as optional.",
    changed=Example("parameters", f"[{_SIZE}]", f"[{_SIZE}, {_NEED}]"),
    same=Example("parameters", f"[{_SIZE}]", f"[{_SIZE}, {_ZONE}]"),
)
OPTIONAL = Kind(
    "optional-parameter-added",
    Level.COMPATIBLE,
    "There is a new parameter that may be given.",
    "Calls without it work as before.",
    changed=Example("parameters", f"[{_SIZE}]", f"[{_SIZE}, {_ZONE}]"),
    same=Example("parameters", f"[{_SIZE}, {_ZONE}]", f"[{_ZONE}, {_SIZE}]"),
)
REMOVED = Kind(
    "parameter-removed",
    Level.BREAKING,
    "A parameter is no longer documented.",
    "It leaves the signature of the method, and code that gives it fails. If it has a new name that docpact did not"
    " recognise, declare the old one in the overlay (`x-docpact-aliases`).",
    changed=Example("parameters", f"[{_SIZE}, {_ZONE}]", f"[{_SIZE}]"),
    same=Example("parameters", f"[{_SIZE}, {_ZONE}]", f"[{_ZONE}, {_SIZE}]"),
)


def _added(event: Added[Parameter]) -> Iterator[Found]:
    if event.new.required:
        yield Found(
            REQUIRED, f"Every call of {event.operation} must now give {event.subject.split(' of ')[0]}, which is new."
        )
    else:
        yield Found(OPTIONAL, f"{event.operation} now takes {event.subject.split(' of ')[0]}, which may be left out.")


def _removed(event: Gone[Parameter]) -> Iterator[Found]:
    yield Found(REMOVED, f"{event.operation} no longer takes {event.subject.split(' of ')[0]}.")


CHECKS = (
    Check(Added, Parameter, (REQUIRED, OPTIONAL), _added),
    Check(Gone, Parameter, (REMOVED,), _removed),
)
