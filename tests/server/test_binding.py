"""Parameters: every rule of a contract, with the row that answers it."""

from __future__ import annotations

from typing import Any

import pytest

from docpact.contract.model import (
    Body,
    Condition,
    Contract,
    ErrorRow,
    Layout,
    Location,
    Operation,
    Parameter,
    Property,
    Response,
    Rule,
    RuleKind,
    Schema,
    Style,
)

INTEGER = Schema(type="integer", format="int32", minimum=1, maximum=50, default=10)
TAG = Schema(
    type="object",
    properties=(
        Property(name="Key", schema=Schema(type="string", max_length=3), required=True),
        Property(name="Value", schema=Schema(type="string")),
    ),
)
DISK = Schema(
    type="object",
    properties=(
        Property(name="Size", schema=Schema(type="integer", minimum=20), required=True),
        Property(name="Kind", schema=Schema(type="string", enum=("ssd", "hdd"))),
    ),
)


TEXT = Schema(type="string")
NET = Schema(
    type="object",
    properties=(
        Property(name="Group", schema=TEXT),
        Property(name="Groups", schema=Schema(type="array", items=TEXT)),
        Property(name="Zone", schema=TEXT),
        Property(name="Fast", schema=Schema(type="boolean")),
    ),
)
POOL = Schema(type="object", properties=(Property(name="Id", schema=TEXT), Property(name="Match", schema=TEXT)))


def parameter(name: str, schema: Schema, **more: Any) -> Parameter:
    return Parameter(name=name, schema=schema, **more)


PAINT = Operation(
    name="PaintBox",
    parameters=(
        parameter("Action", Schema(type="string", enum=("PaintBox",)), required=True),
        parameter("BoxId", Schema(type="string"), required=True),
        parameter("Count", INTEGER),
        parameter("Share", Schema(type="number", minimum=0, maximum=1.5)),
        parameter("Dry", Schema(type="boolean")),
        parameter("Colour", Schema(type="string", enum=("Red", "Blue"))),
        parameter("Label", Schema(type="string", min_length=2, max_length=4)),
        parameter("Code", Schema(type="string", pattern="[a-z]+")),
        parameter("Since", Schema(type="string", format="date-time")),
        parameter("Big", Schema(type="integer")),
        parameter("Tag", Schema(type="array", items=TAG, max_items=2), layout=Layout.REPEAT),
        parameter("Id", Schema(type="array", items=Schema(type="integer")), layout=Layout.REPEAT),
        parameter("Disk", DISK, layout=Layout.DOTTED),
        parameter("Names", Schema(type="array", items=Schema(type="string"))),
        parameter("Policy", Schema(type="string", json=DISK)),
        parameter("Mode", Schema(type="string", default="fast")),
        parameter("Speed", Schema(type="string")),
        parameter("Left", Schema(type="string")),
        parameter("Right", Schema(type="string")),
        parameter("Net", Schema(type="array", items=NET), layout=Layout.REPEAT),
        parameter("Pool", POOL, layout=Layout.DOTTED),
    ),
    rules=(
        Rule(
            kind=RuleKind.REQUIRED_IF,
            parameter="Speed",
            when=(Condition(parameter="Mode", values=("slow",)),),
            says="Slow needs a speed.",
        ),
        Rule(kind=RuleKind.EXCLUSIVE, parameter="Left", others=("Right",)),
        Rule(kind=RuleKind.REQUIRES, parameter="Left", others=("Label",)),
        Rule(
            kind=RuleKind.ONLY_IF,
            parameter="Share",
            when=(Condition(parameter="Colour", values=("Red",)),),
        ),
        Rule(kind=RuleKind.IGNORED_IF, parameter="Code", when=(Condition(parameter="Dry", values=("true",)),)),
        Rule(kind=RuleKind.EXCLUSIVE, parameter="Net.N.Group", others=("Net.N.Groups.N",)),
        Rule(
            kind=RuleKind.REQUIRED_IF, parameter="Pool.Id", when=(Condition(parameter="Pool.Match", values=("Own",)),)
        ),
        Rule(kind=RuleKind.REQUIRES, parameter="Net.1.Zone", others=("Label",)),
        Rule(kind=RuleKind.ONLY_IF, parameter="Net.N.Fast", when=(Condition(parameter="Dry", values=("true",)),)),
    ),
    errors=(
        ErrorRow(status=400, code="InvalidColour.ValueNotSupported", message="Bad colour."),
        ErrorRow(status=409, code="MissingSpeed", message='The "%s" is needed.'),
        ErrorRow(status=400, code="InvalidLabel.Malformed", message="Bad label."),
    ),
)
PUT = Operation(
    name="PutNode",
    style=Style.REST,
    method="PUT",
    path="/boxes/{BoxId}/nodes",
    parameters=(
        parameter("BoxId", Schema(type="string"), location=Location.PATH, required=True),
        parameter("Force", Schema(type="boolean")),
        parameter("X-Trace", Schema(type="string", max_length=5), location=Location.HEADER),
    ),
    body=Body(
        required=True,
        schema=Schema(
            type="object",
            properties=(
                Property(name="count", schema=Schema(type="integer", minimum=1), required=True),
                Property(name="tags", schema=Schema(type="array", items=TAG)),
                Property(name="unit", schema=Schema(type="string")),
            ),
        ),
    ),
    rules=(Rule(kind=RuleKind.REQUIRED_IF, parameter="unit", when=(Condition(parameter="count", values=("9",)),)),),
    response=Response(status=202),
)
CONTRACT = Contract(title="Box", version="2020-01-01", operations=(PAINT, PUT))


