"""The value that counts where none is given."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.checks.wire.signature import signs
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

_ONE, _TWO, _NONE = "{type: integer, default: 1}", "{type: integer, default: 2}", "{type: integer}"

INTRODUCED = Kind(
    "default-introduced",
    Level.COMPATIBLE,
    "It is now documented what counts where nothing is given.",
    "The service decides what it does with an absent value, and did so before; clients do not send defaults.",
    changed=Example("schema", _NONE, _ONE),
    same=Example("schema", _ONE, _ONE),
)
DROPPED = Kind(
    "default-dropped",
    Level.RISKY,
    "It is no longer documented what counts where nothing is given.",
    "Calls that leave the value out may behave differently.",
    changed=Example("schema", _ONE, _NONE),
    same=Example("schema", _ONE, _ONE),
)
CHANGED = Kind(
    "default-changed",
    Level.RISKY,
    "Another value counts where nothing is given.",
    "Calls that leave the value out go on working, and do something else. Give the old value where it matters.",
    changed=Example("schema", _ONE, _TWO),
    same=Example("schema", _ONE, _ONE),
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old.default, both.new.default
    if (old is None) == (new is None) and _shown(old) == _shown(new):
        return  # the same, or the same text read as a value of the new type
    if signs(both.new_at) and None not in (old, new) and not both.new.enum:
        return
    if old is None:
        yield Found(INTRODUCED, f"{both.subject} is now documented to default to {_shown(new)}.", "default")
    elif new is None:
        yield Found(DROPPED, f"The default of {both.subject} is no longer documented; it was {_shown(old)}.", "default")
    else:
        yield Found(CHANGED, f"{both.subject} now defaults to {_shown(new)}; it was {_shown(old)}.", "default")


def _shown(value: object) -> str:
    return code(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


CHECKS = (Check(Both, Schema, (INTRODUCED, DROPPED, CHANGED), _find),)
