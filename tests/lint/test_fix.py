"""Mending: what a page says stays the same, a second run finds nothing to do, files keep their form."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.diagnostics import Code, Diagnostic, Edit, Severity, Span
from docpact.lint import edits, engine
from docpact.lint.fix import fix, mend
from docpact.lint.subject import Subject

PAGE = """# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|Col\u200bour|String|No|red|The colour. Valid values: **red | blue**.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|

## Examples

```
https://paint.example.com/? Action=Paint
&Colour=red
```

```
{"RequestId": "1"}
```
"""


def find(subject: Subject) -> list[Diagnostic]:
    return engine.lint([subject], engine.Choice(select=("DP7",))).findings


def test_what_can_be_mended_is_mended_and_the_page_says_the_same() -> None:
    before = engine.read("Paint.md", PAGE)
    text, count = mend(before, find)
    assert count == 3
    assert "|Colour|String|No|red|The colour. Valid values: **red \\| blue**.|" in text
    assert "/?Action=Paint\n" in text
    after = engine.read("Paint.md", text)
    assert [d for d in find(after) if d.edits] == []
    assert mend(after, find) == (text, 0)
    assert before.operation is not None
    assert after.operation is not None
    assert [p.name for p in after.operation.parameters] == [p.name for p in before.operation.parameters]
    assert after.operation.parameters[1].schema.enum == before.operation.parameters[1].schema.enum


def test_misspelt_heads_and_types_are_corrected() -> None:
    wrong = PAGE.replace("## Request parameters", "## Requst parameters {#parameters .section}")
    wrong = wrong.replace("|Parameter|Type|Required|", "|Paramter|Type|Requierd|").replace("|String|No|", "|Strng|No|")
    text, _ = mend(
        engine.read("Paint.md", wrong), lambda s: engine.lint([s], engine.Choice(select=("DP205",))).findings
    )
    assert text == wrong.replace("Requst", "Request").replace("Paramter", "Parameter").replace(
        "Requierd", "Required"
    ).replace("Strng", "String")


def test_an_edit_that_would_change_what_the_page_says_is_not_made() -> None:
    code = Code("DP799", "rename", Severity.NOTE, "Renames.\n\nWrongly.")

    def rename(subject: Subject) -> list[Diagnostic]:
        rows = [row for row in subject.request if row.name.text != "Action"]
        return [code.at(r.name_span, "rename", edits=[Edit(r.name_span, "Other")]) for r in rows]

    assert mend(engine.read("Paint.md", PAGE), rename) == (PAGE, 0)


def test_files_keep_line_ends_byte_order_mark_and_permissions(tmp_path: Path) -> None:
    path = tmp_path / "Paint.md"
    path.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    path.chmod(0o600)
    done = fix(engine.load([path]), find)
    assert (done.pages, done.findings, done.failed) == ([path.as_posix()], 3, [])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# Paint\r\n")
    assert data.count(b"\r\n") == data.count(b"\n") == PAGE.count("\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert fix(engine.load([path]), find).pages == []


def test_a_file_in_another_encoding_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "Paint.md"
    data = PAGE.replace("Paints a wall.", "粉刷墙壁。" * 40).encode("gb18030")
    path.write_bytes(data)
    assert fix(engine.load([path]), find).pages == []
    assert path.read_bytes() == data


@given(st.text("ab\n", max_size=30), st.data())
def test_edits_replace_exactly_what_they_cover(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(1, len(lines[line - 1]) + 1))
    end = data.draw(st.integers(start, len(lines[line - 1]) + 1))
    after = edits.apply(text, [Edit(Span("p", line, start, line, end), "X")]).split("\n")
    assert after[: line - 1] + after[line:] == lines[: line - 1] + lines[line:]
    assert after[line - 1] == lines[line - 1][: start - 1] + "X" + lines[line - 1][end - 1 :]


@pytest.mark.parametrize("order", [1, -1])
def test_of_edits_that_overlap_the_first_is_made(order: int) -> None:
    both = [Edit(Span("p", 1, 1, 1, 3), "X"), Edit(Span("p", 1, 2, 1, 4), "Y")]
    assert edits.apply("abcd", both[::order]) == "Xcd"
