"""What a reader must be told of: pages that are read as something else than they are."""

from pathlib import Path

import pytest

from docpact import pages, pipeline, understand

ROW = "|Action|String|Yes|{}|Names the action. |"
TABLE = """
## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
{rows}

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The request. |
"""
LINK = "[Explorer](https://api.aliyun.com/#product=Box&api=OpenBox&type=RPC&version=2020-01-01)"


def told(text, code):
    page, _ = pages.read("page.md", text)
    return [finding for finding in understand.operation(page).diagnostics if finding.code.id == code]


def test_a_page_with_the_action_rows_of_several_operations_names_them_all():
    text = "# Boxes\n" + TABLE.format(rows=ROW.format("OpenBox")) + TABLE.format(rows=ROW.format("ShutBox"))
    (finding,) = told(text, "DP219")
    assert "2 operations, `OpenBox`, `ShutBox`" in finding.message
    assert [text.splitlines()[span.line - 1] for span in finding.spans()] == [
        ROW.format("OpenBox"),
        ROW.format("ShutBox"),
    ]


def test_a_page_with_several_request_lines_for_headings_names_them_all():
    text = "# Boxes\n\n## GET /boxes/{id}\n\nOpens.\n\n## DELETE /boxes/{id}\n\nDrops.\n"
    (finding,) = told(text, "DP219")
    assert "`GET /boxes/{id}`, `DELETE /boxes/{id}`" in finding.message


@pytest.mark.parametrize("rows", [ROW.format("OpenBox"), ROW.format("OpenBox") + "\n" + ROW.format("openbox")])
def test_one_operation_is_one(rows):
    assert told("# OpenBox\n" + TABLE.format(rows=rows), "DP219") == []


def compiled(folder: Path, text: str, overlay: Path | None = None):
    (folder / "page.md").write_text(text)
    return pipeline.compile_pages([folder / "page.md"], base=folder, overlay=overlay, validate=False)


def test_pages_that_name_no_product_are_told_of_and_the_overlay_names_it(tmp_path):
    text = "# OpenBox\n" + TABLE.format(rows=ROW.format("OpenBox"))
    lost = compiled(tmp_path, text)
    (finding,) = [f for f in lost.findings if f.code.id == "DP220"]
    assert "no page names the product or the API version" in finding.message
    assert (lost.contract.title, lost.contract.version) == ("API", "0")
    named = compiled(tmp_path, text.replace("# OpenBox", f"# OpenBox\n\n{LINK}"))
    assert not [f for f in named.findings if f.code.id == "DP220"]
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\nactions:\n  - target: $.info\n"
        "    description: The pages do not name the product.\n    update: {title: Box, version: 2020-01-01}\n"
    )
    mended = compiled(tmp_path, text, overlay)
    assert (mended.contract.title, mended.contract.version) == ("Box", "2020-01-01")
    assert not [f for f in mended.findings if f.code.id == "DP220"], "what the overlay mends is not told"
