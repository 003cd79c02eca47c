"""The type of a value."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Schema
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level
from docpact.diff.walker import wraps

_INTEGER, _NUMBER, _STRING = "type: integer", "type: number", "type: string"
_LIST = "{type: array, items: {type: string}}"
_WRAPPED = "{type: object, properties: {Item: {type: array, items: {type: string}}}}"

CHANGED = Kind(
    "type-changed",
    Level.BREAKING,
    "A value is of another type.",
    "Code that gives or takes the old type fails, when it is checked or when it runs.",
    changed=Example("schema", _STRING, "type: boolean"),
    same=Example("schema", _STRING, _STRING),
)
WIDENED = Kind(
    "type-widened",
    Level.COMPATIBLE,
    "A whole number may now have a fraction.",
    "Requests may hold every value that they could hold before. Of an answer, code that counts on whole numbers breaks.",
    changed=Example("schema", _INTEGER, _NUMBER),
    same=Example("schema", _INTEGER, _STRING),
    response=Level.BREAKING,
)
NARROWED = Kind(
    "type-narrowed",
    Level.BREAKING,
    "A number must now be whole.",
    "Requests with a fraction are rejected. Answers hold nothing that they could not hold before.",
    changed=Example("schema", _NUMBER, _INTEGER),
    same=Example("schema", _NUMBER, _STRING),
    response=Level.COMPATIBLE,
)
STATED = Kind(
    "type-stated",
    Level.RISKY,
    "The type of a value is now documented.",
    "Where nothing was said, clients passed values on as they were; now they check or convert them.",
    changed=Example("schema", "{}", _STRING),
    same=Example("schema", _STRING, _INTEGER),
)
UNSTATED = Kind(
    "type-no-longer-stated",
    Level.RISKY,
    "The type of a value is no longer documented.",
    "Clients stop checking and converting it. Most often the page lost a cell.",
    changed=Example("schema", _STRING, "{}"),
    same=Example("schema", _STRING, _INTEGER),
)
WRAPPED = Kind(
    "list-wrapped",
    Level.BREAKING,
    "A list now stands inside a structure of its own.",
    "What was `Eips[]` is now `Eips.Eip[]`: code that reads or gives the list must take one more step. It is one"
    " change, whatever the items hold.",
    changed=Example("schema", _LIST, _WRAPPED),
    same=Example("schema", _LIST, _LIST),
)
UNWRAPPED = Kind(
    "list-unwrapped",
    Level.BREAKING,
    "A list no longer stands inside a structure of its own.",
    "What was `Eips.Eip[]` is now `Eips[]`: code that reads or gives the list must take one step less.",
    changed=Example("schema", _WRAPPED, _LIST),
    same=Example("schema", _WRAPPED, _WRAPPED),
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old, both.new
    if old.type == new.type:
        return
    if wraps(old, new):
        member = code(new.properties[0].name)
        yield Found(WRAPPED, f"The list {both.subject} now stands one level deeper, in {member}.", "type")
    elif wraps(new, old):
        member = code(old.properties[0].name)
        yield Found(UNWRAPPED, f"The list {both.subject} stands one level higher, no longer in {member}.", "type")
    elif old.type is None:
        yield Found(STATED, f"{both.subject} is now documented to be of type {code(new.type)}.", "type")
    elif new.type is None:
        yield Found(UNSTATED, f"The type of {both.subject} is no longer documented; it was {code(old.type)}.", "type")
    elif (old.type, new.type) == ("integer", "number"):
        yield Found(WIDENED, f"{both.subject} may now have a fraction; it was a whole number.", "type")
    elif (old.type, new.type) == ("number", "integer"):
        yield Found(
            NARROWED, f"{both.subject} {'must now be' if both.of_argument else 'is now'} a whole number.", "type"
        )
    else:
        yield Found(CHANGED, f"{both.subject} is now of type {code(new.type)}; it was {code(old.type)}.", "type")


CHECKS = (Check(Both, Schema, (CHANGED, WIDENED, NARROWED, STATED, UNSTATED, WRAPPED, UNWRAPPED), _find),)
