"""Operations that no page has shown yet, written as pages and read again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from docpact import pages, understand
from docpact.contract.model import (
    Body,
    Conflict,
    ErrorRow,
    Example,
    Layout,
    Location,
    Operation,
    Parameter,
    Property,
    Response,
    Schema,
    Style,
    group_errors,
)
from docpact.targets.site import page

WORDS = st.text("ABCDEFGHKLPRSTabcdefghklprst", min_size=3, max_size=8)
NAMES = WORDS.map(lambda word: f"P{word}")
KEYS = st.one_of(NAMES, st.text(min_size=1, max_size=12).filter(lambda key: key == key.strip()))
"""Names of members: in answers they come from examples, where any string may be one."""
STATEMENTS = [
    "Takes effect only if **Pother** is set to **A**.",
    "Valid values: **A** and **B**.",
    "Valid values: 1 to 9. Default value: **3**.",
    "Required if **Pother** is specified.",
    "长度为2~8个字符。",
    "取值：**甲**、**乙**。",
]
"""Texts that state facts: these parameters do not have them, and the page goes by the parameter."""
TEXTS = st.sampled_from(
    [
        *STATEMENTS,
        "",
        "The size of the box.",
        "盒子的大小。",
        "a | b",
        "**x** | `y|z`",
        "<script>alert(1)</script>",
        "{{ x }} {% y %}",
        "one\n\ntwo",
        "-   a\n-   b",
        "$(rm -rf /) `x`",
        "ends with \\",
        "[l](javascript:x) ~~1~~ &amp;",
        "1. x",
        "---|---",
        "one\n\n## Error codes\n\n|Error code|Error message|\n|---|---|\n|A|B|",
        "```\n## Error codes\n| a |\n```",
        "one\n|Yes|No|",
        "one |\n|PAAA|String|No||x|",
        "one\n```\ntwo",
        "# no heading",
        "    indented",
        "---",
        "Action",
        "| a | b |",
    ]
)
KINDS = st.sampled_from(
    [
        ("string", None),
        ("integer", "int32"),
        ("integer", "int64"),
        ("integer", None),
        ("number", "float"),
        ("number", "double"),
        ("number", None),
        ("boolean", None),
    ]
)
SCALARS = st.builds(lambda kind, text: Schema(type=kind[0], format=kind[1], description=text), KINDS, TEXTS)


def named(schema: Schema, name: str) -> Schema:
    """With the member's name in a conflict about it."""
    conflicts = tuple(replace(c, table=name) if c.fact == "name" else c for c in schema.conflicts)
    return replace(schema, conflicts=conflicts)


FLAGS = st.booleans()


def objects(
    inner: st.SearchStrategy[Schema], names: st.SearchStrategy[str], required: st.SearchStrategy[bool] = FLAGS
) -> st.SearchStrategy[Schema]:
    members = st.lists(st.tuples(names, inner, required), min_size=1, max_size=3, unique_by=lambda m: m[0])
    return st.builds(
        lambda found, text: Schema(
            type="object",
            description=text,
            properties=tuple(Property(name=n, schema=named(s, n), required=r) for n, s, r in found),
        ),
        members,
        TEXTS,
    )


