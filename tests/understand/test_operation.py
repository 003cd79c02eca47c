"""From a short page to an operation, fact by fact."""

from __future__ import annotations

from docpact import pages, understand
from docpact.contract import openapi
from docpact.contract.model import Layout, Location, Style

PAGE = r"""# StartEngine {#doc_api_Demo_StartEngine .reference}

Starts an engine. It takes a while.

## Debug

[Try it](https://api.aliyun.com/#product=Demo&api=StartEngine&type=RPC&version=2020-01-02).

## Request parameters

|Parameter|Type|Required?|Example value|Description|
|---------|----|---------|-------------|-----------|
|Action|String|Yes|StartEngine|The operation. Value: **StartEngine**.

 |
|EngineId|String|Yes|eng\_1|The ID of the engine.

 |
|Speed|Integer|No|10|The speed. Valid values: 1 to 20.

 |
|Tag.N.Key|String|No|k|The key of tag N. Valid values of N: 1 to 5.

 |
|Tag.N.Value|String|No|v|The value of tag N.

 |
|Host.1|String|No|h1|A host.

 |
|Disk.Size|Long|No|40|The size of the disk.

 |

## Response parameters

|Parameter|Type|Example value|Description|
|---------|----|-------------|-----------|
|Parts|Array| |The parts.

 |
|Part| | |A part.

 |
|Name|String|cog|The name.

 |
|RequestId|String|r1|The ID of the request.

 |

## Examples

Sample request

```
https://demo.example.com/?Action=StartEngine
&EngineId=eng_1
```

`JSON` format

```
{"RequestId": "r1", "Parts": {"Part": [{"Name": "cog", "Teeth": 12}]}}
```

## Error codes

|HTTP status code|Error code|Error message|Description|
|-|-|-|-|
|404 |Engine.NotFound|No such engine.|It does not exist.|
|400|Busy|%s|It runs.|
"""


def understood(text: str) -> understand.Understood:
    return understand.operation(pages.read("spec/p.md", text)[0])


def test_a_page_becomes_an_operation():
    found = understood(PAGE)
    operation = found.operation
    assert found.kind is understand.Kind.OPERATION
    assert (operation.name, operation.style, operation.summary, operation.description) == (
        "StartEngine",
        Style.RPC,
        "Starts an engine.",
        "It takes a while.",
    )
    assert (found.product, found.version, found.hosts) == ("Demo", "2020-01-02", ("demo.example.com",))
    assert [(p.name, p.required, p.schema.type, p.layout) for p in operation.parameters] == [
        ("Action", True, "string", Layout.PLAIN),
        ("EngineId", True, "string", Layout.PLAIN),
        ("Speed", False, "integer", Layout.PLAIN),
        ("Tag", False, "array", Layout.REPEAT),
        ("Host", False, "array", Layout.REPEAT),
        ("Disk", False, "object", Layout.DOTTED),
    ]
    assert operation.parameter("EngineId").example == "eng_1"
    speed = operation.parameter("Speed").schema
    assert (speed.minimum, speed.maximum, operation.parameter("Speed").example) == (1, 20, 10)
    tag = operation.parameter("Tag").schema
    assert tag.max_items == 5
    assert [member.name for member in tag.items.properties] == ["Key", "Value"]
    assert operation.parameter("Disk").schema.property("Size").schema.format == "int64"
    assert [(row.status, row.code, row.message) for row in operation.errors] == [
        (404, "Engine.NotFound", "No such engine."),
        (400, "Busy", "%s"),
    ]


def test_the_example_gives_the_answer_its_nesting():
    schema = understood(PAGE).operation.response.schema
    assert [path for path, _ in schema.walk()] == [
        "",
        "Parts",
        "Parts.Part",
        "Parts.Part[]",
        "Parts.Part[].Name",
        "Parts.Part[].Teeth",
        "RequestId",
    ]


def test_blanks_around_names_in_an_example_are_slips():
    loose = PAGE.replace('"RequestId":', '" RequestId ":')
    assert loose != PAGE
    operation, plain = understood(loose).operation, understood(PAGE).operation
    assert operation is not None
    assert plain is not None
    assert operation.response == plain.response


