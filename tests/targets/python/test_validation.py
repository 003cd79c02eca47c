"""Validators find every problem in whatever form arguments come, and say where each one stands."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections import UserDict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from things import obj, text

from docpact.contract.model import Contract, ErrorRow, Layout, Operation, Parameter, Property, Schema


def many(item: Schema, **facts: Any) -> Schema:
    return Schema(type="array", items=item, **facts)


def whole(**facts: Any) -> Schema:
    return Schema(type="integer", **facts)


def contract() -> Contract:
    tag = Schema(
        type="object",
        properties=(
            Property(name="Key", schema=text(max_length=5, says={"maxLength": "At most 5."}), required=True),
            Property(name="Value", schema=text(enum=("a", "b"))),
            Property(name="Given", schema=text()),
        ),
    )
    rule = obj(Ports=many(whole(minimum=1, maximum=9)), Owner=obj(Name=text(min_length=2), Password=text(max_length=3)))
    return Contract(
        title="Valid",
        version="1",
        operations=(
            Operation(
                name="MakeThing",
                parameters=(
                    Parameter(name="Tag", schema=many(tag, max_items=3), layout=Layout.REPEAT),
                    Parameter(name="Rule", schema=rule, layout=Layout.DOTTED),
                    Parameter(name="Kind", schema=many(text(enum=("x", "y")), max_items=4), layout=Layout.REPEAT),
                    Parameter(name="Name", schema=many(text(min_length=2)), layout=Layout.REPEAT),
                    Parameter(name="Zone", schema=many(text()), layout=Layout.REPEAT),
                    Parameter(name="Port", schema=many(whole(minimum=1)), layout=Layout.REPEAT),
                    Parameter(name="Grid", schema=many(many(obj(At=whole(minimum=0)))), layout=Layout.REPEAT),
                    Parameter(name="Small", schema=whole(format="int32")),
                    Parameter(name="Large", schema=whole()),
                    Parameter(name="Least", schema=whole(format="int32", minimum=5)),
                    Parameter(name="Ratio", schema=Schema(type="number")),
                    Parameter(name="Share", schema=Schema(type="number", minimum=0, maximum=1)),
                    Parameter(name="Until", schema=text(format="date-time")),
                    Parameter(name="Since", schema=text(format="date-time", pattern=".*Z")),
                    Parameter(name="Form", schema=text(pattern="[a-z]+", min_length=2)),
                    Parameter(
                        name="Policy", schema=text(json=obj(Version=text(enum=("1",)), Rules=many(obj(No=whole()))))
                    ),
                ),
                errors=(ErrorRow(status=400, code="InvalidTag", message="A tag is not valid."),),
            ),
        ),
    )


@pytest.fixture(scope="module")
def sdk(make_once: Callable[[Contract], ModuleType]) -> ModuleType:
    return make_once(contract())


@pytest.fixture(scope="module")
def module(sdk: ModuleType) -> Any:
    return import_module(f"{sdk.__name__}.operations.make_thing")


def places(problems: list[Any]) -> list[tuple[str, str]]:
    return [(problem.parameter, problem.rule) for problem in problems]


class Named(dict[str, Any]):
    """A mapping of a class of its own."""


FORMS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "wire names": lambda module, members: {name.capitalize(): value for name, value in members.items()},
    "Python names": lambda module, members: members,
    "both": lambda module, members: {
        name if number else name.capitalize(): value for number, (name, value) in enumerate(members.items())
    },
    "another mapping": lambda module, members: UserDict(members),
    "a subclass of dict": lambda module, members: Named(members),
    "an instance": lambda module, members: (
        module.Tag(**members) if "key" in members else module.Tag.from_wire({"Value": members["value"]})
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_structures_in_every_form(module: Any, form: str) -> None:
    def tags(*members: dict[str, Any]) -> list[Any]:
        return [FORMS[form](module, m) for m in members]

    assert module.validate(tag=tags({"key": "k", "value": "a"}, {"key": "l", "given": "m"})) == []
    first, second, third, fourth = module.validate(
        tag=tags({"key": "long key", "value": "c"}, {"key": "k"}, {"value": 5})
    )
    assert (first.parameter, first.argument, first.rule) == ("Tag.1.Key", "tag[0].key", "maxLength")
    assert (first.says, first.code, first.value) == ("At most 5.", "InvalidTag", "long key")
    assert first.message == "it has 8 characters, at most 5 are allowed"
    assert places([second, third, fourth]) == [
        ("Tag.1.Value", "enum"),
        ("Tag.3.Key", "required"),
        ("Tag.3.Value", "type"),
    ]
    assert fourth.message == "it must be text, not int"


def test_lists_hold_forms_side_by_side(module: Any) -> None:
    good = module.Tag(key="k")
    assert module.validate(tag=[good]) == []
    assert module.validate(tag=(good, {"Key": "k"}, module.Tag(key="l"))) == []
    assert places(module.validate(tag=[good, 5, {"Key": "long key"}])) == [
        ("Tag.2", "type"),
        ("Tag.3.Key", "maxLength"),
    ]
    assert places(module.validate(tag=[good] * 4)) == [("Tag", "maxItems")]
    assert places(module.validate(tag=good)) == [("Tag", "type")]
    assert places(module.validate(tag=[None])) == [("Tag.1", "type")]
    assert places(module.validate(tag=[module.Rule()])) == [("Tag.1", "type")]
    assert places(module.validate(tag=[{"Kye": "k", "Key": "k"}])) == [("Tag.1", "additionalProperties")]


def test_an_instance_is_looked_at_again_until_it_is_good(module: Any) -> None:
    bad, good = module.Tag(key="long key"), module.Tag(key="k", value="a")
    for _ in range(2):
        assert places(module.validate(tag=[good, bad])) == [("Tag.2.Key", "maxLength")]
    assert good == module.Tag(key="k", value="a")
    assert pickle.loads(pickle.dumps(good)) == good == copy.copy(good) == copy.deepcopy(good)
    assert vars(pickle.loads(pickle.dumps(good))) == {"_wire": {"Key": "k", "Value": "a"}}
    assert good.wire == {"Key": "k", "Value": "a"}
    owner = {"Name": "ab"}
    rule = module.Rule(owner=owner)
    assert module.validate(rule=rule) == []
    owner["Name"] = "a"  # what a mapping holds can change
    assert places(module.validate(rule=rule)) == [("Rule.Owner.Name", "minLength")]


def test_structures_inside_structures(module: Any) -> None:
    made = module.Rule(ports=[1, 10], owner=module.Owner(name="a", password="secret"))
    for rule in (made, {"Ports": [1, 10], "Owner": {"Name": "a", "Password": "secret"}}):
        port, name, password = module.validate(rule=rule)
        assert (port.parameter, port.argument, port.rule) == ("Rule.Ports.2", "rule.ports[1]", "maximum")
        assert (name.parameter, name.rule) == ("Rule.Owner.Name", "minLength")
        assert (password.argument, password.rule, password.value) == ("rule.owner.password", "maxLength", "***")
        assert "secret" not in f"{password} {password!r}"
    (shown,) = module.validate(rule={"Owner": [{"Password": "secret"}]})
    assert "secret" not in f"{shown} {shown!r}"
    assert places(module.validate(grid=[[{"At": 1}], [{"At": 0}, {"At": -1}], 5])) == [
        ("Grid.2.2.At", "minimum"),
        ("Grid.3", "type"),
    ]


def test_lists_of_scalars(sdk: Any, module: Any) -> None:
    assert module.validate(kind=["x", "y", sdk.unchecked("z")], name=("ab", "cd"), zone=["", "b"], port=[1, 2]) == []
    assert module.validate(kind=[], name=[], zone=(), port=[]) == []
    found = module.validate(kind=["x", "z", []], name=["ab", "c", None], zone=["a", 5], port=[0, True, 1])
    assert places(found) == [
        ("Kind.2", "enum"), ("Kind.3", "type"), ("Name.2", "minLength"), ("Name.3", "type"), ("Zone.2", "type"),
        ("Port.1", "minimum"), ("Port.2", "type"),
    ]  # fmt: skip
    assert places(module.validate(kind="x", name={"a": "b"}, zone=b"a", port=5)) == [
        (name, "type") for name in ("Kind", "Name", "Zone", "Port")
    ]


@pytest.mark.parametrize(
    ("arguments", "rules"),
    [
        ({"small": 2**31 - 1, "large": 2**63 - 1, "least": 2**31 - 1}, []),
        ({"small": -(2**31), "large": -(2**63)}, []),
        ({"small": 2**31, "large": 2**63, "least": 2**31}, ["format", "format", "format"]),
        ({"small": -(2**31) - 1, "large": -(2**63) - 1, "least": 4}, ["format", "format", "minimum"]),
        ({"small": True, "large": 1.0}, ["type", "type"]),
        ({"ratio": 1.5, "share": 1}, []),
        ({"ratio": 5}, []),
        ({"ratio": float("nan"), "share": float("nan")}, ["type", "type"]),
        ({"ratio": float("inf"), "share": 10**400}, ["type", "type"]),
        ({"share": 1.01}, ["maximum"]),
        ({"form": "ab"}, []),
        ({"form": "A"}, ["minLength", "pattern"]),
        ({"form": "ab\n"}, ["pattern"]),
        ({"until": "2026-01-31T12:00:00Z", "since": "2026-01-31T12:00Z"}, []),
        ({"until": "2026-01-31T12:00:00.25+0800"}, []),
        ({"until": "2026-01-31", "since": "Z"}, ["format", "format"]),
        ({"since": "2026-01-31T12:00:00+08:00"}, ["pattern"]),
    ],
)
def test_scalars(module: Any, arguments: dict[str, Any], rules: list[str]) -> None:
    assert [problem.rule for problem in module.validate(**arguments)] == rules


def test_what_does_not_fit_is_told(module: Any) -> None:
    small, large, until = module.validate(small=2**31, large=2**63, until="soon")
    assert until.message == "'soon' is no date and time like 2026-01-31T12:00:00Z"
    assert small.message == "2147483648 does not fit int32"
    assert large.message == "9223372036854775808 does not fit int64"


@pytest.mark.parametrize(
    "policy", ['{"Version": "2", "Rules": [{"No": "x"}]}', {"Version": "2", "Rules": [{"No": "x"}]}]
)
def test_documents(module: Any, policy: Any) -> None:
    assert places(module.validate(policy=policy)) == [("Policy.Version", "enum"), ("Policy.Rules.1.No", "type")]


def test_documents_may_hold_more_than_the_pages_say(module: Any) -> None:
    assert module.validate(policy='{"Version": "1", "Note": "n", "Rules": [{"No": 1, "Why": "w"}]}') == []
    assert module.validate(policy={"Version": "1", "Note": "n"}) == []
    assert module.validate(policy={"Version": None, "Rules": ()}) == []
    assert places(module.validate(policy="[1]")) == [("Policy", "type")]
    assert places(module.validate(policy="{")) == [("Policy", "type")]


def test_problems_are_values(module: Any) -> None:
    first, again = (module.validate(tag=[{"Key": "long key"}])[0] for _ in range(2))
    assert first == again
    assert hash(first) == hash(again)
    assert first != module.validate(tag=[{"Key": "other key"}])[0]
    assert pickle.loads(pickle.dumps(first)) == first
    assert str(pickle.loads(pickle.dumps(first))) == str(first)
    assert str(first) == 'Tag.1.Key: it has 8 characters, at most 5 are allowed (documented: "At most 5.")'
    assert repr(first).startswith("Problem(parameter='Tag.1.Key', rule='maxLength', value='long key', message=")
    mapping = {"Key": ["k"]}
    (shown,) = module.validate(tag=[mapping])
    mapping["Key"].append("more")
    assert shown.value == ["k"]


def test_a_structure_demands_what_the_pages_demand(module: Any) -> None:
    with pytest.raises(TypeError, match="key"):
        module.Tag(value="a")
    assert module.Tag(value="a", key="k").to_wire() == {"Key": "k", "Value": "a"}
    assert places(module.validate(tag=[{"value": "a"}])) == [("Tag.1.Key", "required")]


def test_annotations_take_what_validators_take(sdk: ModuleType, tmp_path: Path) -> None:
    caller = tmp_path / "caller.py"
    caller.write_text(
        f"""from {sdk.__name__} import Client, Rule, Tag

def good(client: Client, read: dict[str, str]) -> None:
    tags = [{{"Key": "a"}}]
    client.make_thing(tag=tags, rule={{"Owner": {{"Name": "ab"}}, "Ports": [1]}})
    client.make_thing(tag=[Tag(key="a"), {{"Key": "b"}}, read], rule=Rule(owner=read))

def bad(client: Client) -> None:
    client.make_thing(tag=[5])
    client.make_thing(rule=Tag(key="a"))
""",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--no-error-summary", str(caller)]
    environment = {**os.environ, "MYPYPATH": str(Path(str(sdk.__file__)).parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert [line.split(":")[1] for line in done.stdout.splitlines() if ": error:" in line] == ["9", "10"], done.stdout
