"""Where the values of a request stand: its parameters, the members of structures, and those of a body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docpact.contract.members import BODY, Place, Step
from docpact.contract.model import Layout, Operation, Parameter, Property, Schema


@dataclass(frozen=True, slots=True)
class Spot:
    """One place for a value.

    `parameter` is the row that tells of it; a member of a body has one of its own. `name` is how reports and requests
    call it, `Tag.1.Key` or `body.node.spec`, and `place` where it stands.
    """

    parameter: Parameter
    name: str
    place: Place

    @property
    def schema(self) -> Schema:
        return self.place.schema

    @property
    def required(self) -> bool:
        """Whether it must be given wherever the structure that holds it is."""
        return self.place.required

    @property
    def in_body(self) -> bool:
        return self.place.argument == BODY

    @property
    def documented(self) -> str:
        """What the fact is called that the pages document: the parameter, or the member of a body."""
        return self.name if self.in_body else self.parameter.name

    @property
    def is_member(self) -> bool:
        """Whether it is a member of something, and no parameter by itself."""
        return any(isinstance(step, str) for step in self.place.steps)


def scalars(operation: Operation) -> Iterator[Spot]:
    """Every scalar of a request."""
    for spot in spots(operation):
        if spot.schema.type not in ("array", "object"):
            yield spot


def members(operation: Operation) -> Iterator[Spot]:
    """Every member of a structure of a request, of the body too."""
    return (spot for spot in spots(operation) if spot.is_member)


def spots(operation: Operation) -> Iterator[Spot]:
    """Every place of a request, structures before their members. Lists stand for their first item.

    What travels as one text, a list joined by commas or a document in a string, is one place.
    """
    for parameter in operation.arguments:
        top = Spot(parameter, parameter.name, Place(parameter.name, (), parameter.schema, parameter.required))
        yield top
        if parameter.layout is not Layout.PLAIN:
            yield from _below(top)
    if operation.body is not None:
        schema = operation.body.schema
        whole = Parameter(name="body", schema=schema, description=operation.body.description)
        yield from _below(Spot(whole, "body", Place(BODY, (), schema)))


def _below(spot: Spot) -> Iterator[Spot]:
    schema = spot.schema
    if schema.type == "array" and schema.items is not None:
        item = _at(spot, f"{spot.name}.1", None, schema.items, False)
        if item.schema.type not in ("array", "object"):
            yield item
        yield from _below(item)
    for member in schema.properties:
        found = _at(spot, f"{spot.name}.{member.name}", member.name, member.schema, member.required)
        found = Spot(_row(member), found.name, found.place) if spot.in_body else found
        yield found
        yield from _below(found)


def _at(spot: Spot, name: str, step: Step, schema: Schema, required: bool) -> Spot:
    return Spot(spot.parameter, name, Place(spot.place.argument, (*spot.place.steps, step), schema, required))


def _row(member: Property) -> Parameter:
    """The row of a body's member."""
    schema = member.schema
    return Parameter(
        name=member.name,
        schema=schema,
        required=member.required,
        description=schema.description,
        example=schema.example,
        deprecated=schema.deprecated,
    )
