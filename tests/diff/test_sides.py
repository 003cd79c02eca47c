"""What can be compared: files, pages, folders and git revisions; where each change stands; and the reports of it."""

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact.cli import cli
from docpact.contract import openapi
from docpact.diff.examples import contract

PAGE = """# CreateDisk

Creates a disk.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|CreateDisk|The operation to perform. Set the value to **CreateDisk**.|
|Size|Integer|{required}|20|The size of the disk. Valid values: 5 to {most}.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|DiskId|String|d-1|The ID of the disk.|

## Error codes

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
|400|{code}|The disk belongs to another account.|Check the owner.|
"""
OLD = PAGE.format(required="No", most=90, code="Forbiden")
NEW = PAGE.format(required="Yes", most=80, code="Forbidden")
EXPECTED = {"parameter-became-required", "maximum-lowered", "error-code-corrected"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, ["diff", *arguments])
        assert result.exit_code == code, result.output
        return result.stdout

    return invoke


def write(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def kinds(report: str) -> set[str]:
    return {change["kind"] for change in json.loads(report)["changes"]}


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_pages_and_folders_of_pages(run) -> None:
    write("old/CreateDisk.md", OLD), write("new/CreateDisk.md", NEW)
    for old, new in (("old", "new"), ("old/CreateDisk.md", "new/CreateDisk.md")):
        assert kinds(run(old, new, "--format", "json")) == EXPECTED
    assert kinds(run("old", "old", "--format", "json")) == set()


def test_places_are_the_rows_of_the_pages(run) -> None:
    write("old/CreateDisk.md", OLD), write("new/CreateDisk.md", "\n" + NEW)
    changes = {c["kind"]: c for c in json.loads(run("old", "new", "--format", "json"))["changes"]}
    bound = changes["maximum-lowered"]
    assert (bound["old"]["file"], bound["old"]["line"]) == ("old/CreateDisk.md", 10)
    assert (bound["new"]["file"], bound["new"]["line"]) == ("new/CreateDisk.md", 11)
    assert bound["old"]["row"].startswith("|Size|Integer|No|20|")
    code = changes["error-code-corrected"]
    assert (code["old"]["line"], code["new"]["line"]) == (22, 23)
    assert "Forbiden" in code["old"]["row"]
    assert code["overlay"]["update"] == {"x-docpact-aliases": ["Forbiden"]}


def test_places_are_the_lines_of_contract_files(run) -> None:
    for name, most in (("old", 90), ("new", 80)):
        made = contract("parameters", f"[{{name: Size, in: query, schema: {{type: integer, maximum: {most}}}}}]")
        write(f"{name}.yaml", openapi.dump(made))
    (change,) = json.loads(run("old.yaml", "new.yaml", "--format", "json"))["changes"]
    for side, most in (("old", 90), ("new", 80)):
        line = Path(f"{side}.yaml").read_text().splitlines()[change[side]["line"] - 1]
        assert line.strip() == f"maximum: {most}"


def test_git_revisions_leave_the_work_tree_alone(run) -> None:
    git("init", "-q", ".")
    write("pages/sub/CreateDisk.md", OLD)
    git("add", "."), git("commit", "-qm", "one"), git("tag", "v1")
    write("pages/sub/CreateDisk.md", NEW)
    git("commit", "-qam", "two"), git("tag", "v2")
    write("pages/sub/CreateDisk.md", "unsaved work")
    before = {p: p.stat().st_mtime_ns for p in Path(".").rglob("*") if ".git" not in p.parts and p.is_file()}
    index = Path(".git/index").read_bytes()
    report = json.loads(run("v1..v2", "--pages", "pages", "--format", "json"))
    assert {c["kind"] for c in report["changes"]} == EXPECTED
    assert {c["old"]["file"] for c in report["changes"]} == {"v1:pages/sub/CreateDisk.md"}
    assert kinds(run("v1:pages", "v2:pages/sub/CreateDisk.md", "--format", "json")) >= EXPECTED
    assert before == {p: p.stat().st_mtime_ns for p in Path(".").rglob("*") if ".git" not in p.parts and p.is_file()}
    assert Path(".git/index").read_bytes() == index
    write("pages/sub/CreateDisk.md", NEW)
    assert kinds(run("v1..", "--pages", "pages", "--format", "json")) == EXPECTED
    assert kinds(run("v1", "v2", "--pages", "pages", "--format", "json")) == EXPECTED


def test_the_project_names_the_pages_and_its_rules(run) -> None:
    git("init", "-q", ".")
    write("spec/disks/pages/CreateDisk.md", OLD)
    rules = [
        ("error-code-corrected", "ignore"),
        ("maximum-*", "compatible"),
        ("parameter-became-required", "text only"),
    ]
    tables = "".join(
        f'[[diff.rules]]\nkind = "{kind}"\nlevel = "{level}"\nreason = "Because."\n' for kind, level in rules
    )
    write("docpact.toml", f"[services.disks]\n{tables}")
    git("add", "."), git("commit", "-qm", "one")
    write("spec/disks/pages/CreateDisk.md", NEW)
    report = json.loads(run("HEAD..", "--format", "json"))
    assert {c["kind"]: c["level"] for c in report["changes"]} == {
        "maximum-lowered": "compatible",
        "parameter-became-required": "text only",
    }
    assert [c["kind"] for c in report["ignored"]] == ["error-code-corrected"]
    assert report["bump"] == "minor"


@pytest.mark.parametrize(
    "rule",
    [
        'kind = "nonsense"\nlevel = "risky"\nreason = "x"',
        'kind = "error-added"\nlevel = "loud"\nreason = "x"',
        'kind = "error-added"\nlevel = "risky"',
        'kind = "error-added"\nlevel = "risky"\nreason = "x"\ncolour = "red"',
    ],
)
def test_a_bad_rule_is_refused(run, rule: str) -> None:
    write("a.md", OLD), write("rules.toml", f"[[rules]]\n{rule}\n")
    run("a.md", "a.md", "--rules", "rules.toml", code=2)


def test_fail_on_a_level(run) -> None:
    write("old.md", OLD), write("new.md", NEW), write("words.md", OLD.replace("Creates", "Makes"))
    run("old.md", "new.md", "--fail-on", "breaking", code=1)
    run("old.md", "words.md", "--fail-on", "compatible", code=0)
    run("old.md", "words.md", "--fail-on", "text", code=1)


@pytest.mark.parametrize("side", ["nowhere", "nowhere.yaml", "-x..", "empty.md", "broken.yaml", "v9.."])
def test_a_side_that_is_none_is_told(run, side: str) -> None:
    write("page.md", OLD), write("empty.md", "Nothing.\n"), write("broken.yaml", "a: [")
    arguments = ["--pages", "page.md", "--", side] if ".." in side else ["--", side, "page.md"]
    result = CliRunner().invoke(cli, ["diff", *arguments])
    assert result.exit_code == 2
    assert "DP80" in result.stderr
    assert "internal error" not in result.stderr


HOSTILE = "</code><script>alert(1)</script>`|*_[x](javascript:x)::set-output\x1b[31m"


@pytest.mark.parametrize("format", ["text", "markdown", "json", "github", "html"])
def test_hostile_text_is_harmless_in_every_format(run, format: str) -> None:
    row = "[{{status: 400, code: {0}, message: {1}}}]"
    for name, code in (("old", "A"), ("new", "B")):
        made = contract("errors", row.format(json.dumps(code + HOSTILE), json.dumps("It is wrong. " + HOSTILE)))
        write(f"{name}.yaml", openapi.dump(made))
    report = run("old.yaml", "new.yaml", "--format", format)
    assert "\x1b" not in report
    if format == "html":
        tags: set[str] = set()
        parser = HTMLParser()
        parser.handle_starttag = lambda tag, _: tags.add(tag)  # type: ignore[method-assign]
        parser.feed(report)
        assert "script" not in tags
        assert "alert(1)" in report
    if format == "markdown":
        from markdown_it import MarkdownIt

        shown = MarkdownIt("commonmark", {"html": True}).render(report)
        assert not re.search(r"<(script|a|em)\b", shown)
    if format == "github":
        assert all(re.match(r"::(error|warning|notice) ", line) for line in report.splitlines())


def test_every_format_says_every_change(run) -> None:
    write("old.md", OLD), write("new.md", NEW)
    for format in ("text", "markdown", "github", "html"):
        report = run("old.md", "new.md", "--format", format)
        assert all(kind in report for kind in EXPECTED), format
    assert "x-docpact-aliases" in run("old.md", "new.md")


def test_a_member_of_a_body_has_its_own_row(run) -> None:
    page = """# UpdateDisk

Updates a disk.

## Request syntax

```
PUT /disks/[DiskId] HTTP/1.1
```

## Request parameters

|Parameter|Type|Position|Required|Example|Description|
|---------|----|--------|--------|-------|-----------|
|DiskId|String|Path|Yes|d-1|The ID of the disk.|

## Request body

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|source|Object|No| |Where the data come from.|
|└size|Integer|No|1|How much there is.|
|target|Object|No| |Where the data go.|
|└size|Integer|No|1|How much there will be.|
"""
    write("old.md", page), write("new.md", page.replace("|No|1|How much there will", "|Yes|1|How much there will"))
    (change,) = json.loads(run("old.md", "new.md", "--format", "json"))["changes"]
    assert (change["kind"], change["subject"]) == ("field-became-required", "target.size")
    assert change["old"]["line"] == change["new"]["line"] == 24


def test_a_page_that_is_no_longer_read_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("old", "new"):
        write(f"{folder}/CreateDisk.md", OLD)
        write(f"{folder}/DeleteDisk.md", OLD.replace("CreateDisk", "DeleteDisk"))
    Path("new/DeleteDisk.md").write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(cli, ["diff", "old", "new"])
    assert "The operation `DeleteDisk` is no longer documented." in result.stdout
    assert "new/DeleteDisk.md:1:1: error[DP103]" in result.stderr
    Path("new/DeleteDisk.md").unlink()
    assert CliRunner().invoke(cli, ["diff", "old", "new"]).stderr == ""


def test_a_name_of_nothing_outside_a_repository(run) -> None:
    write("new.md", NEW)
    result = CliRunner().invoke(cli, ["diff", "nowhere.md", "new.md"])
    assert "there is no file or folder 'nowhere.md'" in result.stderr


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[diff]\nrules = 'x'\n", 1, "`rules` about changes are tables"),
        ("rules = [1]\n", 1, "`rules` about changes are tables"),
        ("# here\n[[diff.rule]]\nkind = 'field-removed'\n", 2, "`rule` is nothing that is set about changes"),
        ("diff = 1\n", 1, "`diff` is nothing that is set about changes"),
    ],
)
def test_a_file_without_proper_rules(run, text: str, line: int, says: str) -> None:
    write("a.md", OLD), write("rules.toml", text)
    result = CliRunner().invoke(cli, ["diff", "a.md", "a.md", "--rules", "rules.toml"])
    assert result.exit_code == 2
    assert f"rules.toml:{line}:1: error[DP801]: {says}" in result.stderr
