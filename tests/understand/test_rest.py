"""REST pages in the many forms in which vendors print them: request lines, places of parameters, bodies, answers."""

from __future__ import annotations

import pytest

from docpact import pages, understand
from docpact.contract import openapi
from docpact.contract.model import Location, Operation, Style
from docpact.understand.messages import is_call, payload, request_line, status


def operation(text: str) -> Operation:
    found = understand.operation(pages.read("p.md", text)[0])
    assert found.operation is not None, [d.message for d in found.diagnostics]
    contract = understand.contract([found])[0]
    assert openapi.load(openapi.dump(contract)) == contract
    return found.operation


@pytest.mark.parametrize(
    ("text", "methods", "path", "placeholders"),
    [
        ("GET /a/[B]/c HTTP/1.1", ("GET",), "/a/{B}/c", ("B",)),
        ("PUT /a/<B> HTTP/1.1", ("PUT",), "/a/{B}", ("B",)),
        ("DELETE /a/:b_c/d", ("DELETE",), "/a/{b_c}/d", ("b_c",)),
        ("POST /a/${b}/$c", ("POST",), "/a/{b}/{c}", ("b", "c")),
        ("GET|POST /a HTTPS|HTTP", ("GET", "POST"), "/a", ()),
        ("GET https://{endpoint}/v1/{id}", ("GET",), "/v1/{id}", ("id",)),
        ("GET https://a.example", ("GET",), "/", ()),
        ("post /v1/{name:[a-z]+}", ("POST",), "/v1/{name}", ("name",)),
        ("POST: /v1/a", ("POST",), "/v1/a", ()),
        ("curl -X PATCH 'https://a.example/v1/a/7?x=1' -d '{\"b\": 1}'", ("PATCH",), "/v1/a/7", ()),
        ("$ curl https://a.example/v1/a -d b=1", ("GET",), "/v1/a", ()),
    ],
)
def test_request_lines(text, methods, path, placeholders):
    line = request_line(text)
    assert (line.methods, line.path, line.placeholders) == (methods, path, placeholders)


def test_what_stands_behind_the_path_names_parameters_of_the_query():
    assert request_line("GET /a/{b}?size={size}&[from=]&acl HTTP/1.1").query == ("size", "from", "acl")


@pytest.mark.parametrize("text", ["Get the parts", "GET", "POST a", "https://a.example/x", "GETTER /a"])
def test_what_is_no_request_line(text):
    assert request_line(text) is None


def test_a_request_line_in_a_sentence_is_no_call():
    assert is_call("GET /v1/a HTTP/1.1")
    assert not is_call("GET /v1/a returns the parts")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('HTTP/1.1 200 OK\nDate: x\n\n{"a": 1}', '{"a": 1}'),
        ('HTTP/1.1 202 Accepted\n<common headers>\n{"a": 1}', '{"a": 1}'),
        ("POST /a/{b} HTTP/1.1\nHost: x\n[1, 2]", "[1, 2]"),
        ('PUT /a HTTP/1.1\nHeader :\n{\nx-a=1\n}\nBody :\n{"b": 2}', '{"b": 2}'),
        ("HTTP/1.1 200 OK\nHeader:{\nDate=Wed, 11\n}", ""),
        ("HTTP/1.1 200 OK\nA: b\n\n<Paint>\n<Id>1</Id>\n</Paint>", "<Paint>\n<Id>1</Id>\n</Paint>"),
        ("curl https://a.example/x \\\n  -d '{\"a\": 1}'", '{"a": 1}'),
        ('curl https://a.example/x --data "{\\"a\\": 1}"', '{"a": 1}'),
        ("DELETE /a/1 HTTP/1.1\nHost: x", ""),
    ],
)
def test_the_body_behind_the_head_of_a_message(text, body):
    assert payload(text) == body


def test_the_status_of_an_answer():
    assert [status(t) for t in ("HTTP/1.1 204 No Content", "Status: 201 Created", '{"a": 1}')] == [204, 201, None]


