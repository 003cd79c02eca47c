"""Names of enumerations and error classes: readable, and the same whatever the order of operations and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.contract.model import ErrorRow, Operation, Parameter, Property, Response, Schema
from docpact.naming.scope import Scope
from docpact.targets.python import enums, errors


def asks(name: str, parameter: str, *values: str, chosen: str = "") -> Operation:
    """An operation with one parameter of documented values; `chosen` is a name that the overlay gives it."""
    extensions = {"x-docpact-name": chosen} if chosen else {}
    schema = Schema(type="string", enum=values)
    return Operation(name=name, parameters=(Parameter(name=parameter, schema=schema, extensions=extensions),))


def answers(name: str, *path: str, values: Sequence[str]) -> Operation:
    """An operation that answers with documented values at a path."""
    schema = Schema(type="string", enum=tuple(values))
    for step in reversed(path):
        schema = Schema(type="object", properties=(Property(name=step, schema=schema),))
    return Operation(name=name, response=Response(schema=schema))


def named(*operations: Operation) -> dict[frozenset[str], str]:
    """The name of each enumeration, by its values."""
    found = enums.collect((o, [place for place, _ in enums.places_of(o)]) for o in operations)
    return {frozenset(enum.members): str(enum.name) for enum in found.all}


def test_what_only_wraps_gives_no_name() -> None:
    assert named(answers("ListPipelines", "Result", "type", values=["a"])) == {frozenset("a"): "PipelineType"}
    assert named(answers("ListPipelines", "Data", "Items", "Node", "type", values=["a"])) == {
        frozenset("a"): "NodeType"
    }


def test_words_are_not_said_twice() -> None:
    assert named(asks("UpgradeEngineVersion", "version", "a")) == {frozenset("a"): "EngineVersion"}


def test_enumerations_of_one_name_are_called_after_their_operations() -> None:
    pair = asks("ResizeDisk", "DiskType", "a"), asks("CreateDisk", "DiskType", "b")
    # The owner says nothing new here, and nothing decides between the two: nobody has the plain name.
    assert named(*pair) == {frozenset("a"): "ResizeDiskType", frozenset("b"): "CreateDiskType"}
    one = asks("ListPipelines", "ResultType", "a"), asks("GetTask", "ResultType", "b")
    assert named(*one) == {frozenset("a"): "PipelineResultType", frozenset("b"): "TaskResultType"}


def test_a_newcomer_takes_no_name_from_what_is_used_more() -> None:
    known = asks("CreateDisk", "DiskType", "a"), asks("ListDisks", "DiskType", "a")
    assert named(*known) == {frozenset("a"): "DiskType"}
    assert named(asks("AddDisk", "DiskType", "z"), *known)[frozenset("a")] == "DiskType"


def test_the_name_that_the_overlay_chose_is_kept() -> None:
    chosen = asks("CreateDisk", "Kind", "a", chosen="DiskType")
    schema = replace(chosen.parameters[0].schema, extensions={"x-docpact-name": "DiskType"})
    chosen = replace(chosen, parameters=(replace(chosen.parameters[0], schema=schema),))
    others = asks("ListDisks", "DiskType", "b"), asks("AddDisk", "DiskType", "b")
    names = named(*others, chosen)
    assert names[frozenset("a")] == "DiskType"
    assert names[frozenset("b")] == "AddDiskType"


_OPERATIONS = [
    asks("CreateDisk", "DiskType", "a", "b"),
    asks("ResizeDisk", "DiskType", "c"),
    asks("ListDisks", "DiskType", "b"),
    asks("ListPipelines", "type", "x"),
    answers("GetPipeline", "Result", "type", values=["y"]),
    answers("ListTasks", "Result", "type", values=["w"]),
    asks("GetTask", "Task", "q"),
    answers("ListDiskTypes", "Result", "DiskType", values=["d"]),
]


@given(order=st.permutations(_OPERATIONS))
def test_names_do_not_depend_on_the_order_of_operations(order: Sequence[Operation]) -> None:
    assert named(*order) == named(*_OPERATIONS)


def test_a_number_is_left_to_what_nothing_tells_apart() -> None:
    twice = (Parameter(name="type", schema=Schema(enum=("a",))), Parameter(name="Type", schema=Schema(enum=("b",))))
    names = named(Operation(name="GetTask", parameters=twice))
    assert sorted(names.values()) == ["GetTaskType", "GetTaskType_2"]


CODES = ["InvalidId.NotFound", "Invalid.Id.NotFound", "InvalidID.NotFound", "INVALID_ID_NOT_FOUND", "InvalidParameter"]


@given(order=st.permutations([*CODES, "Invalid.Parameter"]))
def test_codes_of_the_same_words_are_spelled_as_on_the_wire(order: Sequence[str]) -> None:
    found = errors.collect([("Op", [ErrorRow(status=400, code=code, message="m") for code in order])], [])
    assert {code: str(kind.name) for code, kind in found.by_code.items()} == {
        "InvalidId.NotFound": "InvalidIdNotFound",
        "Invalid.Id.NotFound": "Invalid_Id_NotFound",
        "InvalidID.NotFound": "InvalidID_NotFound",
        "INVALID_ID_NOT_FOUND": "INVALID_ID_NOT_FOUND",
        "InvalidParameter": "InvalidParameterError",
        "Invalid.Parameter": "Invalid_Parameter",
    }
    assert {renamed.wire for renamed in found.scope.renamed} == {*CODES, "Invalid.Parameter"} - {
        "InvalidId.NotFound",
        "InvalidParameter",
    }


@pytest.mark.parametrize(("instead", "given_"), [("A_B", "A_B"), ("", "Ab_2"), ("1x", "Ab_2"), ("Ab", "Ab_2")])
def test_a_scope_takes_the_other_name_before_a_number(instead: str, given_: str) -> None:
    scope = Scope()
    scope.give("ab", "Ab")
    assert scope.give("a.b", "Ab", instead=instead) == given_
