"""Operations that came, went or were renamed."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.aliases import aliases
from docpact.contract.model import Operation
from docpact.diff.events import Added, Both, Check, Found, code
from docpact.diff.events import Removed as Gone
from docpact.diff.model import Example, Kind, Level, Suggestion
from docpact.diff.selecting import selector

_ONE = "/DescribeDisks: {get: {operationId: DescribeDisks, x-docpact-rpc: {action: DescribeDisks, path: /}, responses: {}}}"
_TWO = "/CreateDisk: {get: {operationId: CreateDisk, x-docpact-rpc: {action: CreateDisk, path: /}, responses: {}}}"
_SLIP = (
    "/DescribDisks: {get: {operationId: DescribDisks, x-docpact-rpc: {action: DescribDisks, path: /}, responses: {}}}"
)
_ALIAS = _ONE.replace("responses", "x-docpact-aliases: [DescribDisks], responses")
_PARAMETERS = "parameters: [{name: DiskId, in: query, schema: {type: string}}], responses"

ADDED = Kind(
    "operation-added",
    Level.COMPATIBLE,
    "There is a new operation.",
    "Clients gain a method; nothing that exists changes.",
    changed=Example("paths", f"{{{_ONE}}}", f"{{{_ONE}, {_TWO}}}"),
    same=Example("paths", f"{{{_ONE}, {_TWO}}}", f"{{{_TWO}, {_ONE}}}"),
)
REMOVED = Kind(
    "operation-removed",
    Level.BREAKING,
    "An operation is no longer documented.",
    "The method leaves the clients, and code that calls it fails. If only the page is missing, put it back; if the"
    " operation was renamed without a trace of the old name, declare the alias in the overlay.",
    changed=Example("paths", f"{{{_ONE}, {_TWO}}}", f"{{{_ONE}}}"),
    same=Example("paths", f"{{{_ONE}, {_TWO}}}", f"{{{_TWO}, {_ONE}}}"),
)
RENAMED = Kind(
    "operation-renamed",
    Level.BREAKING,
    "An operation has another name.",
    "Clients call it under a new name, and the service is asked for another action. docpact takes an operation that"
    " is gone and one that is new for the same one where the names are spelt alike or most parameters and errors"
    " are the same. The change carries an overlay action that declares the old name as an alias.",
    changed=Example(
        "paths", f"{{{_SLIP}}}".replace("responses", _PARAMETERS), f"{{{_ONE}}}".replace("responses", _PARAMETERS)
    ),
    same=Example("paths", f"{{{_ONE}}}", f"{{{_ONE}}}"),
)
ALIASED = Kind(
    "operation-renamed-with-alias",
    Level.COMPATIBLE,
    "An operation has another name, and the old one goes on working in the clients.",
    "The overlay declares the old name (`x-docpact-aliases`), so clients keep it, deprecated, for one major version.",
    changed=Example("paths", f"{{{_SLIP}}}", f"{{{_ALIAS}}}"),
    same=Example("paths", f"{{{_ONE}}}", f"{{{_ALIAS}}}"),
)


DROPPED = Kind(
    "operation-alias-removed",
    Level.BREAKING,
    "An operation can no longer be called under its old name.",
    "The deprecated method leaves the clients. That is meant to happen, in a major version.",
    changed=Example("paths", f"{{{_ALIAS}}}", f"{{{_ONE}}}"),
    same=Example("paths", f"{{{_ALIAS}}}", f"{{{_ALIAS}}}"),
)


def _added(event: Added[Operation]) -> Iterator[Found]:
    yield Found(ADDED, f"There is a new operation, {code(event.new.name)}.")


def _removed(event: Gone[Operation]) -> Iterator[Found]:
    yield Found(REMOVED, f"The operation {code(event.old.name)} is no longer documented.")


def _renamed(both: Both[Operation]) -> Iterator[Found]:
    for alias in aliases(both.old.extensions):
        if alias not in (*aliases(both.new.extensions), both.new.name):
            message = f"The operation {code(both.new.name)} can no longer be called under its old name {code(alias)}."
            yield Found(DROPPED, message, "x-docpact-aliases")
    if not both.renamed:
        return
    message = f"The operation {code(both.old.name)} is now called {code(both.new.name)}"
    if both.aliased:
        yield Found(ALIASED, f"{message}; the old name goes on working as a deprecated alias.", "operationId")
        return
    suggestion = Suggestion(
        selector(both.new_at),
        {"x-docpact-aliases": [*aliases(both.old.extensions), both.old.name]},
        f"{both.old.name} was renamed to {both.new.name}; callers of the old name keep working",
    )
    yield Found(RENAMED, f"{message}.", "operationId", suggestion=suggestion)


CHECKS = (
    Check(Added, Operation, (ADDED,), _added),
    Check(Gone, Operation, (REMOVED,), _removed),
    Check(Both, Operation, (RENAMED, ALIASED, DROPPED), _renamed),
)
