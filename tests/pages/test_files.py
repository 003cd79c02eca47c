from __future__ import annotations

from docpact.pages import load


def test_a_missing_page_is_a_diagnostic(tmp_path):
    page, problems = load(tmp_path / "none.md", "none.md")
    assert page.sections == ()
    assert [problem.code.name for problem in problems] == ["missing-page"]


def test_a_folder_is_no_page(tmp_path):
    assert [p.code.name for p in load(tmp_path, "x")[1]] == ["missing-page"]


def test_binary_data_is_not_read(tmp_path):
    path = tmp_path / "p.md"
    path.write_bytes(bytes(range(256)) * 50)
    page, problems = load(path, "p.md")
    assert page.text == ""
    assert [problem.code.name for problem in problems] == ["binary-page"]


def test_other_encodings_are_read_and_reported(tmp_path):
    path = tmp_path / "p.md"
    text = "# 查询\n\n## 请求参数\n\n名称和类型\n"
    for encoding in ("utf-16", "gb18030"):
        path.write_bytes(text.encode(encoding))
        page, problems = load(path, "p.md")
        assert page.text == text
        assert [problem.code.name for problem in problems] == ["wrong-encoding"]


def test_a_byte_order_mark_is_no_part_of_the_title(tmp_path):
    path = tmp_path / "p.md"
    path.write_bytes(b"\xef\xbb\xbf# Title\n")
    page, problems = load(path, "p.md")
    assert (page.title.text, problems) == ("Title", [])


def test_a_wrong_byte_costs_only_itself(tmp_path):
    path = tmp_path / "p.md"
    path.write_bytes(b"# Title\n\ntext " + b"word " * 100 + b"\xff end\n")
    page, problems = load(path, "p.md")
    assert page.title.text == "Title"
    assert "\ufffd end" in page.text
    assert [(p.code.name, p.span.line) for p in problems] == [("wrong-encoding", 3)]
