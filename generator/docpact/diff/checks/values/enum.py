"""The valid values of something."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.aliases import value_aliases
from docpact.contract.model import Schema
from docpact.diff.checks._text import read_differently, text_kind
from docpact.diff.checks.wire.signature import signs
from docpact.diff.events import Both, Check, Found, code, listing
from docpact.diff.matching import match_values
from docpact.diff.model import Example, Kind, Level, Suggestion
from docpact.diff.selecting import schema_selector

_A, _AB, _NONE = "{type: string, enum: [Nat]}", "{type: string, enum: [Nat, Slb]}", "{type: string}"
_SLIP, _GOOD = "{type: string, enum: [Associaating]}", "{type: string, enum: [Associating]}"
_ALIAS = "{type: string, enum: [Associating], x-docpact-aliases: {Associating: [Associaating]}}"

ADDED = Kind(
    "enum-value-added",
    Level.COMPATIBLE,
    "There is a further valid value.",
    "Requests may hold every value that they could hold before. Answers may hold a value that code does not expect:"
    " typed enums of the clients accept unknown values, but a `match` over all of them needs a further case.",
    changed=Example("schema", _A, _AB),
    same=Example("schema", _AB, "{type: string, enum: [Slb, Nat]}"),
    response=Level.RISKY,
)
REMOVED = Kind(
    "enum-value-removed",
    Level.BREAKING,
    "A valid value is no longer documented.",
    "Requests with that value are rejected by the client before anything is sent, and its name leaves the generated enum."
    " Answers hold nothing that they could not hold before.",
    changed=Example("schema", _AB, _A),
    same=Example("schema", _AB, _AB),
    response=Level.RISKY,
)
RENAMED = Kind(
    "enum-value-renamed",
    Level.BREAKING,
    "A valid value is spelt differently.",
    "Another text travels, and the member of the generated enum has another name. It is one change, not a value removed"
    " and one added. The change carries an overlay action that keeps the old name as an alias.",
    changed=Example("schema", _SLIP, _GOOD),
    same=Example("schema", "{type: string, enum: [Attached]}", "{type: string, enum: [Detached]}"),
)
ALIASED = Kind(
    "enum-value-renamed-with-alias",
    Level.COMPATIBLE,
    "A valid value is spelt differently, and the old name goes on working in the clients.",
    "The overlay declares it (`x-docpact-aliases: {New: [Old]}` on the schema).",
    changed=Example("schema", _SLIP, _ALIAS),
    same=Example("schema", _GOOD, _ALIAS),
    response=Level.RISKY,
)
UNALIASED = Kind(
    "enum-alias-removed",
    Level.BREAKING,
    "A valid value is no longer known under its old name.",
    "The deprecated name leaves the generated enum. That is meant to happen, in a major version.",
    changed=Example("schema", _ALIAS, _GOOD),
    same=Example("schema", _ALIAS, _ALIAS),
)
INTRODUCED = Kind(
    "enum-introduced",
    Level.BREAKING,
    "The valid values are now listed.",
    "Any text could be given; now the client rejects all but the listed ones, and takes or gives an enum.",
    changed=Example("schema", _NONE, _A),
    same=Example("schema", _A, _AB),
    response=Level.COMPATIBLE,
)
DROPPED = Kind(
    "enum-dropped",
    Level.RISKY,
    "The valid values are no longer listed.",
    "The client accepts any text, and the generated enum goes: code that names its members fails to import.",
    changed=Example("schema", _A, _NONE),
    same=Example("schema", _A, _AB),
)
REORDERED = text_kind(
    "enum-reordered",
    "The valid values are listed in another order.",
    "schema",
    _AB,
    "{type: string, enum: [Slb, Nat]}",
)
WORDS = text_kind(
    "enum-description-changed",
    "The description of a valid value reads differently.",
    "schema",
    "{type: string, enum: [Nat], x-docpact-enum: {Nat: A gateway.}}",
    "{type: string, enum: [Nat], x-docpact-enum: {Nat: A NAT gateway.}}",
)


def _find(both: Both[Schema]) -> Iterator[Found]:
    old, new = both.old, both.new
    kept = value_aliases(new.extensions)
    for value, spellings in value_aliases(old.extensions).items():
        for alias in spellings:
            if alias not in kept.get(value, ()) and alias not in new.enum and value in new.enum:
                message = f"The value {code(value)} of {both.subject} is no longer known as {code(alias)}."
                yield Found(UNALIASED, message, "enum")
    if not old.enum and new.enum:
        only = listing([str(v) for v in new.enum], "or")
        verb = "may now only be" if both.of_argument else "is now documented to be"
        message = f"{both.subject} {verb} {only}; the values were not listed."
        yield Found(INTRODUCED, message, "enum")
        return
    if old.enum and not new.enum:
        yield Found(DROPPED, f"The valid values of {both.subject} are no longer listed.", "enum")
        return
    if signs(both.new_at):
        return
    texts = dict(old.enum_descriptions), dict(new.enum_descriptions)
    matches = match_values(old.enum, new.enum, value_aliases(new.extensions), texts)
    for match in matches:
        if match.old is None:
            yield Found(ADDED, f"{both.subject} {_may(both)} now also be {code(match.new)}.", "enum")
        elif match.new is None:
            yield Found(REMOVED, f"{both.subject} {_may(both)} no longer be {code(match.old)}.", "enum")
        elif match.renamed:
            message = f"The value {code(match.old)} of {both.subject} is now spelt {code(match.new)}"
            if match.aliased:
                yield Found(ALIASED, f"{message}; the old name goes on working.", "enum")
            else:
                yield Found(RENAMED, f"{message}.", "enum", suggestion=_suggestion(both, match.old, match.new))
        elif read_differently(texts[0].get(str(match.old), ""), texts[1].get(str(match.new), "")):
            message = f"The description of the value {code(match.new)} of {both.subject} reads differently."
            yield Found(WORDS, message, "enum", texts[0].get(str(match.old), ""), texts[1].get(str(match.new), ""))
    if old.enum != new.enum and len(matches) == len(old.enum) and all(m.old == m.new for m in matches):
        yield Found(REORDERED, f"The valid values of {both.subject} are listed in another order.", "enum")


def _may(both: Both[Schema]) -> str:
    return "may" if both.of_argument else "can"


def _suggestion(both: Both[Schema], old: object, new: object) -> Suggestion:
    return Suggestion(
        schema_selector(both.new_at),
        {"x-docpact-aliases": {str(new): [str(old)]}},
        f"{old} was renamed to {new}; callers of the old name keep working",
    )


CHECKS = (
    Check(Both, Schema, (ADDED, REMOVED, RENAMED, ALIASED, UNALIASED, INTRODUCED, DROPPED, REORDERED, WORDS), _find),
)
