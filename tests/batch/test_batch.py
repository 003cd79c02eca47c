"""Many pages at once: the same text as one by one, whatever is remembered and however many processes work."""

from __future__ import annotations

from pathlib import Path

import pytest

from docpact import batch, pipeline
from docpact.batch import shares
from docpact.cache import Store
from docpact.reporting.here import from_here

PAGE = """# {name}

Does {number}.

[Explorer](https://api.aliyun.com/#product=Demo&api={name}&type=RPC&version=2020-01-02)

## Request parameters

|Parameter|Type|Required|Example|Description|
|-|-|-|-|-|
|Action|String|Yes|{name}|x|
|P{number}|Integer|No|{number}|Valid values: 1 to {number}00. |

## Response parameters

|Parameter|Type|Description|
|-|-|-|
|A|Integer|a|

## Examples

```
{{"A": "{number}"}}
```

## Error codes

|HTTP status code|Error code|Error message|
|-|-|-|
|400|E{number}|m|
"""
COMMON = """# Common parameters

## Request parameters

|Name|Type|Required|Description|
|-|-|-|-|
|Format|String|No|JSON or XML|
"""
REST = """# doRest{number}

## Request syntax

```
{method} /things/[Id] HTTP/1.1
```

## Request parameters

|Parameter|Type|Position|Required|Description|
|-|-|-|-|-|
|Id|String|Path|Yes|the id|
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    (pages / "old").mkdir(parents=True)
    for number in range(1, 120):
        (pages / f"p{number}.md").write_text(PAGE.format(name=f"Do{number}", number=number), encoding="utf-8")
    for number in range(1, 9):
        (pages / "old" / f"p{number}.md").write_text(
            PAGE.format(name=f"Do{number}", number=number + 1), encoding="utf-8"
        )
    for number, method in enumerate(("GET", "PUT", "PUT")):
        (pages / f"r{number}.md").write_text(REST.format(number=number, method=method), encoding="utf-8")
    (pages / "common.md").write_text(COMMON, encoding="utf-8")
    (pages / "overview.md").write_text("# Overview\n\nNothing here.\n", encoding="utf-8")
    (pages / "binary.md").write_bytes(bytes(range(256)) * 20)
    (pages / "empty.md").write_text("", encoding="utf-8")
    return pages


def run(folder: Path, store: Path, jobs: int | None = None) -> batch.Batch:
    return batch.compile_batch(
        [folder], base=folder.parent, dialect=None, source="pages", store=Store(store), jobs=jobs
    )


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_the_text_and_the_findings_are_those_of_one_page_after_another(folder, tmp_path, jobs):
    alone = pipeline.compile_pages([folder], base=folder.parent, source="pages", validate=False)
    together = run(folder, tmp_path / "cache", jobs)
    assert together.text == alone.text
    assert from_here(together.findings, folder.parent) == list(alone.findings)
    names = {finding.code.name for finding in together.findings}
    assert {"duplicate-operation", "same-place", "no-operation", "binary-page", "example-contradicts-table"} <= names
    assert str(together.counts) == "121 operations, 240 parameters, 238 rules, 119 error rows"


def test_what_did_not_change_is_remembered(folder, tmp_path, monkeypatch):
    first = run(folder, tmp_path / "cache")
    worked_on = []
    record = shares.record_of
    monkeypatch.setattr(shares, "record_of", lambda page: worked_on.append(page.path.name) or record(page))
    assert run(folder, tmp_path / "cache") == first
    assert worked_on == []
    (folder / "p7.md").write_text(PAGE.format(name="Do7", number=70), encoding="utf-8")
    (folder / "p8.md").unlink()
    second = run(folder, tmp_path / "cache")
    # The older page of the operation whose newer one is gone now speaks for it, and was not printed before.
    assert sorted(worked_on) == ["p7.md", "p8.md"]
    assert second.text == pipeline.compile_pages([folder], base=folder.parent, source="pages", validate=False).text


def test_a_damaged_memory_costs_only_time(folder, tmp_path):
    first = run(folder, tmp_path / "cache")
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    assert run(folder, tmp_path / "cache") == first


def test_no_page_with_an_operation_makes_no_text(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "common.md").write_text(COMMON, encoding="utf-8")
    assert run(pages, tmp_path / "cache").text == ""
