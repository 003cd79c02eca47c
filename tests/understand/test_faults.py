"""A broken example is reported where it breaks."""

from __future__ import annotations

import pytest

from docpact import pages
from docpact.understand import operation

PAGE = """# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|

## Examples

"""


def found(example: str) -> list[tuple[int, int, str]]:
    page, problems = pages.read("Paint.md", PAGE + example)
    findings = [*problems, *operation(page).diagnostics]
    first = PAGE.count("\n")
    return [(d.span.line - first, d.span.column, d.message) for d in findings if d.code.id == "DP207"]


@pytest.mark.parametrize(
    ("example", "line", "column", "why"),
    [
        ('```\n{\n  "RequestId": "1"\n  "Size": 3\n}\n```\n', 4, 3, "',' delimiter"),
        ('```\n\n\n{"RequestId" "1"}\n```\n', 4, 14, "':' delimiter"),
        ('-   JSON\n\n    ```\n    {\n      "Size": x\n    }\n    ```\n', 5, 15, "expecting value"),
        ('    {\n      "Size": x\n    }\n', 2, 15, "expecting value"),
        ("```\n<PaintResponse>\n  <Size>3</Sise>\n</PaintResponse>\n```\n", 3, 12, "mismatched tag"),
        ("```\n<PaintResponse>\n  <Size>红</Sise>\n</PaintResponse>\n```\n", 3, 12, "mismatched tag"),
    ],
)
def test_the_place_and_the_reason(example: str, line: int, column: int, why: str) -> None:
    ((at, where, message),) = found(example)
    assert (at, where) == (line, column)
    assert why in message


def test_no_entity_is_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
    ((_, _, message),) = found(f"```\n{bomb}\n<PaintResponse><Size>&c;</Sise></PaintResponse>\n```\n")
    assert message == "this XML example is not well-formed: it declares a document type"


def test_a_sound_example_is_no_finding() -> None:
    assert found('```\n{"RequestId": "1"}\n```\n') == []
