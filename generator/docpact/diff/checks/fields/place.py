"""Members under another name or in another place."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.aliases import aliases, value_aliases
from docpact.contract.model import Property
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level, Suggestion
from docpact.diff.selecting import schema_selector

_SLIP, _GOOD = "properties: {InstanceTyp: {type: string}}", "properties: {InstanceType: {type: string}}"
_BOTH = "properties: {InstanceType: {type: string, x-docpact-aliases: [InstanceTyp]}}"
_FLAT = "properties: {Size: {type: integer}, Disk: {type: object, properties: {Id: {type: string}}}}"
_DEEP = "properties: {Disk: {type: object, properties: {Id: {type: string}, Size: {type: integer}}}}"

RENAMED = Kind(
    "field-renamed",
    Level.BREAKING,
    "A member has another name.",
    "Code that gives or reads it under the old name fails. docpact takes a member that is gone and one that is new for the"
    " same one where the names are spelt alike, or type and description are the same. The change carries an overlay"
    " action that keeps the old name as a deprecated one for one major version.",
    changed=Example("object", _SLIP, _GOOD),
    same=Example("object", "properties: {StartTime: {type: string}}", "properties: {EndTime: {type: string}}"),
)
ALIASED = Kind(
    "field-renamed-with-alias",
    Level.COMPATIBLE,
    "A member has another name, and the old one goes on working in the clients.",
    "The overlay declares the old name (`x-docpact-aliases` on the schema). Clients give and take the member under it, too,"
    " and mark it as deprecated; the new one travels.",
    changed=Example("object", _SLIP, _BOTH),
    same=Example("object", _GOOD, _BOTH),
)
DROPPED = Kind(
    "field-alias-removed",
    Level.BREAKING,
    "An old name of a member is no longer known.",
    "The deprecated name leaves the clients. That is meant to happen, in a major version.",
    changed=Example("object", _BOTH, _GOOD),
    same=Example("object", _BOTH, _BOTH),
)
MOVED = Kind(
    "field-moved",
    Level.BREAKING,
    "A value stands in another place.",
    "Name and type are the same, the way to it is not: code that gives or reads it must take the new way. It is one change,"
    " not a member removed and one added.",
    changed=Example("object", _FLAT, _DEEP),
    same=Example("object", _FLAT, _FLAT),
)


def _find(both: Both[Property]) -> Iterator[Found]:
    old, new = code(both.old_at.subject), code(both.new_at.subject)
    where = both.subject.removeprefix(new)
    if both.moved:
        yield Found(MOVED, f"{old}{where} now stands at {new}.")
    elif both.aliased:
        message = f"{old}{where} is now called {code(both.new.name)}; the old name goes on working."
        yield Found(ALIASED, message, "name")
    elif both.renamed:
        yield Found(RENAMED, f"{old}{where} is now called {code(both.new.name)}.", "name", suggestion=_suggestion(both))
    for alias in aliases(both.old.schema.extensions):
        if alias not in (*aliases(both.new.schema.extensions), both.new.name):
            yield Found(DROPPED, f"{both.subject} is no longer known under its old name {code(alias)}.", "name")


def _suggestion(both: Both[Property]) -> Suggestion | None:
    """The action that keeps the old name; none where the schema keeps old spellings of its values instead."""
    old, new = both.old, both.new
    if value_aliases(new.schema.extensions) or set(old.schema.enum) != set(new.schema.enum):
        return None
    return Suggestion(
        schema_selector(both.new_at),
        {"x-docpact-aliases": [*aliases(old.schema.extensions), old.name]},
        f"{old.name} was renamed to {new.name}; callers of the old name keep working",
    )


CHECKS = (Check(Both, Property, (RENAMED, ALIASED, DROPPED, MOVED), _find),)