@pytest.fixture(scope="module")
def box(make_package):
    return make_package(CONTRACT, "box_server")


@pytest.fixture(scope="module")
def seen(box):
    """Handlers that remember what they were called with."""

    class Service(box.Handlers):
        def paint_box(self, call, request):
            self.last = request
            return {}

        def put_node(self, call, request):
            self.last = request
            return {"Count": request.body.count}

    return Service()


@pytest.fixture
def paint(box, seen, caller):
    app = box.create_app(seen, options=box.Options(signature=False, version=False))

    def call(**parameters: str):
        reply = caller(app).send("POST", "Action=PaintBox", FORM, "&".join(f"{k}={v}" for k, v in parameters.items()))
        return seen.last if reply.status == 200 else (reply.status, reply.code, reply.json["Message"])

    return call


FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("given", "attribute", "value"),
    [
        ({}, "count", 10),
        ({"Count": "1"}, "count", 1),
        ({"Count": "50"}, "count", 50),
        ({"Mode": ""}, "mode", "fast"),
        ({"Left": ""}, "left", None),
        ({"Share": "1.5", "Colour": "Red"}, "share", 1.5),
        ({"Dry": "True"}, "dry", True),
        ({"Label": "漢字"}, "label", "漢字"),
        ({"Since": "2020-01-01T00:00Z"}, "since", "2020-01-01T00:00Z"),
        ({"Big": str(2**63 - 1)}, "big", 2**63 - 1),
        ({"Id.2": "5", "Id.1": "4", "Id.x": "1", "Id.0": "9"}, "id", [4, 5]),
        ({"Names": '["a","b"]'}, "names", ["a", "b"]),
        ({"Policy": '{"Size": 20}'}, "policy", '{"Size": 20}'),
        ({"Mode": "slow", "Speed": "1"}, "speed", "1"),
        ({"Unknown": "1", "Count.1": "x", "Tag": "x"}, "tag", None),
        ({"Net.1.Group": "a", "Net.2.Groups.1": "b", "Mode": "m"}, "mode", "m"),
        ({"Net.2.Zone": "a", "Mode": "m", "Net.1.Group": "g"}, "mode", "m"),
        ({"Pool.Match": "Any", "Mode": "m"}, "mode", "m"),
        ({"Net.1.Fast": "true", "Dry": "true"}, "dry", True),
    ],
)
def test_good_values(paint, given, attribute, value):
    assert getattr(paint(BoxId="b", **given), attribute) == value


def test_groups_become_objects(paint):
    request = paint(BoxId="b", **{"Tag.1.Key": "k", "Tag.1.Value": "v", "Tag.2.Key": "l", "Disk.Size": "20"})
    assert [(tag.key, tag.value) for tag in request.tag] == [("k", "v"), ("l", None)]
    assert (request.disk.size, request.disk.kind) == (20, None)


COMMON = "InvalidParameter"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"Count": "0"}, COMMON),
        ({"Count": ""}, COMMON),
        ({"Colour": ""}, "InvalidColour.ValueNotSupported"),
        ({"Count": "51"}, COMMON),
        ({"Count": "1.0"}, COMMON),
        ({"Count": "1e1"}, COMMON),
        ({"Count": "%EF%BC%91"}, COMMON),  # a full-width digit
        ({"Count": "1%0A"}, COMMON),
        ({"Id.1.2": "1"}, COMMON),
        ({"Big": str(2**63)}, COMMON),
        ({"Big": "9" * 5000}, COMMON),
        ({"Share": "1.51", "Colour": "Red"}, COMMON),
        ({"Share": "nan", "Colour": "Red"}, COMMON),
        ({"Share": "inf", "Colour": "Red"}, COMMON),
        ({"Share": "1", "Colour": "Blue"}, COMMON),
        ({"Share": "1"}, COMMON),
        ({"Dry": "yes"}, COMMON),
        ({"Colour": "red"}, "InvalidColour.ValueNotSupported"),
        ({"Colour": "Red%20"}, "InvalidColour.ValueNotSupported"),
        ({"Label": "a"}, "InvalidLabel.Malformed"),
        ({"Label": "abcde"}, "InvalidLabel.Malformed"),
        ({"Code": "abc1"}, COMMON),
        ({"Code": "abc%0A"}, COMMON),
        ({"Since": "yesterday"}, COMMON),
        ({"Tag.1.Key": "long"}, COMMON),
        ({"Tag.1.Value": "v"}, "MissingTag"),
        ({"Tag.1.Key": "a", "Tag.2.Key": "b", "Tag.3.Key": "c"}, COMMON),
        ({"Id.1": "x"}, COMMON),
        ({"Disk.Size": "19"}, COMMON),
        ({"Disk.Size": "20", "Disk.Kind": "SSD"}, COMMON),
        ({"Disk.Kind": "ssd"}, "MissingDisk"),
        ({"Names": "a,b"}, COMMON),
        ({"Names": "[1]"}, COMMON),
        ({"Names": "[" * 5000}, COMMON),
        ({"Policy": '{"Size": 1}'}, COMMON),
        ({"Policy": "{"}, COMMON),
        ({"Mode": "slow"}, "MissingSpeed"),
        ({"Left": "1", "Right": "1", "Label": "ab"}, COMMON),
        ({"Left": "1"}, "MissingLabel"),
        ({"Net.1.Group": "a", "Net.2.Group": "a", "Net.2.Groups.1": "b"}, COMMON),
        ({"Net.1.Zone": "a"}, "MissingLabel"),
        ({"Pool.Match": "Own"}, "MissingPool"),
        ({"Net.1.Fast": "true"}, COMMON),
    ],
)
def test_bad_values(paint, given, code):
    outcome = paint(BoxId="b", **given)
    assert isinstance(outcome, tuple), outcome
    assert outcome[1] == code


