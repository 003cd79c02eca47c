"""Two readings of one operation, such as its English and its Chinese page, compared fact by fact apart from prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from docpact.contract.model import ErrorRow, Operation, Schema

_FACTS = ("minimum", "maximum", "min_length", "max_length", "min_items", "max_items", "pattern", "default", "format")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact on which two readings disagree. `one` and `other` are None where a reading does not have it.

    `source` leads to the place in the `Sources` of either page: ("parameter", "Tag"), ("response", "Parts"), ("errors",).
    """

    source: tuple[str | int, ...]
    path: str
    fact: str
    one: object
    other: object

    def __str__(self) -> str:
        return f"{self.path}: {self.fact} is {self.one!r} here and {self.other!r} there"


def differences(one: Operation, other: Operation) -> Iterator[Difference]:
    """Every fact on which two operations disagree, prose, examples and order left out."""
    for fact in ("name", "style", "method", "path"):
        if getattr(one, fact) != getattr(other, fact):
            yield Difference(("operation",), "operation", fact, getattr(one, fact), getattr(other, fact))
    yield from _parameters(one, other)
    if one.body is not None and other.body is not None:
        yield from _schemas(one.body.schema, other.body.schema, "parameter", "body")
    elif (one.body is None) != (other.body is None):
        yield Difference(("operation",), "body", "presence", one.body is not None, other.body is not None)
    if one.response.schema is not None and other.response.schema is not None:
        yield from _schemas(one.response.schema, other.response.schema, "response", "")
    yield from _errors(one.errors, other.errors)


def _parameters(one: Operation, other: Operation) -> Iterator[Difference]:
    for parameter in one.parameters:
        name = parameter.name
        twin = other.parameter(name)
        place = ("parameter", name)
        if twin is None:
            yield Difference(place, name, "presence", True, None)
            continue
        for fact in ("location", "required", "layout"):
            if getattr(parameter, fact) != getattr(twin, fact):
                yield Difference(place, name, fact, getattr(parameter, fact), getattr(twin, fact))
        yield from _schemas(parameter.schema, twin.schema, "parameter", name)
    for parameter in other.parameters:
        if one.parameter(parameter.name) is None:
            yield Difference(("parameter", parameter.name), parameter.name, "presence", None, True)


def _schemas(one: Schema, other: Schema, kind: str, path: str) -> Iterator[Difference]:
    place = (kind, path)
    if one.type != other.type:
        yield Difference(place, path, "type", one.type, other.type)
    if set(map(str, one.enum)) != set(map(str, other.enum)):
        yield Difference(place, path, "enum", one.enum, other.enum)
    for fact in _FACTS:
        if getattr(one, fact) != getattr(other, fact):
            yield Difference(place, path, fact, getattr(one, fact), getattr(other, fact))
    if one.items is not None and other.items is not None:
        yield from _schemas(one.items, other.items, kind, f"{path}[]")
    for member in one.properties:
        inner = f"{path}.{member.name}" if path else member.name
        twin = other.property(member.name)
        if twin is None:
            yield Difference((kind, inner), inner, "presence", True, None)
            continue
        if member.required != twin.required:
            yield Difference((kind, inner), inner, "required", member.required, twin.required)
        yield from _schemas(member.schema, twin.schema, kind, inner)
    for member in other.properties:
        if one.property(member.name) is None:
            inner = f"{path}.{member.name}" if path else member.name
            yield Difference((kind, inner), inner, "presence", None, True)


def _errors(one: tuple[ErrorRow, ...], other: tuple[ErrorRow, ...]) -> Iterator[Difference]:
    mine, theirs = (Counter((r.status, r.code, " ".join(r.message.split())) for r in rows) for rows in (one, other))
    for row, count in (mine - theirs).items():
        yield Difference(("errors",), f"error {row[1]}", "row", row, None if row not in theirs else count)
    for row, count in (theirs - mine).items():
        yield Difference(("errors",), f"error {row[1]}", "row", None if row not in mine else count, row)
