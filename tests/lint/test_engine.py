"""Which findings a run reports, of the rules and of the reader."""

from __future__ import annotations

from docpact.lint import engine
from docpact.lint.engine import Choice

PAGE = """# Paint

Paints a wall.

## Request parameter

|Parameter|Type|Required|Exmaple|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|Colour|String|No|red|The colour. Valid values: red|blue.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|Integer|1|The ID of the request.|

## Examples

```
{"RequestId": "one",
```
"""


def found(choice: Choice | None = None) -> list[str]:
    return [d.code.id for d in engine.lint([engine.read("Paint.md", PAGE)], choice).findings]


def test_what_the_reader_finds_is_reported_too() -> None:
    assert {"DP205", "DP207"} <= set(found())


def test_a_row_with_a_bar_too_many_is_one_finding() -> None:
    assert "DP745" in found()
    assert "DP107" not in found()


def test_a_long_row_is_reported_where_the_rule_about_bars_is_not_wanted() -> None:
    assert "DP107" in found(Choice(ignore=("unescaped-bar",)))
