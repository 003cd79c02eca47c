"""Operations that callers should leave, or need not leave any more."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Operation
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

DEPRECATED = Kind(
    "operation-deprecated",
    Level.COMPATIBLE,
    "An operation is now deprecated.",
    "It works as before; clients mark the method as deprecated.",
    changed=Example("operation", "{}", "deprecated: true"),
    same=Example("operation", "deprecated: true", "deprecated: true"),
)
RESTORED = Kind(
    "operation-undeprecated",
    Level.COMPATIBLE,
    "An operation is no longer deprecated.",
    "Clients drop the mark.",
    changed=Example("operation", "deprecated: true", "{}"),
    same=Example("operation", "deprecated: true", "deprecated: true"),
)


def _find(both: Both[Operation]) -> Iterator[Found]:
    if both.new.deprecated and not both.old.deprecated:
        yield Found(DEPRECATED, f"{code(both.new.name)} is now deprecated.", "deprecated")
    if both.old.deprecated and not both.new.deprecated:
        yield Found(RESTORED, f"{code(both.new.name)} is no longer deprecated.", "deprecated")


CHECKS = (Check(Both, Operation, (DEPRECATED, RESTORED), _find),)
