"""Whether a call changes anything at the service."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Operation
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

READS = Kind(
    "operation-became-read-only",
    Level.COMPATIBLE,
    "A call now changes nothing at the service.",
    "Clients may repeat the call after a failure, and may use it as the question of a waiter.",
    changed=Example("operation", "{}", "x-docpact-read-only: true"),
    same=Example("operation", "x-docpact-read-only: true", "x-docpact-read-only: true"),
)
WRITES = Kind(
    "operation-became-writing",
    Level.RISKY,
    "A call may now change something at the service.",
    "Clients stop repeating the call by themselves after a failure, and callers should not repeat it lightly.",
    changed=Example("operation", "x-docpact-read-only: true", "{}"),
    same=Example("operation", "{}", "{}"),
)


def _find(both: Both[Operation]) -> Iterator[Found]:
    name = code(both.new.name)
    if both.new.read_only and not both.old.read_only:
        yield Found(
            READS, f"{name} is now documented to change nothing, so it is safe to repeat.", "x-docpact-read-only"
        )
    if both.old.read_only and not both.new.read_only:
        yield Found(WRITES, f"{name} may now change something, so it is no longer repeated after a failure.")


CHECKS = (Check(Both, Operation, (READS, WRITES), _find),)