CAPTIONS = """# 添加油漆 {#reference_1 .reference}

添加一桶油漆。

## 请求信息

**请求行 RequestLine**

```
PUT /shops/{shop_id}/paints HTTP/1.1
```

**特有请求头 RequestHead**

|名称|类型|必须|描述|
|--|--|--|--|
|X-Trace|string|否|跟踪。|

**请求体 RequestBody**

```
{"colour": "string", "size": "int"}
```

**请求体解释**

|名称|类型|必须|描述|
|--|--|--|--|
|colour|string|是|颜色。|
|size|int|否|大小。|

## 返回信息

**返回行 ResponseLine**

```
HTTP/1.1 202 Accepted
```

**特有返回头 ResponseHead**

|名称|类型|描述|
|--|--|--|
|X-Paint|string|编号。|

**返回体 ResponseBody**

```
{"paint_id": "string"}
```

**返回体解释**

|名称|类型|描述|
|--|--|--|
|paint\\_id|string|编号。|

## 示例

**请求示例**

```
PUT /shops/7/paints HTTP/1.1
<公共请求头>
{"colour": "red", "size": 3}
```

**返回示例**

```
HTTP/1.1 202 Accepted
<公共响应头>
{"paint_id": "p-1"}
```
"""


def test_bold_captions_sort_a_page_as_headings_do():
    made = operation(CAPTIONS)
    assert (made.style, made.method, made.path) == (Style.REST, "PUT", "/shops/{shop_id}/paints")
    assert made.name == "PutShopsByShopIdPaints"
    assert [(p.name, p.location, p.required) for p in made.parameters] == [
        ("X-Trace", Location.HEADER, False),
        ("shop_id", Location.PATH, True),
    ]
    assert [(p.name, p.schema.type, p.required) for p in made.body.schema.properties] == [
        ("colour", "string", True),
        ("size", "integer", False),
    ]
    assert made.response.status == 202
    assert [p.name for p in made.response.headers] == ["X-Paint"]
    assert [e.value for e in made.response.examples] == [{"paint_id": "p-1"}]
    assert made.response.schema.property("paint_id").schema.type == "string"
    assert made.unparsed == ()


SECTIONS = """# List the paints of a shop

Lists paints.

## URI

`GET /shops/:shop/paints?colour=red&limit=[1|100]`

## Path parameters

|Name|Type|Required|Description|
|-|-|-|-|
|shop|string|Yes|The shop.|

## Query parameters

|Name|Type|Required|Default|Valid values|Description|
|-|-|-|-|-|-|
|colour|string|No| |`red`, `blue`|The colour.|
|limit|int|No|10| |How many.|

## Response headers

|Header|Type|Description|
|-|-|-|
|X-Total|int|How many there are.|

## Response

|Name|Type|Description|
|-|-|-|
|id|int|The number.|
|mix.part|string|The part.|

## Examples

```
[{"id": 1, "mix": {"part": "a"}}]
```

## Status codes

|Status code|Description|
|-|-|
|200|The paints.|
|404|There is no such shop.|
"""


def test_sections_say_where_parameters_travel():
    made = operation(SECTIONS)
    assert (made.name, made.method, made.path) == ("ListThePaintsOfAShop", "GET", "/shops/{shop}/paints")
    assert [(p.name, p.location) for p in made.parameters] == [
        ("shop", Location.PATH),
        ("colour", Location.QUERY),
        ("limit", Location.QUERY),
    ]
    assert made.parameter("colour").schema.enum == ("red", "blue")
    assert made.parameter("limit").schema.default == 10
    assert [path for path, _ in made.response.schema.walk()] == ["", "[]", "[].id", "[].mix", "[].mix.part"]
    assert [(h.name, h.schema.type) for h in made.response.headers] == [("X-Total", "integer")]
    assert made.response.description == "The paints."
    assert [(row.status, row.code, row.description) for row in made.errors] == [(404, "", "There is no such shop.")]


