"""Parameters that callers should leave, or need not leave any more."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Parameter
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_PLAIN = "[{name: Size, in: query, schema: {type: integer}}]"
_OLD = "[{name: Size, in: query, deprecated: true, schema: {type: integer}}]"

DEPRECATED = Kind(
    "parameter-deprecated",
    Level.COMPATIBLE,
    "A parameter is now deprecated.",
    "It works as before; clients mark the argument.",
    changed=Example("parameters", _PLAIN, _OLD),
    same=Example("parameters", _OLD, _OLD),
)
RESTORED = Kind(
    "parameter-undeprecated",
    Level.COMPATIBLE,
    "A parameter is no longer deprecated.",
    "Clients drop the mark.",
    changed=Example("parameters", _OLD, _PLAIN),
    same=Example("parameters", _OLD, _OLD),
)


def _find(both: Both[Parameter]) -> Iterator[Found]:
    if both.new.deprecated and not both.old.deprecated:
        yield Found(DEPRECATED, f"{both.subject} is now deprecated.", "deprecated")
    if both.old.deprecated and not both.new.deprecated:
        yield Found(RESTORED, f"{both.subject} is no longer deprecated.", "deprecated")


CHECKS = (Check(Both, Parameter, (DEPRECATED, RESTORED), _find),)
