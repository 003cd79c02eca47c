"""What the target plans, from small contracts: which cases, which answers they allow, what they quote."""

import json

import pytest

from docpact import pipeline
from docpact.contract.model import (
    Body,
    Condition,
    Contract,
    ErrorRow,
    Example,
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
from docpact.targets.base import Settings, TargetError
from docpact.targets.conformance import ConformanceTarget

STRING = Schema(type="string")
COMMON = (
    ErrorRow(status=400, code="Missing{Param}", message="{Param} is mandatory for this action."),
    ErrorRow(status=400, code="SignatureDoesNotMatch", message="Specified signature is not matched."),
)


def paint(*parameters, errors=(), rules=(), response=None, **more):
    return Operation(
        name="PaintBox",
        parameters=parameters,
        errors=errors,
        rules=rules,
        response=Response(schema=response, examples=more.pop("examples", ())),
        **more,
    )


def plan(operation, service=None, common=COMMON):
    contract = Contract(title="Box", version="2020-01-01", operations=(operation,), common_errors=common)
    files = pipeline.generate(contract, ConformanceTarget(), Settings("openapi.yaml", service))
    document = json.loads(files[f"cases/{operation.name}.json"])
    return document, {case["id"].removeprefix(f"{operation.name}/"): case for case in document["cases"]}


def string(name, required=False, example="x", **schema):
    return Parameter(name=name, required=required, example=example, schema=Schema(type="string", **schema))


def test_a_missing_parameter_gets_the_documented_code_with_its_name():
    _, cases = plan(paint(string("BoxId", required=True)))
    (outcome,) = cases["required/BoxId.absent"]["expect"]
    assert (outcome["codes"], outcome["message"]) == (["MissingBoxId"], "BoxId is mandatory for this action.")
    assert cases["required/BoxId.misspelt"]["request"] == {"rename": {"BoxId": "BoxdI"}}
    assert cases["required/BoxId.empty"]["expect"] == [{"success": False, "status": "4xx"}]


def test_without_a_documented_code_any_refusal_will_do():
    _, cases = plan(paint(string("BoxId", required=True)), common=())
    assert cases["required/BoxId.absent"]["expect"] == [{"success": False, "status": "4xx"}]
    assert cases["signature/wrong"]["expect"] == [{"success": False, "status": "4xx"}]


def test_an_enum_gets_its_values_and_near_misses_with_the_row_about_it():
    row = ErrorRow(status=400, code="InvalidColour.ValueNotSupported", message="No such colour: %s.")
    _, cases = plan(paint(string("Colour", example="Red", enum=("Red", "Blue")), errors=(row,)))
    assert "values/Colour=Red" in cases
    misses = {name: case["request"]["set"]["Colour"] for name, case in cases.items() if name.startswith("enum/")}
    assert misses == {
        "enum/Colour.case": "red",
        "enum/Colour.blank": "Red ",
        "enum/Colour.cut": "Re",
        "enum/Colour.unknown": "DocpactNoSuchValue",
    }
    (outcome,) = cases["enum/Colour.unknown"]["expect"]
    assert (outcome["codes"], outcome["match"]) == (["InvalidColour.ValueNotSupported"], "template")


def test_a_general_code_is_not_demanded():
    row = ErrorRow(status=400, code="InvalidParameter", message="The parameter is bad.")
    document, cases = plan(paint(string("Colour", example="Red", enum=("Red",)), errors=(row,)))
    assert cases["enum/Colour.unknown"]["expect"] == [{"success": False, "status": "4xx"}]
    assert document["rows"] == []


def test_a_value_that_the_page_itself_shows_is_no_near_miss():
    _, cases = plan(paint(string("Colour", example="RED", enum=("Red",))))
    assert "enum/Colour.case" not in cases
    assert "good/with-Colour" not in cases


def test_boundaries_of_numbers_and_lengths():
    size = Parameter(name="Size", example=3, schema=Schema(type="integer", minimum=1, maximum=9))
    label = string("Label", example="ab", min_length=2, max_length=5, pattern="[a-z].*")
    _, cases = plan(paint(size, label))

    def value(name):
        return next(iter(cases[name]["request"]["set"].values()))

    assert [value(f"bounds/Size.{n}") for n in ("minimum.at", "minimum.below", "maximum.at", "maximum.above")] == [
        "1",
        "0",
        "9",
        "10",
    ]
    assert len(value("bounds/Label.maxLength.at")) == 5
    assert len(value("bounds/Label.maxLength.above")) == 6
    assert value("bounds/Label.minLength.below")[0].islower()
    assert value("bounds/Label.pattern.digit-first")[0].isdigit()
    assert value("types/Size.fraction") == "1.5"


def test_rules_over_parameters_are_broken_once_each():
    rules = (
        Rule(
            kind=RuleKind.REQUIRED_IF,
            parameter="Ink",
            when=(Condition(parameter="Colour", values=("Red",)),),
            says="Ink is needed for red.",
        ),
        Rule(kind=RuleKind.EXCLUSIVE, parameter="Ink", others=("Dye",), says="Not both."),
        Rule(kind=RuleKind.REQUIRES, parameter="Dye", others=("Colour",), says="Dye needs a colour."),
        Rule(kind=RuleKind.IGNORED_IF, parameter="Dye", when=(Condition(parameter="Ink"),), says="Dye is ignored."),
    )
    operation = paint(string("Colour", enum=("Red", "Blue"), example="Red"), string("Ink"), string("Dye"), rules=rules)
    document, cases = plan(operation)
    assert cases["rules/1.required_if.Ink"]["request"] == {"set": {"Colour": "Red"}, "drop": ["Ink"]}
    assert cases["rules/2.exclusive.Ink"]["request"]["set"] == {"Ink": "x", "Dye": "x", "Colour": "Red"}
    assert cases["rules/3.requires.Dye"]["request"] == {"set": {"Dye": "x"}, "drop": ["Colour"]}
    assert cases["values/Colour=Red"]["request"]["set"] == {"Ink": "x", "Colour": "Red"}
    reasons = {fact["name"]: fact.get("reason", "") for fact in document["facts"]}
    assert "changes nothing" in reasons["Dye: ignored if"]


def structure(*members, required=()):
    return Schema(
        type="object",
        properties=tuple(
            Property(name=name, required=name in required, schema=Schema(type="string", example=name.lower()))
            for name in members
        ),
    )


def tags(*members, required=()):
    items = structure(*members, required=required)
    return Parameter(name="Tag", layout=Layout.REPEAT, schema=Schema(type="array", items=items))


def rule(kind, parameter, *others, when=()):
    return Rule(kind=kind, parameter=parameter, others=others, when=when, says="So it is.")


def test_rules_over_members_are_broken_in_the_first_item_and_in_a_later_one_and_kept():
    rules = (rule(RuleKind.REQUIRES, "Tag.N.Value", "Tag.N.Key"), rule(RuleKind.EXCLUSIVE, "Tag.N.Key", "Tag.N.Rank"))
    document, cases = plan(paint(tags("Key", "Value", "Rank"), rules=rules))
    broken = cases["rules/1.requires.Tag.N.Value"]
    assert broken["request"] == {"set": {"Tag.1.Value": "value"}, "replace": ["Tag"]}
    assert broken["expect"] == [{"success": False, "status": "4xx"}]
    later = cases["rules/1.requires.Tag.N.Value.second-item"]["request"]["set"]
    assert later == {"Tag.1.Key": "key", "Tag.2.Value": "value"}
    kept = cases["rules/1.requires.Tag.N.Value.kept"]
    assert kept["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Value": "value"}
    assert kept["expect"] == [{"success": True, "status": "2xx"}]
    assert cases["rules/2.exclusive.Tag.N.Key"]["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Rank": "rank"}
    assert cases["rules/2.exclusive.Tag.N.Key.kept.Tag.N.Rank"]["request"]["set"] == {"Tag.1.Rank": "rank"}
    assert not [fact for fact in document["facts"] if fact["id"].startswith("PaintBox/rule/#") and "reason" in fact]


def test_a_rule_that_wants_one_of_two_members_is_broken_in_an_item_that_is_there():
    _, cases = plan(paint(tags("Key", "Rank", "Note"), rules=(rule(RuleKind.ANY_OF, "Tag.N.Key", "Tag.N.Rank"),)))
    assert cases["rules/1.any_of.Tag.N.Key"]["request"] == {"set": {"Tag.1.Note": "note"}, "replace": ["Tag"]}
    _, cases = plan(paint(tags("Key", "Rank"), rules=(rule(RuleKind.ANY_OF, "Tag.N.Key", "Tag.N.Rank"),)))
    assert "rules/1.any_of.Tag.N.Key" not in cases, "an item without members is no item"


def test_breaking_one_rule_breaks_no_other():
    needs = rule(RuleKind.REQUIRED_IF, "Tag.N.Rank", when=(Condition(parameter="Tag.N.Key", values=("key",)),))
    _, cases = plan(
        paint(tags("Key", "Value", "Rank"), rules=(rule(RuleKind.REQUIRES, "Tag.N.Key", "Tag.N.Value"), needs))
    )
    assert cases["rules/1.requires.Tag.N.Key"]["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Rank": "rank"}
    assert cases["rules/2.required_if.Tag.N.Rank"]["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Value": "value"}


def test_required_members_are_left_out_at_every_depth_and_bounds_of_members_get_their_siblings():
    inner = Property(name="Ink", schema=structure("Hue", "Name", required=("Hue",)))
    size = Property(name="Size", schema=Schema(type="integer", minimum=1, maximum=9))
    items = structure("Key", required=("Key",))
    items = Schema(type="object", properties=(*items.properties, size, inner))
    box = Parameter(name="Tag", layout=Layout.REPEAT, schema=Schema(type="array", items=items))
    document, cases = plan(paint(box))
    assert cases["required/Tag.1.Key.absent"]["request"]["set"] == {"Tag.1.Size": "1"}
    assert cases["required/Tag.1.Ink.Hue.absent"]["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Ink.Name": "name"}
    second = cases["required/Tag.1.Key.absent.second-item"]["request"]["set"]
    assert second == {"Tag.1.Key": "key", "Tag.2.Size": "1"}
    assert cases["bounds/Tag.1.Size.maximum.above"]["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Size": "10"}
    assert "PaintBox/rule/Tag.1.Ink.Hue.required" in {fact["id"] for fact in document["facts"]}


def test_members_of_a_body_are_tested_in_the_body_that_the_page_shows():
    light = Property(name="light", schema=structure("kind", "watt", required=("kind",)))
    height = Property(name="height", schema=Schema(type="integer", minimum=5, maximum=9))
    title = Property(name="title", required=True, schema=Schema(type="string"))
    schema = Schema(type="object", properties=(title, height, light))
    body = Body(schema=schema, example={"title": "Dawn", "light": {"kind": "lamp", "watt": "40"}})
    needs = rule(RuleKind.REQUIRES, "kind", "watt")
    _, cases = plan(paint(style=Style.REST, method="POST", path="/boxes", body=body, rules=(needs,)))

    def sent(name):
        return cases[name]["request"]["body"]

    assert sent("required/body.title.absent") == {"light": {"kind": "lamp", "watt": "40"}}
    assert sent("required/body.light.kind.absent")["light"] == {"watt": "40"}
    assert sent("bounds/body.height.maximum.above")["height"] == 10
    assert sent("types/body.height.word")["height"] == "docpact"
    assert sent("rules/1.requires.kind")["light"] == {"kind": "kind"}
    assert cases["required/body.title.absent"]["request"]["drop"] == ["title"], "a state may give the title by name"
    assert cases["bounds/body.height.maximum.above"]["expect"] == [{"success": False, "status": "4xx"}]
    assert "PaintBox/parameter/body.title" in cases["good/required"]["covers"]


def test_lists_are_sent_with_one_item_and_two():
    item = Schema(type="object", properties=(Property(name="Key", schema=Schema(type="string", example="k")),))
    listed = Parameter(name="Tag", layout=Layout.REPEAT, schema=Schema(type="array", items=item))
    _, cases = plan(paint(listed))
    assert cases["forms/Tag.2"]["request"]["set"] == {"Tag.1.Key": "k", "Tag.2.Key": "k"}


def test_lists_are_sent_without_members_that_exclude_each_other():
    _, cases = plan(paint(tags("Key", "Rank", "Note"), rules=(rule(RuleKind.EXCLUSIVE, "Tag.N.Key", "Tag.N.Rank"),)))
    assert cases["forms/Tag.1"]["request"]["set"] == {"Tag.1.Key": "key", "Tag.1.Note": "note"}


def test_what_every_example_shows_is_required_of_an_answer():
    members = ("RequestId", "BoxId", "Label", "When")
    schema = Schema(
        type="object",
        properties=tuple(
            Property(name=n, schema=Schema(type="string", description="Only when it has one." if n == "Label" else ""))
            for n in members
        ),
    )
    examples = (
        Example(
            media_type="application/json",
            value={"RequestId": "1", "BoxId": "b", "Label": "l", "When": "2020-01-01T00:00:00Z"},
        ),
        Example(
            media_type="application/xml",
            value="<PaintBoxResponse><RequestId>1</RequestId><BoxId>b</BoxId><Label>l</Label></PaintBoxResponse>",
        ),
    )
    document, _ = plan(paint(response=schema, examples=examples))
    assert document["response"]["required"] == ["RequestId", "BoxId"]
    assert document["response"]["properties"]["When"]["format"] == "date-time"


def test_rows_that_say_the_same_stand_for_each_other(tmp_path):
    rows = (
        ErrorRow(status=400, code="BoxFull", message="The box is full"),
        ErrorRow(status=400, code="BoxFull", message="The box is full."),
        ErrorRow(status=400, code="BoxFull", message="The lid is shut."),
    )
    (tmp_path / "states.yaml").write_text("PaintBox: {ok: a box, BoxFull: a full box, 'BoxFull#3': a shut box}\n")
    document, cases = plan(paint(errors=rows), tmp_path)
    assert [o["message"] for o in cases["errors/BoxFull"]["expect"]] == ["The box is full", "The box is full."]
    assert [o["message"] for o in cases["errors/BoxFull#3"]["expect"]] == ["The lid is shut."]
    reasons = {fact["name"]: fact.get("reason") for fact in document["facts"] if fact["kind"] == "error row"}
    assert reasons["BoxFull#2"] == "states.yaml gives no state for it"


def test_a_rest_operation_is_called_at_its_path_and_by_its_method():
    path = Parameter(name="BoxId", location=Location.PATH, required=True, example="b-1", schema=STRING)
    body = Body(schema=Schema(type="object"), required=True, example={"colour": "red"})
    document, cases = plan(paint(path, style=Style.REST, method="PUT", path="/boxes/{BoxId}", body=body))
    assert cases["good/required"]["request"] == {"method": "PUT", "signature": "v3"}
    assert document["places"] == {"BoxId": "path"}
    assert json.loads(document["body"]) == {"colour": "red"}
    assert all(case.get("request", {}).get("signature", "v3") == "v3" for case in cases.values())


def service(*operations, common=COMMON):
    contract = Contract(title="Box", version="1", operations=operations, common_errors=common)
    files = pipeline.generate(contract, ConformanceTarget(), Settings("openapi.yaml"))
    return {operation.name: json.loads(files[f"cases/{operation.name}.json"]) for operation in operations}


def named(name, *parameters, **more):
    return Operation(name=name, parameters=parameters, page=f"pages/{name}.md", **more)


def test_a_parameter_without_an_example_borrows_that_of_other_operations_and_says_so():
    nothing = string("Region", required=True, example=None)
    found = service(
        named("FillBox", nothing),
        named("PaintBox", string("Region", example="west-****")),
        named("OpenBox", string("Region", example="east")),
        named("ShutBox", string("Region", example="north")),
        named("MoveBox", string("Region", example="north")),
    )["FillBox"]
    assert found["sample"] == found["examples"] == {"Region": "north"}, "what most pages show, and no masked value"
    assert found["borrowed"] == {"Region": "ShutBox (pages/ShutBox.md)"}
    assert "good/required" in {case["id"].removeprefix("FillBox/") for case in found["cases"]}


def test_the_request_example_of_the_page_goes_before_other_pages():
    shown = ("https://box.example.com/?Action=FillBox\n&Region=so%20uth\n&<CommonParameters>",)
    fill = named("FillBox", string("Region", required=True, example=None), request_examples=shown)
    found = service(fill, named("OpenBox", string("Region", example="east")))["FillBox"]
    assert (found["sample"], found["borrowed"]) == ({"Region": "so uth"}, {"Region": "the request example"})
    placeholder = named(
        "FillBox", string("Region", required=True, example=None), request_examples=("?Region=<RegionId>&A=1",)
    )
    assert service(placeholder)["FillBox"]["sample"] == {}


def test_nothing_is_borrowed_that_breaks_the_rules_or_has_another_type_or_is_not_needed():
    other = named(
        "OpenBox",
        string("Region", example="east"),
        string("Size", example="large"),
        string("Note", example="n"),
        string("Kind", example="round"),
    )
    size = Parameter(name="Size", required=True, schema=Schema(type="integer"))
    fill = named(
        "FillBox",
        string("Region", required=True, example=None, max_length=3, pattern="x+"),
        size,
        string("Note", example=None),
        string("Kind", required=True, example=None, enum=("flat",)),
    )
    assert service(fill, other)["FillBox"]["borrowed"] == {}


def test_a_sample_gives_what_rules_ask_for_beside_the_required_parameters():
    rules = (rule(RuleKind.ANY_OF, "BoxId", "BoxName"), rule(RuleKind.REQUIRES, "BoxId", "Shelf"))
    operation = paint(string("Region", required=True), string("BoxId"), string("BoxName"), string("Shelf"), rules=rules)
    document, _ = plan(operation)
    assert document["sample"] == {"Region": "x", "BoxId": "x", "Shelf": "x"}
    assert document["required"] == ["Region"]


def test_a_body_without_an_example_is_made_of_those_of_its_members():
    schema = structure("Hue", "Name", required=("Hue",))
    document, _ = plan(paint(style=Style.REST, method="POST", path="/boxes", body=Body(schema=schema)))
    assert json.loads(document["body"]) == {"Hue": "hue"}


def test_hostile_text_and_names_stay_data():
    evil = "</script>\"'''\\{{ x }}\x00\u202e\n|"
    operation = paint(
        string("__class__", required=True, description=evil),
        string("../../x", example=evil, enum=(evil, "b")),
        errors=(ErrorRow(status=400, code=evil, message=evil),),
    )
    document, cases = plan(operation)
    assert cases["values/../../x=" + evil]["request"]["set"] == {"../../x": evil}
    assert document["rows"][0]["message"] == evil


def test_ids_are_never_given_twice():
    twice = string("Colour", enum=("Red", "Red "), example="Red")
    document, cases = plan(paint(twice, string("Colour.1")))
    assert len(cases) == len(document["cases"])


def test_the_plan_is_the_same_every_time():
    operation = paint(string("BoxId", required=True), string("Colour", enum=("Red", "Blue")))
    contract = Contract(title="Box", version="1", operations=(operation,), common_errors=COMMON)
    first, second = (list(pipeline.generate(contract, ConformanceTarget(), Settings("openapi.yaml"))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("states.yaml", "PaintBox: {ok: {says: nothing}}", "PaintBox.ok must be a mapping with `state`"),
        ("states.yaml", "- a\n", "must map operations"),
        ("scenarios.yaml", "one: {operation: Nothing, steps: []}", "no operation 'Nothing'"),
        ("scenarios.yaml", "one: {operation: PaintBox, steps: [{expct: success}]}", "unknown key `expct`"),
        ("scenarios.yaml", "one: {operation: PaintBox, steps: [{expect: BoxLost}]}", "no error row 'BoxLost'"),
        ("scenarios.yaml", "one: {operation: PaintBox, steps: [{check: {A: {like: b}}}]}", "unknown comparison `like`"),
        ("scenarios.yaml", "one: [", "cannot read"),
    ],
)
def test_wrong_files_are_named_with_what_is_wrong(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(TargetError, match=said.replace("[", r"\[")) as caught:
        plan(paint(string("BoxId")), tmp_path)
    assert str(tmp_path / name) in str(caught.value)


def test_a_quote_that_no_page_has_is_reported(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "PaintBox.md").write_text("# PaintBox\n\nPaints a box.\n")
    (tmp_path / "scenarios.yaml").write_text("one: {operation: PaintBox, says: [Sings a song.], steps: [{}]}\n")
    operation = paint(string("BoxId"), page="pages/PaintBox.md")
    contract = Contract(title="Box", version="1", operations=(operation,))
    settings = Settings("openapi.yaml", tmp_path)
    pipeline.generate(contract, ConformanceTarget(), settings)
    (finding,) = settings.findings
    assert finding.code.id == "DP510"
    assert "Sings a song." in finding.message
