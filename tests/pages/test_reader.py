"""The reader against pages made up for the purpose: every shape of table that real pages have."""

from __future__ import annotations

from docpact.pages import read
from docpact.pages.model import Fence, Page, Prose, Table


def page_of(text: str) -> Page:
    return read("p.md", text)[0]


def table_of(text: str) -> Table:
    return next(block for section in page_of(text).sections for block in section.blocks if isinstance(block, Table))


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def codes(text: str) -> list[str]:
    return [problem.code.name for problem in read("p.md", text)[1]]


def test_a_row_ends_where_a_bar_ends_a_line():
    table = table_of("|A|B|C|\n|-|-|-|\n|x|y|one\n\n two\n\n-   three\n\n\n |\n|u|v|w |\n")
    assert texts(table) == [["x", "y", "one\n\n two\n\n-   three"], ["u", "v", "w"]]


def test_a_lone_bar_is_no_row():
    table = table_of("|A|B|\n|-|-|\n|x|y\n|\n|u|v\n\n|\n")
    assert texts(table) == [["x", "y"], ["u", "v"]]


def test_vertical_table():
    text = "|A\n\n|B\n\n|C |\n|---|---|---|\n|x\n\n|y\n\n|z |\n|u\n\n| |w\n\nmore |\n\n**Note:** end.\n"
    table = table_of(text)
    assert [cell.text for cell in table.header.cells] == ["A", "B", "C"]
    assert texts(table) == [["x", "y", "z"], ["u", "", "w\n\nmore"]]
    assert isinstance(page_of(text).sections[0].blocks[-1], Prose)


def test_vertical_table_with_an_empty_last_column():
    table = table_of("|A\n\n|B\n\n| |\n|--|--|--|\n|x\n\n|y\n\n| |\n|u\n\n|v |\n")
    assert texts(table) == [["x", "y", ""], ["u", "v", ""]]


def test_bars_inside_bold_and_code_separate_nothing():
    table = table_of("|A|B|C|\n|-|-|-|\n|x|`p|q`|one of **a|b**. |\n|u|v|**c | d**\n\n |\n|r|s\\|t|****|\n")
    assert texts(table) == [["x", "`p|q`", "one of **a|b**."], ["u", "v", "**c | d**"], ["r", "s\\|t", "****"]]


def test_a_code_block_in_a_cell_keeps_its_bars():
    table = table_of("|A|B|\n|-|-|\n|x|see\n\n```\n|not|a|row|\n## nor a heading\n```\n\n |\n|u|v|\n")
    assert texts(table) == [["x", "see\n\n```\n|not|a|row|\n## nor a heading\n```"], ["u", "v"]]


def test_a_table_without_outer_bars():
    assert texts(table_of("A | B\n--|--\nx | y\nu | v\n\nprose\n")) == [["x", "y"], ["u", "v"]]


def test_an_indented_table():
    assert texts(table_of("-   item\n\n    |A|B|\n    |-|-|\n    |x|y|\n")) == [["x", "y"]]


def test_short_long_and_unclosed_rows_are_kept_and_reported():
    text = "|A|B|C|\n|-|-|-|\n|group|\n|x|y|z|\n|o|p|q|r|\n|k|l|m\n|u|v|w|\n"
    assert texts(table_of(text)) == [
        ["group", "", ""],
        ["x", "y", "z"],
        ["o", "p", "q|r"],
        ["k", "l", "m"],
        ["u", "v", "w"],
    ]
    assert codes(text) == ["short-row", "long-row", "unclosed-row"]


def test_two_tables_in_a_row():
    page = page_of("|A|B|\n|-|-|\n|x|y|\n\n|C|D|\n|-|-|\n|u|v|\n")
    assert [texts(table) for table in page.sections[0].tables()] == [[["x", "y"]], [["u", "v"]]]


def test_headings_keep_their_attributes_apart():
    section = page_of("# Get Thing {#doc_Get .reference .x}\n\n## Notes ##\n").sections
    assert (section[0].heading.text, section[0].heading.id, section[0].heading.classes) == (
        "Get Thing",
        "doc_Get",
        ("reference", "x"),
    )
    assert section[1].heading.text == "Notes"


def test_front_matter_is_no_text_of_the_page():
    page = page_of("---\nkeyword: [a, b]\n# no heading\ntags:\n  - x\n---\n\n# Get Thing\n\nGets it.\n")
    assert [(s.heading.text, [b.text for b in s.blocks]) for s in page.sections] == [("Get Thing", ["Gets it."])]


def test_front_matter_gives_the_title_of_a_page_that_has_none():
    (section,) = page_of('---\ntitle: "Get Thing"\n---\nGets it.\n').sections
    assert (section.heading.text, section.heading.level, section.heading.span.line) == ("Get Thing", 1, 2)
    assert section.blocks[0].text == "Gets it."


def test_a_line_across_the_page_is_no_front_matter():
    (section,) = page_of("---\nJust words\n---\n").sections
    assert "Just words" in (section.heading.text if section.heading else section.blocks[0].text)


def test_setext_headings_and_indented_code():
    page = page_of("Title {#t}\n=====\n\nErrors \n-----\n\nfollows:\n\n    one\n      two\n")
    assert [(s.heading.level, s.heading.text) for s in page.sections] == [(1, "Title"), (2, "Errors")]
    assert page.sections[1].blocks[-1].text == "one\n  two"


def test_a_fence_in_a_list_loses_the_indentation_of_its_list():
    fence = page_of("-   XML\n\n    ```{#demo}\n    <A>\n      <B/>\n    </A>\n    ```\n").sections[0].blocks[1]
    assert isinstance(fence, Fence)
    assert (fence.info, fence.text) == ("{#demo}", "<A>\n  <B/>\n</A>")


def test_an_unclosed_fence_ends_before_the_next_heading():
    text = "# T\n\n```\n{\n\n## Errors\n\n|A|B|\n|-|-|\n|x|y|\n"
    assert texts(table_of(text)) == [["x", "y"]]
    assert codes(text) == ["unclosed-code-block"]


def test_spans_cut_the_cells_out_of_the_page():
    text = "# T\r\n\r\n|A|B|\r\n|-|-|\r\n| x |one\r\n\r\n two\r\n\r\n |\r\n"
    page = page_of(text)
    lines = text.split("\n")
    for row in next(page.sections[0].tables()).rows:
        for cell in row.cells:
            span = cell.span
            first, last = lines[span.line - 1], lines[span.end_line - 1]
            if span.line == span.end_line:
                assert first[span.column - 1 : span.end_column - 1] == cell.text
            else:
                assert cell.text.startswith(first[span.column - 1 :].rstrip())
                assert cell.text.endswith(last[: span.end_column - 1].lstrip())
