"""Where a parameter travels, and how it is written there."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Layout, Parameter
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_QUERY = "[{name: Ids, in: query, schema: {type: array, items: {type: string}}}]"
_HEADER = _QUERY.replace("query", "header")
_REPEAT = _QUERY.replace("schema", "x-docpact-repeat: true, schema")
_WRITTEN = {
    Layout.PLAIN: "as one value",
    Layout.REPEAT: "once for each item, with a number",
    Layout.DOTTED: "once for each member, with a dot",
}

LOCATION = Kind(
    "parameter-location-changed",
    Level.BREAKING,
    "A parameter travels in another part of the request.",
    "The service does not find it in the old place. New clients send it right; the signature of the method is the same.",
    changed=Example("parameters", _QUERY, _HEADER),
    same=Example("parameters", _QUERY, _REPEAT),
)
LAYOUT = Kind(
    "parameter-layout-changed",
    Level.BREAKING,
    "A structured parameter is written differently into the request.",
    "Lists travel as one value or as `Ids.1`, `Ids.2`; structures as one value or as `Disk.Size`. The service reads one of them.",
    changed=Example("parameters", _QUERY, _REPEAT),
    same=Example("parameters", _QUERY, _HEADER),
)


def _find(both: Both[Parameter]) -> Iterator[Found]:
    old, new = both.old, both.new
    if old.location is not new.location:
        message = f"{both.subject} now travels in the {new.location.value}; it was the {old.location.value}."
        yield Found(LOCATION, message, "in")
    if old.layout is not new.layout:
        message = f"{both.subject} is now sent {_WRITTEN[new.layout]}; it was sent {_WRITTEN[old.layout]}."
        yield Found(LAYOUT, message, f"x-docpact-{new.layout.value}")


CHECKS = (Check(Both, Parameter, (LOCATION, LAYOUT), _find),)