def test_missing_and_empty(paint):
    assert paint() == (400, "MissingBoxId", "BoxId is mandatory for this action.")
    assert paint(BoxId="") == paint(boxid="b") == paint()


def test_messages_are_filled_and_statuses_documented(paint):
    assert paint(BoxId="b", Mode="slow") == (409, "MissingSpeed", 'The "Speed" is needed.')


def test_without_constraints_types_still_count(box, seen, caller):
    call = caller(box.create_app(seen, options=box.Options(signature=False, version=False, constraints=False)))
    base = "Action=PaintBox&BoxId=b&"
    assert call.send("GET", base + "Count=51&Colour=Green&Label=a&Mode=slow&Share=9").status == 200
    assert call.send("GET", base + "Count=x").status == 400
    assert call.send("GET", "Action=PaintBox").status == 400


def test_rest(box, seen, caller):
    call = caller(box.create_app(seen, options=box.Options(signature=False, version=False)))

    def put(body: str, path: str = "/boxes/b%2F1%20x/nodes", query: str = "", **headers: str):
        return call.send("PUT", query, {"content-type": "application/json", **headers}, body, path)

    reply = put('{"count": 2, "tags": [{"Key": "a"}], "more": 1}', query="Force=true", **{"x-trace": "12345"})
    assert (reply.status, reply.json["Count"]) == (202, 2)
    assert (seen.last.box_id, seen.last.force, seen.last.x_trace) == ("b/1 x", True, "12345")
    assert seen.last.body.tags[0].key == "a"
    assert put('{"count": 2}', accept="application/xml").xml.find("Count").text == "2"
    assert put('{"count": 9, "unit": "kg"}').status == 202
    for body in (
        "",
        '{"count": 9}',
        "[]",
        '{"count": 0}',
        '{"count": true}',
        '{"count": 1.5}',
        '{"tags": [1], "count": 1}',
        "{}",
        "\ufeff{",
    ):
        assert put(body).status == 400
    assert put('{"count": 2}', **{"x-trace": "123456"}).status == 400
    assert call.send("POST", path="/boxes/b/nodes").status == 403
    assert call.send("PUT", path="/boxes/b/c/nodes").status == 404


def test_awkward_names(make_package, caller):
    """Names that collide with each other, with Python and with what the generator writes itself."""
    inner = Schema(type="object", properties=(Property(name="of", schema=Schema(type="string")),))
    names = ["of", "class", "values", "cls", "body", "Body", "self", "None", "1st", "a-b", "a_b", "漢字", "Tag"]
    operation = Operation(
        name="class",
        style=Style.REST,
        method="POST",
        path="/odd",
        parameters=tuple(
            parameter(n, Schema(type="array", items=inner) if n == "Tag" else Schema(type="string")) for n in names
        ),
        body=Body(schema=inner),
        response=Response(schema=Schema(type="object", properties=(Property(name="Tag", schema=inner),))),
        errors=(ErrorRow(status=None, code='"""\\', message="\x00"),),
    )
    other = Operation(name="store", parameters=(parameter("Action", Schema(type="string")),))
    package = make_package(Contract(title="..", version="1", operations=(operation, other)), "odd_server")

    class Service(package.Handlers):
        def class_(self, call, request):
            return {"Tag": {"of": request.body_3.of_ + request.body}}

    app = package.create_app(Service(), options=package.Options(signature=False, version=False))
    reply = caller(app).send("POST", "body=1", {"content-type": "application/json"}, '{"of": "2"}', "/odd")
    assert reply.json["Tag"] == {"of": "21"}
    assert caller(app).send("GET", "Action=store").status == 200
