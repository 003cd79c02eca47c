"""Rules that name members of structures are checked in each item, and a problem says in which one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from things import obj, text

from docpact.contract.model import (
    Body,
    Condition,
    Contract,
    ErrorRow,
    Layout,
    Operation,
    Parameter,
    Property,
    Rule,
    RuleKind,
    Schema,
    Style,
)

RULES = (
    Rule(kind=RuleKind.REQUIRES, parameter="Tag.N.Value", others=("Tag.N.Key",), says="A value needs a key."),
    Rule(kind=RuleKind.EXCLUSIVE, parameter="Disk.Size", others=("Disk.SnapshotId",)),
    Rule(kind=RuleKind.REQUIRED_IF, parameter="Pool.Id", when=(Condition(parameter="Pool.Match", values=("Target",)),)),
    Rule(kind=RuleKind.ANY_OF, parameter="Filter.1.Key", others=("Filter.1.Name",)),
    Rule(kind=RuleKind.ONLY_IF, parameter="Tag.N.Scope", when=(Condition(parameter="Mode", values=("full",)),)),
    Rule(kind=RuleKind.REQUIRES, parameter="Net.N.Ids.N", others=("Mode",)),
    Rule(kind=RuleKind.REQUIRED_IF, parameter="Plan.Count", when=(Condition(parameter="Plan.Kind", values=("many",)),)),
)


def contract() -> Contract:
    match = text(enum=("Any", "Target"))
    tags = Schema(type="array", items=obj(Key=text(), Value=text(), Scope=text()))
    nets = Schema(type="array", items=obj(Ids=Schema(type="array", items=text())))
    return Contract(
        title="Members",
        version="1",
        operations=(
            Operation(
                name="SetThing",
                parameters=(
                    Parameter(name="Mode", schema=text()),
                    Parameter(name="Tag", schema=tags, layout=Layout.REPEAT),
                    Parameter(
                        name="Disk", schema=obj(Size=Schema(type="integer"), SnapshotId=text()), layout=Layout.DOTTED
                    ),
                    Parameter(name="Pool", schema=obj(Id=text(), Match=match), layout=Layout.DOTTED),
                    Parameter(name="Filter", schema=Schema(type="array", items=obj(Key=text(), Name=text()))),
                    Parameter(name="Net", schema=nets, layout=Layout.REPEAT),
                    Parameter(name="Plan", schema=text(json=obj(Kind=text(), Count=Schema(type="integer")))),
                ),
                rules=RULES,
                errors=(ErrorRow(status=400, code="InvalidTag", message="A tag is not valid."),),
            ),
            Operation(
                name="PutThing",
                style=Style.REST,
                method="PUT",
                path="/things",
                body=Body(
                    schema=Schema(
                        type="array",
                        items=Schema(
                            type="object",
                            properties=(
                                Property(name="source", schema=text(enum=("OSS", "ORIGIN")), required=True),
                                Property(name="bucket", schema=text()),
                                Property(name="size", schema=Schema(type="integer", default=1)),
                                Property(name="unit", schema=text()),
                            ),
                        ),
                    )
                ),
                rules=(
                    Rule(
                        kind=RuleKind.REQUIRED_IF,
                        parameter="bucket",
                        when=(Condition(parameter="source", values=("OSS",)),),
                    ),
                    Rule(
                        kind=RuleKind.REQUIRED_IF, parameter="unit", when=(Condition(parameter="size", values=("1",)),)
                    ),
                ),
            ),
        ),
    )


@pytest.fixture
def sdk(make: Callable[[Contract], ModuleType]) -> Any:
    return make(contract())


CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "nothing is given": ({}, []),
    "every item keeps it": ({"tag": [{"Key": "a"}, {"Key": "b", "Value": "c"}]}, []),
    "one item breaks it": (
        {"tag": [{"Key": "a"}, {"Value": "c"}, {"value": "d", "key": "k"}]},
        [("Tag.2.Key", "tag[1].key", "requires")],
    ),
    "two of which one is allowed": (
        {"disk": {"Size": 5, "snapshot_id": "s"}},
        [("Disk.SnapshotId", "disk.snapshot_id", "exclusive")],
    ),
    "a condition inside": ({"pool": {"Match": "Target"}}, [("Pool.Id", "pool.id", "required_if")]),
    "a condition that does not hold": ({"pool": {"Match": "Any"}}, []),
    "an item by its number": ({"filter": [{}, {}]}, [("Filter.1.Key", "filter[0].key", "any_of")]),
    "a condition outside": (
        {"tag": [{"Key": "a", "Scope": "x"}, {"Key": "b"}]},
        [("Tag.1.Scope", "tag[0].scope", "only_if")],
    ),
    "a condition outside that holds": ({"mode": "full", "tag": [{"Key": "a", "Scope": "x"}]}, []),
    "lists in lists": ({"net": [{"Ids": ["1"]}, {}]}, [("Mode", "mode", "requires")]),
    "a document as a value": ({"plan": {"Kind": "many"}}, [("Plan.Count", "plan.Count", "required_if")]),
    "a document as text": ({"plan": '{"Kind": "many"}'}, [("Plan.Count", "plan.Count", "required_if")]),
    "a document that is none": ({"plan": "{"}, [("Plan", "plan", "type")]),
}


@pytest.mark.parametrize("case", CASES)
def test_rules_over_members(sdk: ModuleType, case: str) -> None:
    arguments, expected = CASES[case]
    found = import_module(f"{sdk.__name__}.operations.set_thing").validate(**arguments)
    assert [(p.parameter, p.argument, p.rule) for p in found] == expected


def test_structures_are_checked_as_mappings_are(sdk: ModuleType) -> None:
    module = import_module(f"{sdk.__name__}.operations.set_thing")
    found = module.validate(tag=(module.Tag(key="a"), module.Tag(value="b")))
    assert [(p.parameter, p.says) for p in found] == [("Tag.2.Key", "A value needs a key.")]


def test_wrong_shapes_are_one_problem_and_no_crash(sdk: ModuleType) -> None:
    module = import_module(f"{sdk.__name__}.operations.set_thing")
    for wrong in (None, 5, "x", [5], [None], [[]], {"a": 1}):
        assert [p.rule for p in module.validate(tag=wrong)] == ["type"], wrong


def test_rules_over_members_of_the_body(sdk: ModuleType) -> None:
    module = import_module(f"{sdk.__name__}.operations.put_thing")
    found = module.validate(body=[{"source": "OSS", "unit": "GB"}, {"source": "ORIGIN", "size": 2}])
    assert [(p.parameter, p.argument) for p in found] == [("body.1.bucket", "body[0].bucket")]
    found = module.validate(body=[module.Body(source="ORIGIN")])
    assert [p.parameter for p in found] == ["body.1.unit"], "an absent member counts as its default"
    assert module.validate() == []


def test_a_problem_of_a_member_has_the_code_of_its_parameter(sdk: ModuleType) -> None:
    found = import_module(f"{sdk.__name__}.operations.set_thing").validate(tag=[{"Key": 5}])
    assert [(p.parameter, p.rule, p.code) for p in found] == [("Tag.1.Key", "type", "InvalidTag")]
