"""Names of enumerations and error classes: readable, and the same whatever the order of operations and rows."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.contract import lines, openapi
from docpact.contract.model import Body, Contract, ErrorRow, Operation, Parameter, Property, Response, Schema
from docpact.diagnostics import Findings
from docpact.naming.scope import Scope
from docpact.targets.base import Settings
from docpact.targets.python import enums, errors
from docpact.targets.python.target import PythonTarget


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


def test_findings_stand_at_what_they_are_about(tmp_path: Path) -> None:
    key, twice = Property(name="Key", schema=Schema(type="string")), Property(name="key", schema=Schema(type="string"))
    tag = Schema(type="array", items=Schema(type="object", properties=(key, twice)))
    ask = Operation(
        name="Ask",
        parameters=(
            Parameter(name="from", schema=Schema(type="string")),
            Parameter(name="Tag", schema=tag),
            Parameter(name="Kind", schema=Schema(type="string", enum=("Drop", "drop"))),
        ),
        errors=(ErrorRow(status=400, code="Bad.Ink", message="m"), ErrorRow(status=400, code="BadInk", message="m")),
    )
    contract = tmp_path / "c.yaml"
    contract.write_text(openapi.dump(Contract(title="T", version="1", operations=(ask,))), encoding="utf-8")
    findings = Findings()
    settings = Settings(str(contract), None, {}, findings)
    list(PythonTarget().plan(openapi.load(contract.read_text(encoding="utf-8")), settings))
    lines.locate(findings, contract.read_bytes())
    rows = contract.read_text(encoding="utf-8").split("\n")
    found = {(d.code.id, rows[d.span.line - 1].strip()) for d in findings}
    assert found == {
        ("DP401", "- name: from"),
        ("DP403", "- name: Tag"),
        ("DP401", "- name: Kind"),
        ("DP401", "- code: Bad.Ink"),
    }


def test_one_spelling_makes_one_field(make: Callable[[Contract], Any]) -> None:
    members = tuple(Property(name=n, schema=Schema(type="string")) for n in ("key", "Key", "Value"))
    tag = Parameter(name="Tag", schema=Schema(type="array", items=Schema(type="object", properties=members)))
    sdk = make(Contract(title="T", version="1", operations=(Operation(name="Ask", parameters=(tag,)),)))
    assert sdk.Tag(key="a").to_wire() == {"Key": "a"}
    assert "key_2" not in vars(sdk.Tag)


def _tagged(answer: Schema, **extensions: Any) -> Operation:
    """An operation that takes tags and answers with things that have some."""
    label = Property(name="Label", schema=Schema(type="string"))
    sent = Schema(type="array", items=Schema(type="object", properties=(label,)))
    tags = Property(name="Tags", schema=Schema(type="array", items=replace(answer, extensions=extensions)))
    disk = Property(name="Disk", schema=Schema(type="object", properties=(label, tags)))
    return Operation(
        name="ListDisks",
        parameters=(Parameter(name="Tag", schema=sent),),
        response=Response(schema=Schema(type="object", properties=(disk, tags))),
    )


def test_structures_of_one_name_are_called_after_what_holds_them(make: Callable[[Contract], Any]) -> None:
    answer = Schema(type="object", properties=(Property(name="TagKey", schema=Schema(type="string")),))
    sdk = make(Contract(title="T", version="1", operations=(_tagged(answer),)))
    module = importlib.import_module(f"{sdk.__name__}.operations.list_disks")
    assert module.Tag(label="a").to_wire() == {"Label": "a"}
    result = module.ListDisksResult.from_wire({"Disk": {"Tags": [{"TagKey": "b"}]}, "Tags": [{"TagKey": "c"}]})
    assert type(result.disk.tags[0]) is module.DiskTag
    assert type(result.tags[0]) is module.TagItem


def test_the_overlay_names_a_structure_of_the_answer(make: Callable[[Contract], Any]) -> None:
    answer = Schema(type="object", properties=(Property(name="TagKey", schema=Schema(type="string")),))
    operation = _tagged(answer, **{"x-docpact-name": "Label"})
    sdk = make(Contract(title="T", version="1", operations=(operation,)))
    module = importlib.import_module(f"{sdk.__name__}.operations.list_disks")
    assert type(module.ListDisksResult.from_wire({"Tags": [{"TagKey": "c"}]}).tags[0]).__name__ == "LabelItem"


def test_a_structure_that_nothing_tells_apart_is_told(tmp_path: Path) -> None:
    def plan(*wires: str) -> list[str]:
        inner = Schema(type="object", properties=(Property(name="A", schema=Schema(type="string")),))
        members = tuple(Property(name=wire, schema=inner) for wire in wires)
        operation = Operation(name="Ask", response=Response(schema=Schema(type="object", properties=members)))
        findings = Findings()
        contract = Contract(title="T", version="1", operations=(operation,))
        list(PythonTarget().plan(contract, Settings("c.yaml", None, {}, findings)))
        return [d.message for d in findings if "a structure" in d.message]

    assert plan("Box", "box", "_Box") == []
    assert len(plan("Box", "box", "_Box", "Box_")) == 1


def test_a_body_is_called_after_its_operation(make: Callable[[Contract], Any]) -> None:
    ink = Property(name="ink", schema=Schema(type="string", description="The ink:\n\n- black"), required=True)
    body = Body(schema=Schema(type="object", properties=(ink,)), required=True)
    both = tuple(Operation(name=name, method="POST", path=f"/{name}", body=body) for name in ("Draw", "Paint"))
    sdk = make(Contract(title="T", version="1", operations=both))
    assert sdk.DrawBody(ink="black").to_wire() == sdk.PaintBody(ink="black").to_wire() == {"ink": "black"}
    source = Path(importlib.import_module(f"{sdk.__name__}.operations.draw").__file__ or "").read_text(encoding="utf-8")
    assert '"""The ink.\n' in source
