"""How an operation is called: style, method, path."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Operation
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_REST = "/disks: {get: {operationId: DoIt, responses: {}}}"
_RPC = "/DoIt: {get: {operationId: DoIt, x-docpact-rpc: {action: DoIt, path: /}, responses: {}}}"

STYLE = Kind(
    "style-changed",
    Level.BREAKING,
    "An operation is called in another style.",
    "In the RPC style the operation is named by `Action`, in the REST style by method and path. Older clients call the wrong way.",
    changed=Example("paths", f"{{{_RPC}}}", f"{{{_REST}}}"),
    same=Example("paths", f"{{{_REST}}}", f"{{{_REST}}}"),
)
METHOD = Kind(
    "method-changed",
    Level.BREAKING,
    "An operation is called with another HTTP method.",
    "The service rejects the old method. Operations of the RPC style answer to GET and POST alike; for them only the page changed,"
    " and the change may be re-levelled.",
    changed=Example("paths", f"{{{_REST}}}", f"{{{_REST.replace('get', 'post')}}}"),
    same=Example("paths", f"{{{_REST}}}", f"{{{_REST}}}"),
)
PATH = Kind(
    "path-changed",
    Level.BREAKING,
    "An operation is called at another path.",
    "The service does not know the old one.",
    changed=Example("paths", f"{{{_REST}}}", f"{{{_REST.replace('/disks', '/v2/disks')}}}"),
    same=Example("paths", f"{{{_REST}}}", f"{{{_REST.replace('get', 'post')}}}"),
)


def _find(both: Both[Operation]) -> Iterator[Found]:
    old, new, name = both.old, both.new, code(both.new.name)
    if old.style is not new.style:
        styles = f"{new.style.value.upper()} style; it was {old.style.value.upper()}"
        yield Found(STYLE, f"{name} is now called in the {styles}.", "x-docpact-rpc")
        return
    if old.method != new.method:
        yield Found(METHOD, f"{name} is now called with {code(new.method)}; it was {code(old.method)}.", "method")
    if old.path != new.path:
        yield Found(PATH, f"{name} is now called at {code(new.path)}; it was {code(old.path)}.", "path")


CHECKS = (Check(Both, Operation, (STYLE, METHOD, PATH), _find),)