def test_a_row_of_the_path_may_name_a_segment_without_any_mark():
    text = SECTIONS.replace("/shops/:shop/paints?colour=red&limit=[1|100]", "/shops/Shop/paints")
    made = operation(text)
    assert (made.path, made.parameters[0].location) == ("/shops/{shop}/paints", Location.PATH)


def test_all_methods_of_a_request_line_are_kept():
    made = operation(SECTIONS.replace("`GET /", "`GET|POST /"))
    assert (made.method, made.extensions) == ("GET", {"x-docpact-methods": ["GET", "POST"]})


NESTED = """# MixPaint

## Request syntax

```
POST /mixes HTTP/1.1
{"name": "String", "parts": [{"colour": {"name": "String"}, "litres": "Integer"}], "tags": ["String"]}
```

## Request parameters

|Parameter|Type|Position|Required|Description|
|-|-|-|-|-|
|name|String|Body|Yes|The name.|
|parts|Array of part|Body|Yes|The parts.|
|colour|Object|Body|No|The colour.|
|name|String|Body|No|The name of the colour.|
|litres|Integer|Body|Yes|How much.|
|tags|Array of String|Body|No|Words.|

## Response syntax

```
HTTP/1.1 200 OK
{"mix": {"id": "String", "parts": [{"id": "Long"}]}, "ok": Boolean}
```

## Response parameters

|Parameter|Type|Description|
|-|-|-|
|mix|Object|The mix.|
|id|String|Its ID.|
|parts|Array|The parts.|
|id|Long|The ID of the part.|
|ok|Boolean|Whether it worked.|
"""


def test_the_syntax_shows_what_stands_inside_what():
    made = operation(NESTED)
    assert [path for path, _ in made.body.schema.walk()][1:] == [
        "name",
        "parts",
        "parts[]",
        "parts[].colour",
        "parts[].colour.name",
        "parts[].litres",
        "tags",
        "tags[]",
    ]
    assert [(path, schema.type) for path, schema in made.response.schema.walk()][1:] == [
        ("mix", "object"),
        ("mix.id", "string"),
        ("mix.parts", "array"),
        ("mix.parts[]", "object"),
        ("mix.parts[].id", "integer"),
        ("ok", "boolean"),
    ]
    assert made.response.examples == ()


@pytest.mark.parametrize(("shown", "kind"), [("true", "boolean"), ('"done"', "string"), ("12", "integer")])
def test_an_answer_may_be_a_bare_value(shown, kind):
    text = SECTIONS.replace('[{"id": 1, "mix": {"part": "a"}}]', shown)
    text = text.replace("|id|int|The number.|\n|mix.part|string|The part.|\n", "")
    made = operation(text.replace("## Examples\n", "## Sample response\n"))
    assert (made.response.schema.type, [e.value for e in made.response.examples]) == (
        kind,
        [{"true": True}.get(shown, "done" if kind == "string" else 12)],
    )


WHOLE = """# SetLamps

```
PUT /houses/{HouseId}/lamps HTTP/1.1
```

## Request parameters

|Parameter|Type|Position|Required|Description|
|-|-|-|-|-|
|HouseId|String|Path|Yes|The house.|
|body|Object|Body|Yes|What to set.|
|└Name|String|Body|Yes|The name.|

## Examples

```
PUT /houses/h-1/lamps HTTP/1.1

{shown}
```
"""


@pytest.mark.parametrize(("shown", "names"), [('{"Name": "a"}', ["Name"]), ('{"body": {"Name": "a"}}', ["body"])])
def test_a_row_for_the_whole_body_is_no_member_unless_a_sample_shows_it(shown, names):
    body = operation(WHOLE.replace("{shown}", shown)).body
    assert [member.name for member in body.schema.properties] == names
    assert body.required
