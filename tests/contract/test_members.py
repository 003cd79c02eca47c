"""Which place in a request a rule means by a name."""

from __future__ import annotations

import pytest

from docpact.contract.members import BODY, place_of, shared
from docpact.contract.model import Body, Layout, Operation, Parameter, Property, Schema, Style


def obj(*required: str, **members: Schema) -> Schema:
    return Schema(
        type="object",
        properties=tuple(Property(name=n, schema=s, required=n in required) for n, s in members.items()),
    )


def many(item: Schema) -> Schema:
    return Schema(type="array", items=item)


TEXT = Schema(type="string")
OPERATION = Operation(
    name="Set",
    style=Style.REST,
    parameters=(
        Parameter(name="Mode", schema=TEXT, required=True),
        Parameter(name="Tag", schema=many(obj("Key", Key=TEXT, Value=TEXT)), layout=Layout.REPEAT),
        Parameter(name="Disk", schema=obj(Size=TEXT, Ids=many(TEXT)), layout=Layout.DOTTED),
        Parameter(name="Plan", schema=Schema(type="string", json=obj(Kind=TEXT))),
        Parameter(name="A.B", schema=TEXT),
    ),
    body=Body(schema=many(obj(source=TEXT, nested=obj(deep=TEXT, Value=TEXT)))),
)


@pytest.mark.parametrize(
    ("name", "argument", "steps"),
    [
        ("Mode", "Mode", ()),
        ("A.B", "A.B", ()),
        ("Tag.N.Key", "Tag", (None, "Key")),
        ("Tag.2.Key", "Tag", (2, "Key")),
        ("Tag.Key", "Tag", (None, "Key")),
        ("Disk.Size", "Disk", ("Size",)),
        ("Disk.Ids.N", "Disk", ("Ids",)),
        ("Plan.Kind", "Plan", ("Kind",)),
        ("Kind", "Plan", ("Kind",)),
        ("source", BODY, (None, "source")),
        ("nested.deep", BODY, (None, "nested", "deep")),
        ("deep", BODY, (None, "nested", "deep")),
    ],
)
def test_names_are_places(name: str, argument: str, steps: tuple[object, ...]) -> None:
    place = place_of(OPERATION, name)
    assert place is not None
    assert (place.argument, place.steps) == (argument, steps)


@pytest.mark.parametrize("name", ["", "Nothing", "Tag.N.Nothing", "Mode.Key", "Value", "Tag.", ".", "Disk.1.Size"])
def test_what_is_nowhere_or_in_two_places_is_none(name: str) -> None:
    assert place_of(OPERATION, name) is None


def test_a_place_knows_what_is_required() -> None:
    assert [bool(p and p.required) for p in (place_of(OPERATION, n) for n in ("Mode", "Tag.N.Key", "Tag.N.Value"))] == [
        True,
        True,
        False,
    ]


def test_the_structure_that_places_share() -> None:
    def length(*names: str) -> int:
        places = [place_of(OPERATION, name) for name in names]
        return shared([place for place in places if place is not None])

    assert length("Tag.N.Key", "Tag.N.Value") == 1
    assert length("Tag.1.Key", "Tag.2.Value") == 0
    assert length("Tag.N.Key", "Mode") == 0
    assert length("nested.deep", "source") == 1