def test_an_answer_may_be_shown_with_its_status_line_and_headers():
    plain = understood(PAGE).operation
    assert plain is not None
    headed = PAGE.replace('{"RequestId"', 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"RequestId"')
    assert headed != PAGE
    operation = understood(headed).operation
    assert operation is not None
    assert operation.response == plain.response
    assert not operation.unparsed


def test_sources_say_where_facts_stand():
    sources = understood(PAGE).sources
    lines = PAGE.split("\n")
    assert lines[sources["parameter", "Speed"].line - 1].startswith("|Speed|")
    assert lines[sources["error", 1].line - 1].startswith("|400|Busy|")
    assert lines[sources["response", "Parts.Part[].Name"].line - 1].startswith("|Name|")


def test_the_action_row_is_added_where_the_page_lacks_it():
    text = PAGE.replace("|Action|String|Yes|StartEngine|The operation. Value: **StartEngine**.\n\n |\n", "")
    action = understood(text).operation.parameters[0]
    assert (action.name, action.required, action.schema.enum) == ("Action", True, ("StartEngine",))


def test_a_service_is_a_contract_that_round_trips():
    contract, findings, sources = understand.service([pages.read("p.md", PAGE)[0]])
    assert (contract.title, contract.version, [s.url for s in contract.servers]) == (
        "Demo",
        "2020-01-02",
        ["https://demo.example.com"],
    )
    assert openapi.load(openapi.dump(contract)) == contract
    assert not findings.failed
    assert ("operation",) in sources["p.md"]


def test_pages_of_one_operation_are_merged_and_reported():
    other = PAGE.replace("|400|Busy|%s|It runs.|\n", "|400|Idle|x|y|\n").replace(
        "|Speed|Integer|No|", "|Pace|Integer|No|"
    )
    contract, findings, _ = understand.service([pages.read("a.md", PAGE)[0], pages.read("b.md", other)[0]])
    assert [o.name for o in contract.operations] == ["StartEngine"]
    duplicate = [d for d in findings if d.code.name == "duplicate-operation"]
    assert "`Pace`" in duplicate[0].message
    assert contract.operations[0].extensions["x-docpact-also-on"] == ["b.md"]


REST = """# createThing

## Request syntax

```
POST /things/[ThingId]/parts HTTP/1.1
```

## Request parameters

|Parameter|Type|Position|Required|Example|Description|
|-|-|-|-|-|-|
|ThingId|String|Path|Yes|t1|The thing. |
|dryRun|Boolean|Query|No|true|Only try. |

## RequestBody

|Parameter

|Type

|Required

|Example

|Description |
|---|---|---|---|---|
|name

|String

|Yes

|a

|The name. |
|bolts

|Array

|No

| |The bolts. |
|└size

|Integer

|Yes

|3

|The size. |

## Examples

Sample request

```
POST /things/t1/parts?dryRun=true HTTP/1.1
{"name": "a", "bolts": [{"size": 3}]}
```
"""


def test_a_rest_page():
    operation = understood(REST).operation
    assert (operation.style, operation.method, operation.path) == (Style.REST, "POST", "/things/{ThingId}/parts")
    assert [(p.name, p.location, p.required) for p in operation.parameters] == [
        ("ThingId", Location.PATH, True),
        ("dryRun", Location.QUERY, False),
    ]
    body = operation.body.schema
    assert [(path, schema.type) for path, schema in body.walk()] == [
        ("", "object"),
        ("name", "string"),
        ("bolts", "array"),
        ("bolts[]", "object"),
        ("bolts[].size", "integer"),
    ]
    assert [p.name for p in body.properties if p.required] == ["name"]


def test_a_rest_page_of_another_product():
    text = """# CreateRing

## Request syntax

```
POST /rings HTTP/1.1
{"name": "String", "stones": [{"cut": "String"}]}
```

## Request headers

|Header|Type|Required|Description|
|-|-|-|-|
|x-trace|String|No|The trace.|

## Request parameters

|Parameter|Type|Required|Example|Description|
|-|-|-|-|-|
|name|String|Yes|a|The name. |
|stones|Array of [stone](#)|No| |The stones. |
|dry\\_run|Boolean|No|true|Only check. |

**stone**

|Parameter|Type|Required|Description|
|-|-|-|-|
|cut|String|Yes|The cut.|

## Response parameters

|Parameter|Type|Description|
|-|-|-|
|ring\\_id|String|The ring. |

## Examples

```
HTTP/1.1 202 Accepted
{"ring_id": "r1"}
```

## Error codes

|Error code|Description|HTTP status code|Semantics|
|-|-|-|-|
|TooMany|No more rings.|403|There are nine.|
"""
    operation = understood(text).operation
    assert [(p.name, p.location) for p in operation.parameters] == [("x-trace", Location.HEADER)]
    assert [path for path, _ in operation.body.schema.walk()] == [
        "",
        "name",
        "stones",
        "stones[]",
        "stones[].cut",
        "dry_run",
    ]
    assert [example.value for example in operation.response.examples] == [{"ring_id": "r1"}]
    row = operation.errors[0]
    assert (row.status, row.message, row.description) == (403, "No more rings.", "There are nine.")
