"""Where in a request the names of a rule stand.

Rules name things as pages do: an argument, `Disk.Size`, `Tag.N.Key` for each item of a list, `Filter.1.Value` for one of them,
or a member of the body by its bare name. Everything that checks rules asks here, so that all mean the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from docpact.contract.model import Operation, Rule, Schema

Step: TypeAlias = "str | int | None"
"""A member's name, the number of an item (from 1), or None for each item."""

BODY = "(body)"
"""What stands for the body where an argument's name is wanted. No parameter is called so."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a request: an argument, or `BODY`, and the steps from it to the value.

    `required` says that what is there is required by itself, wherever the structure that holds it is given.
    """

    argument: str
    steps: tuple[Step, ...]
    schema: Schema
    required: bool = False


def place_of(operation: Operation, name: str) -> Place | None:
    """The place that a rule of the operation means by a name; None where it means none, or one of several."""
    exact = next((p for p in operation.arguments if p.name == name), None)
    if exact is not None:
        return Place(name, (), exact.schema, exact.required)
    arguments = [(p.name, p.schema) for p in operation.arguments]
    if not name:
        return None
    for wire, schema in arguments:
        if name.startswith(f"{wire}."):
            place = _walk(wire, schema, name[len(wire) + 1 :].split("."))
            if place is not None:
                return place
    roots = arguments if operation.body is None else [*arguments, (BODY, operation.body.schema)]
    if operation.body is not None:
        place = _walk(BODY, operation.body.schema, name.split("."))
        if place is not None:
            return place
    found = [place for wire, schema in roots for place in _named(wire, schema, (), name)]
    return found[0] if len(found) == 1 else None


def places_of(operation: Operation, rule: Rule) -> dict[str, Place] | None:
    """The places of all names in a rule; None where one of them is not certain."""
    found: dict[str, Place] = {}
    for name in (rule.parameter, *rule.others, *(condition.parameter for condition in rule.when)):
        place = place_of(operation, name)
        if place is None:
            return None
        found[name] = place
    return found


def shared(places: Sequence[Place]) -> int:
    """How many steps the places have in common before the last: the structure that a rule is about as a whole."""
    if len({place.argument for place in places}) != 1:
        return 0
    length = 0
    for steps in zip(*(place.steps[:-1] for place in places), strict=False):
        if len(set(steps)) != 1:
            break
        length += 1
    return length


def _walk(argument: str, schema: Schema, parts: Sequence[str]) -> Place | None:
    """On from an argument by the parts of a flat name. Lists may be named with an index or without."""
    steps: list[Step] = []
    required = False
    for part in parts:
        schema = schema.json or schema
        if schema.type == "array" and schema.items is not None:
            schema = schema.items
            if part.isdecimal() or (len(part) == 1 and part.isalpha() and schema.property(part) is None):
                steps.append(int(part) if part.isdecimal() else None)
                continue
            steps.append(None)
        member = schema.property(part)
        if member is None:
            return None
        steps.append(part)
        schema, required = member.schema, member.required
    while steps and not isinstance(steps[-1], str):  # `Ids.N` is given where the list is
        steps.pop()
    return Place(argument, tuple(steps), schema, required) if steps else None


def _named(argument: str, schema: Schema, steps: tuple[Step, ...], name: str) -> Iterator[Place]:
    """Every member of that name below a schema."""
    schema = schema.json or schema
    if schema.items is not None:
        yield from _named(argument, schema.items, (*steps, None), name)
    for member in schema.properties:
        if member.name == name:
            yield Place(argument, (*steps, name), member.schema, member.required)
        yield from _named(argument, member.schema, (*steps, member.name), name)


def body_name(operation: Operation) -> str:
    """What the body is called among an operation's arguments: `body`, or `(body)` where an argument has that name."""
    return BODY if any(parameter.name == "body" for parameter in operation.arguments) else "body"
