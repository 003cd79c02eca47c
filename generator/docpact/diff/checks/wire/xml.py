"""The element names of the XML form, and the status of a success."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Response, Schema
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_ROOT = "'200': {{description: Done., content: {{application/json: {{schema: {{type: object, xml: {{name: {0}}}}}}}}}}}"
_LIST = "{{type: array, items: {{type: string}}, xml: {{name: {0}}}}}"

ROOT = Kind(
    "xml-root-changed",
    Level.RISKY,
    "The root element of the XML answer has another name.",
    "Code that reads JSON does not notice.",
    changed=Example("responses", _ROOT.format("DoItResponse"), _ROOT.format("Answer")),
    same=Example("responses", _ROOT.format("DoItResponse"), _ROOT.format("DoItResponse")),
)
ITEM = Kind(
    "xml-item-name-changed",
    Level.RISKY,
    "The items of a list have another element name in XML.",
    "Code that reads JSON does not notice.",
    changed=Example("schema", _LIST.format("Disk"), _LIST.format("Item")),
    same=Example("schema", _LIST.format("Disk"), _LIST.format("Disk")),
)
STATUS = Kind(
    "success-status-changed",
    Level.RISKY,
    "A success has another HTTP status.",
    "Clients take any 2xx for a success; proxies and hand-written code may not.",
    changed=Example("responses", "'200': {description: Done.}", "'201': {description: Done.}"),
    same=Example("responses", "'200': {description: Done.}", "'200': {description: Finished.}"),
)


def _response(both: Both[Response]) -> Iterator[Found]:
    old, new = both.old, both.new
    if old.status != new.status:
        yield Found(
            STATUS, f"A successful {both.operation} now has the status {new.status}; it was {old.status}.", "status"
        )
    if old.xml_root and new.xml_root and new.xml_root != _under_new_name(old.xml_root, both):
        message = f"The root element of {both.subject} in XML is now {code(new.xml_root)}; it was {code(old.xml_root)}."
        yield Found(ROOT, message, "xml")


def _under_new_name(root: str, both: Both[Response]) -> str:
    """The root element that the name of the operation asks for, where that alone is new."""
    name = both.old_at.operation
    return both.new_at.operation + root.removeprefix(name) if name and root.startswith(name) else root


def _schema(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old.xml_name, both.new.xml_name
    if old != new and not both.of_argument:
        now, before = (f"called {code(name)}" if name else "not named" for name in (new, old))
        yield Found(ITEM, f"In XML, the items of {both.subject} are now {now}; they were {before}.", "xml")


CHECKS = (Check(Both, Response, (ROOT, STATUS), _response), Check(Both, Schema, (ITEM,), _schema))
