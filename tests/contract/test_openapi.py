"""The contract file says exactly what the contract says, and other people's validator accepts it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docpact.contract import openapi
from docpact.contract.model import (
    Body,
    Condition,
    Conflict,
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
    Server,
    Style,
    group_errors,
)
from docpact.contract.schema_form import dump_schema, load_schema

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_.]{0,8}", fullmatch=True)
SCALAR = TEXT.filter(bool) | st.integers() | st.booleans()


def maybe(strategy):
    return st.none() | strategy


def unique(strategy, key, size=3):
    return st.lists(strategy, max_size=size, unique_by=key).map(tuple)


PLAIN_SCHEMA = st.builds(
    Schema,
    type=maybe(st.sampled_from(["string", "integer", "number", "boolean"])),
    format=maybe(TEXT),
    description=TEXT,
    example=maybe(SCALAR),
    enum=st.lists(TEXT, max_size=3).map(tuple),
    enum_descriptions=st.dictionaries(TEXT, TEXT, max_size=2),
    minimum=maybe(st.integers()),
    max_length=maybe(st.integers(0)),
    min_items=maybe(st.integers(0)),
    pattern=maybe(TEXT),
    default=maybe(SCALAR),
    unit=maybe(TEXT),
    deprecated=st.booleans(),
    says=st.dictionaries(NAME, TEXT, max_size=2),
    conflicts=st.lists(st.builds(Conflict, fact=TEXT, table=TEXT, example=TEXT), max_size=1).map(tuple),
    unparsed=st.lists(TEXT, max_size=1).map(tuple),
)


def _wrapped(inner):
    members = unique(st.builds(Property, name=NAME, schema=inner, required=st.booleans()), lambda p: p.name)
    return (
        st.builds(Schema, type=st.just("array"), items=inner, xml_name=maybe(NAME))
        | st.builds(Schema, type=st.just("object"), properties=members)
        | st.builds(Schema, type=st.just("string"), json=inner)
    )


SCHEMA = st.recursive(PLAIN_SCHEMA, _wrapped, max_leaves=6)
PARAMETER = st.builds(
    Parameter,
    name=NAME,
    schema=SCHEMA,
    location=st.sampled_from(Location),
    required=st.booleans(),
    description=TEXT,
    example=maybe(SCALAR),
    layout=st.sampled_from(Layout),
    deprecated=st.booleans(),
    unparsed=st.lists(TEXT, max_size=1).map(tuple),
)
ERROR = st.builds(
    ErrorRow,
    status=maybe(st.sampled_from([200, 400, 403, 404, 500])),
    code=TEXT,
    message=TEXT,
    description=TEXT,
    parameter=maybe(NAME),
)
CONDITION = st.builds(Condition, parameter=NAME, values=st.lists(TEXT, max_size=2).map(tuple), negated=st.booleans())
RULE = st.builds(
    Rule,
    kind=st.sampled_from(RuleKind),
    parameter=NAME,
    others=st.lists(NAME, max_size=2).map(tuple),
    when=st.lists(CONDITION, max_size=2).map(tuple),
    says=TEXT,
)
RESPONSE = st.builds(
    Response,
    description=TEXT,
    schema=maybe(SCHEMA.filter(lambda s: s.xml_name is None)),
    headers=unique(st.builds(Property, name=NAME, schema=PLAIN_SCHEMA, required=st.booleans()), lambda p: p.name),
    examples=unique(
        st.builds(Example, media_type=st.sampled_from(["application/json", "application/xml"]), value=SCALAR),
        lambda e: e.media_type,
    ).map(lambda es: tuple(sorted(es, key=lambda e: e.media_type))),
)


@st.composite
def operations(draw):
    style = draw(st.sampled_from(Style))
    name = draw(NAME)
    return Operation(
        name=name,
        style=style,
        method=draw(st.sampled_from(["GET", "POST", "PUT"])),
        path="/" if style is Style.RPC else f"/{name}/x",
        summary=draw(TEXT),
        description=draw(TEXT),
        page=draw(TEXT),
        read_only=draw(st.booleans()),
        parameters=draw(st.lists(PARAMETER, max_size=3).map(tuple)),
        body=draw(maybe(st.builds(Body, schema=SCHEMA, required=st.booleans(), description=TEXT))),
        rules=draw(st.lists(RULE, max_size=2).map(tuple)),
        response=draw(RESPONSE),
        errors=group_errors(draw(st.lists(ERROR, max_size=4).map(tuple))),
        request_examples=draw(st.lists(TEXT, max_size=1).map(tuple)),
        unparsed=draw(st.lists(TEXT, max_size=1).map(tuple)),
    )


CONTRACT = st.builds(
    Contract,
    title=TEXT,
    version=TEXT,
    description=TEXT,
    servers=st.lists(st.builds(Server, url=TEXT, description=TEXT), max_size=1).map(tuple),
    operations=unique(operations(), lambda o: o.name.lower(), 2),
    common_parameters=st.lists(PARAMETER, max_size=1).map(tuple),
    common_errors=st.lists(ERROR, max_size=2).map(tuple),
    unparsed=st.lists(TEXT, max_size=1).map(tuple),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(CONTRACT)
def test_load_is_the_inverse_of_dump(contract):
    text = openapi.dump(contract)
    assert openapi.load(text) == contract
    assert openapi.dump(openapi.load(text)) == text


@pytest.mark.parametrize("name", ["a/b", "a~1b", "~0/"])
def test_an_operation_whose_name_is_no_identifier_comes_back(name):
    schema = Schema(type="object", properties=(Property(name="Id", schema=Schema(type="string")),))
    contract = Contract(title="T", version="1", operations=(Operation(name=name, response=Response(schema=schema)),))
    assert openapi.load(openapi.dump(contract)) == contract


def test_unknown_keys_are_kept():
    document = openapi.to_document(Contract(title="T", version="1", operations=(Operation(name="A"),)))
    document["x-team"] = {"name": "network"}
    document["paths"]["/A"]["get"]["x-owner"] = "ops"
    assert openapi.to_document(openapi.from_document(document)) == document


@pytest.mark.parametrize("value", [None, [], {"paths": []}, {"paths": {"/a": {"get": {"parameters": [3]}}}}])
def test_what_is_no_contract_is_refused_with_a_reason(value):
    with pytest.raises(openapi.ContractError) as error:
        openapi.from_document(value)
    assert str(error.value)


def test_references_in_a_circle_are_refused():
    node = {
        "operationId": "A",
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/N"}}}}},
    }
    schema = {"type": "object", "properties": {"Next": {"$ref": "#/components/schemas/N"}}}
    document = {"paths": {"/A": {"get": node}}, "components": {"schemas": {"N": schema}}}
    with pytest.raises(openapi.ContractError, match="refer to themselves"):
        openapi.from_document(document)


def test_other_tools_learn_that_a_required_parameter_is_not_empty():
    from docpact.contract.model import Contract, Operation, Parameter, Schema

    parameters = (
        Parameter(name="BoxId", schema=Schema(type="string"), required=True),
        Parameter(name="Label", schema=Schema(type="string", min_length=1), required=True),
        Parameter(name="Note", schema=Schema(type="string")),
    )
    contract = Contract(title="Box", version="1", operations=(Operation(name="PaintBox", parameters=parameters),))
    document = openapi.to_document(contract)
    box, label, note = document["paths"]["/PaintBox"]["get"]["parameters"]
    assert (box["schema"]["not"], box["allowEmptyValue"]) == ({"const": ""}, False)
    assert "allowEmptyValue" not in label | note
    assert openapi.from_document(document) == contract


@pytest.mark.parametrize(
    ("written", "accepts", "refuses"),
    [("^(?:[a-z]+)$", "ab", "ab1"), ("^[a-z]+$", "ab", "ab1"), ("b", "abc", "ac"), ("^a|c$", "axx", "xxa")],
)
def test_patterns_mean_the_same_in_the_file_and_in_the_contract(written, accepts, refuses):
    """In a file a pattern may match anywhere, as in JSON Schema; in the contract it is for the whole value."""
    pattern = load_schema({"pattern": written}, lambda reference: None).pattern
    dumped = dump_schema(Schema(pattern=pattern))["pattern"]
    for text, wanted in ((accepts, True), (refuses, False)):
        assert bool(re.search(written, text)) is wanted
        assert bool(re.fullmatch(pattern, text)) is wanted
        assert bool(re.search(dumped, text)) is wanted
