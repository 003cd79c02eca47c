"""Parameters under another name."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.aliases import aliases
from docpact.contract.model import Parameter
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level, Suggestion
from docpact.diff.selecting import selector

_SLIP = "[{name: InstanceTyp, in: query, schema: {type: string}}]"
_GOOD = "[{name: InstanceType, in: query, schema: {type: string}}]"
_BOTH = "[{name: InstanceType, in: query, schema: {type: string}, x-docpact-aliases: [InstanceTyp]}]"
_MIN = "[{name: MinSize, in: query, schema: {type: integer}}]"
_MAX = "[{name: MaxSize, in: query, schema: {type: integer}}]"

RENAMED = Kind(
    "parameter-renamed",
    Level.BREAKING,
    "A parameter has another name.",
    "The argument has a new name in the clients and another one travels. docpact takes a parameter that is gone and one"
    " that is new for the same one where the names are spelt alike, or type and description are the same. The"
    " change carries an overlay action that keeps the old name as a deprecated alias for one major version.",
    changed=Example("parameters", _SLIP, _GOOD),
    same=Example("parameters", _MIN, _MAX),
)
ALIASED = Kind(
    "parameter-renamed-with-alias",
    Level.COMPATIBLE,
    "A parameter has another name, and the old one goes on working in the clients.",
    "The overlay declares the old name (`x-docpact-aliases`). Clients accept it, mark it as deprecated and send the new one.",
    changed=Example("parameters", _SLIP, _BOTH),
    same=Example("parameters", _GOOD, _BOTH),
)
DROPPED = Kind(
    "parameter-alias-removed",
    Level.BREAKING,
    "An old name of a parameter is no longer accepted.",
    "The deprecated alias leaves the clients. That is meant to happen, in a major version.",
    changed=Example("parameters", _BOTH, _GOOD),
    same=Example("parameters", _BOTH, _BOTH),
)


def _find(both: Both[Parameter]) -> Iterator[Found]:
    old, new = both.old, both.new
    if both.renamed and both.aliased:
        message = f"{code(old.name)} of {both.operation} is now called {code(new.name)}; the old name goes on working."
        yield Found(ALIASED, message, "name")
    elif both.renamed:
        yield Found(
            RENAMED,
            f"{code(old.name)} of {both.operation} is now called {code(new.name)}.",
            "name",
            suggestion=Suggestion(
                selector(both.new_at),
                {"x-docpact-aliases": [*aliases(old.extensions), old.name]},
                f"{old.name} was renamed to {new.name}; callers of the old name keep working",
            ),
        )
    for alias in aliases(old.extensions):
        if alias not in (*aliases(new.extensions), new.name):
            yield Found(
                DROPPED, f"{both.subject} is no longer accepted under its old name {code(alias)}.", "x-docpact-aliases"
            )


CHECKS = (Check(Both, Parameter, (RENAMED, ALIASED, DROPPED), _find),)
