"""Whether a parameter must be given."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Parameter
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_FREE = "[{name: Size, in: query, schema: {type: integer}}]"
_NEED = "[{name: Size, in: query, required: true, schema: {type: integer}}]"

REQUIRED = Kind(
    "parameter-became-required",
    Level.BREAKING,
    "A parameter that could be left out must now be given.",
    "Calls without it are rejected, by the client before anything is sent.",
    changed=Example("parameters", _FREE, _NEED),
    same=Example("parameters", _NEED, _NEED),
)
OPTIONAL = Kind(
    "parameter-became-optional",
    Level.COMPATIBLE,
    "A parameter that had to be given may now be left out.",
    "Calls that give it work as before.",
    changed=Example("parameters", _NEED, _FREE),
    same=Example("parameters", _FREE, _FREE),
)


def _find(both: Both[Parameter]) -> Iterator[Found]:
    if both.new.required and not both.old.required:
        yield Found(REQUIRED, f"{both.subject} must now be given; it could be left out.", "required")
    if both.old.required and not both.new.required:
        yield Found(OPTIONAL, f"{both.subject} may now be left out; it had to be given.", "required")


CHECKS = (Check(Both, Parameter, (REQUIRED, OPTIONAL), _find),)