def lists(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    """Lists; what is said of their items is said of them."""
    return st.builds(
        lambda item, text: Schema(type="array", items=replace(item, description=""), description=text), inner, TEXTS
    )


PARTS = st.recursive(SCALARS, lambda inner: st.one_of(objects(inner, NAMES), lists(inner)), max_leaves=5)


def parameter(name: str, schema: Schema, required: bool, location: Location) -> Parameter:
    layout = Layout.PLAIN
    if location is Location.QUERY and schema.type in ("array", "object"):
        layout = Layout.REPEAT if schema.type == "array" else Layout.DOTTED
    text, bare = schema.description, replace(schema, description="")
    return Parameter(
        name=name, schema=bare, required=required or location is Location.PATH, description=text,
        location=location, layout=layout,
    )  # fmt: skip


CONFLICTS = st.sampled_from(
    [
        (),
        (Conflict(fact="type", table="string", example="array"),),
        (Conflict(fact="name", table="P", example="a (example: b)"),),
    ]
)


def told(schema: Schema, conflicts: tuple[Conflict, ...], undocumented: bool) -> Schema:
    """A member of an answer, with what table and example say apart."""
    if undocumented:
        return replace(rough(schema), description="", extensions={"x-docpact-undocumented": True})
    return replace(schema, conflicts=conflicts)


def rough(schema: Schema) -> Schema:
    """What an example shows of a type: nothing about the size of a number."""
    return replace(schema, format=None, items=None if schema.items is None else rough(schema.items))


def members(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return objects(st.builds(told, inner, CONFLICTS, st.booleans()), KEYS, st.just(False))  # no page says `required`


ANSWERS = members(st.recursive(SCALARS, lambda inner: st.one_of(members(inner), lists(inner)), max_leaves=8))
ERRORS = st.lists(
    st.tuples(st.sampled_from([400, 403, 404, 500]), st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20), TEXTS),
    max_size=4,
)  # fmt: skip


@st.composite
def operations(draw: st.DrawFn) -> Operation:
    name = "Do" + draw(WORDS).capitalize()
    rest = draw(st.booleans())
    made = []
    for member in draw(objects(PARTS, NAMES)).properties:
        location = draw(st.sampled_from(list(Location))) if rest else Location.QUERY
        schema = member.schema
        if location is not Location.QUERY and schema.type in ("array", "object"):
            location = Location.QUERY
        made.append(parameter(member.name, schema, member.required, location))
    methods = draw(st.sampled_from([["POST"], ["PUT", "POST"], ["DELETE"]]))
    places = [p.name for p in made if p.location is Location.PATH]
    answer = draw(ANSWERS)
    body = draw(st.one_of(st.none(), objects(PARTS, NAMES))) if rest else None
    chinese = any("\u4e00" <= c <= "\u9fff" for c in repr((made, body, answer)))  # then the page is Chinese
    action = Parameter(
        name="Action", schema=Schema(type="string", enum=(name,)), required=True, example=name, description="The name."
    )
    return Operation(
        name=name,
        style=Style.REST if rest else Style.RPC,
        method=methods[0] if rest else "GET",
        extensions={"x-docpact-methods": methods} if rest and len(methods) > 1 else {},
        path="/".join(["", "things", *(f"{{{place}}}" for place in places)]) if rest else "/",
        summary="做点什么。" if chinese else "Does something.",
        description="需要一些时间。" if chinese else draw(st.sampled_from(["", "It takes a while."])),
        parameters=tuple(made) if rest else (action, *made),
        body=None if body is None else Body(schema=replace(body, description="")),
        response=Response(
            status=draw(st.sampled_from([200, 201])),
            description=draw(st.sampled_from(["", "It was made."])),
            headers=draw(st.one_of(st.just(()), objects(SCALARS, NAMES).map(lambda made: made.properties))),
            schema=replace(answer, description=""),
            xml_root=None if rest else f"{name}Response",
            examples=draw(st.sampled_from([(), (Example(media_type="application/json", value={"Pid": [1]}),)])),
        ),
        errors=group_errors(tuple(ErrorRow(status=s, code=c, message=m) for s, c, m in draw(ERRORS))),
    )


def compiled(operation: Operation) -> Operation:
    again = understand.operation(pages.read("page.md", page.write(operation))[0]).operation
    assert again is not None
    return again


def same_text(mine: str, theirs: str) -> bool:
    """Whether a text came back, with escapes for what would have broken out of its cell."""
    return theirs.replace("\\", "") == mine.strip().replace("\\", "") or mine in STATEMENTS


def alike(mine: Schema, theirs: Schema, path: str) -> None:
    """Holds where two schemas are the same apart from what sentences say of values."""
    assert (mine.type, mine.conflicts, mine.xml_name, mine.extensions) == (
        theirs.type,
        theirs.conflicts,
        theirs.xml_name,
        theirs.extensions,
    ), path
    assert mine.type == "string" or mine.format == theirs.format, path
    assert same_text(mine.description, theirs.description), (mine.description, theirs.description)
    assert (mine.items is None) == (theirs.items is None), path
    if mine.items is not None and theirs.items is not None:
        alike(mine.items, theirs.items, f"{path}[]")
    assert [(m.name, m.required) for m in mine.properties] == [(m.name, m.required) for m in theirs.properties], path
    for member, other in zip(mine.properties, theirs.properties, strict=True):
        alike(member.schema, other.schema, f"{path}.{member.name}")


@settings(max_examples=150, deadline=None)
@given(operations())
def test_any_operation_comes_back(operation: Operation) -> None:
    again = compiled(operation)
    for fact in ("name", "style", "method", "path", "extensions", "summary", "description"):
        assert getattr(again, fact) == getattr(operation, fact)
    for mine, theirs in zip(operation.parameters, again.parameters, strict=True):
        for fact in ("name", "location", "layout", "required"):
            assert getattr(mine, fact) == getattr(theirs, fact), mine.name
        assert same_text(mine.description, theirs.description), (mine.description, theirs.description)
        alike(mine.schema, theirs.schema, mine.name)
    assert (operation.body is None) == (again.body is None)
    if operation.body is not None and again.body is not None:
        alike(operation.body.schema, again.body.schema, "body")
    assert operation.response.schema is not None
    assert again.response.schema is not None
    alike(operation.response.schema, again.response.schema, "answer")
    for mine, theirs in zip(operation.response.headers, again.response.headers, strict=True):
        assert (mine.name, mine.required) == (theirs.name, theirs.required)
        alike(mine.schema, theirs.schema, mine.name)
    assert (operation.response.status, operation.response.description) == (
        again.response.status,
        again.response.description,
    )
    assert operation.response.examples == again.response.examples
    assert [(e.status, e.code, e.message) for e in again.errors] == [
        (e.status, e.code, " ".join(e.message.split())) for e in operation.errors
    ]
    assert compiled(again) == again, "what was read from a page stays as it is"
