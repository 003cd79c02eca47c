"""`docpact lint` as a user meets it: formats, exit codes, selection, the project's settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docpact.cli import cli

PAGE = """# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|Colour|String|No|pink|The colour. Valid values: **red** and **blue**.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
"""
CONFIG = '[services.wall]\npages = "pages"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "Paint.md").write_text(PAGE)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lint", *arguments])


def test_a_warning_is_shown_with_its_line_and_makes_the_exit_code_one() -> None:
    result = run("pages", "--ignore", "missing-section")
    assert result.exit_code == 1
    assert result.stdout == (
        "pages/Paint.md:10:19: warning[DP701]: the example `pink` of `Colour` is not among the listed values\n"
        "   10 | |Colour|String|No|pink|The colour. Valid values: **red** and **blue**.|\n"
        "      |                   ^^^^\n"
        "  help: listed are red, blue\n"
    )
    assert result.stderr == "1 page: 1 warning\n"


def test_notes_do_not_fail_a_run() -> None:
    assert run("pages", "--select", "missing-section").exit_code == 0


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_programs_get_one_document_even_where_nothing_is_found(form: str) -> None:
    result = run("pages", "--select", "dead-link", "--format", form)
    assert result.exit_code == 0
    assert isinstance(json.loads(result.stdout), dict)


def test_github_gets_annotations() -> None:
    assert run("pages", "--select", "DP701", "--format", "github").stdout.startswith(
        "::warning file=pages/Paint.md,line=10,"
    )


def test_without_pages_the_project_is_linted_with_its_settings(folder: Path) -> None:
    (folder / "docpact.toml").write_text(f'{CONFIG}[lint]\nignore = ["missing-section"]\n')
    assert run().exit_code == 1
    suppress = '[[lint.suppress]]\nrule = "example-not-listed"\npages = "pages/*.md"\nbecause = "pink is red"\n'
    (folder / "docpact.toml").write_text(f'{CONFIG}[lint]\nignore = ["missing-section"]\n{suppress}')
    result = run()
    assert (result.exit_code, result.stderr) == (0, "1 page: nothing to report (1 suppressed)\n")


def test_a_suppression_that_suppresses_nothing_is_reported_where_it_stands(folder: Path) -> None:
    suppress = '[[lint.suppress]]\nrule = "dead-link"\nbecause = "links are dead"\n'
    (folder / "docpact.toml").write_text(f'{CONFIG}[lint]\nignore = ["DP760", "DP701"]\n{suppress}')
    result = run()
    assert result.exit_code == 1
    assert result.stdout.startswith("docpact.toml:5:1: warning[DP791]: no finding of `dead-link` is left to suppress\n")
    assert run("pages").exit_code == 0, "where only some pages are linted nobody can tell"


def test_a_suppression_without_a_reason_is_a_broken_configuration(folder: Path) -> None:
    (folder / "docpact.toml").write_text(f'{CONFIG}[[lint.suppress]]\nrule = "example-not-listed"\n')
    result = run()
    assert result.exit_code == 2
    assert "DP001" in result.stderr


def test_a_baseline_is_written_and_respected() -> None:
    assert run("pages", "--baseline", "b.json", "--write-baseline").exit_code == 0
    assert run("pages", "--baseline", "b.json").exit_code == 0
    Path("pages/Paint.md").write_text(PAGE.replace("pink", "grey"))
    assert run("pages", "--baseline", "b.json").exit_code == 1


def test_fix_changes_the_file_once(folder: Path) -> None:
    page = folder / "pages" / "Paint.md"
    page.write_text(PAGE.replace("pink", "red").replace("**red** and **blue**", "**red|blue**"))
    assert run("pages", "--fix", "--ignore", "missing-section").exit_code == 0
    assert "**red\\|blue**" in page.read_text()
    before = page.stat().st_mtime_ns
    assert "mended" not in run("pages", "--fix").stderr
    assert page.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("pages", "--select", "no-such-rule"),
        ("pages", "--format", "xml"),
        ("pages", "--write-baseline"),
        ("pages", "--baseline", "missing.json"),
        ("pages", "--dialect", "klingon"),
        (),
    ],
)
def test_wrong_usage_exits_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_page_that_is_not_there_is_a_finding_and_the_others_are_linted() -> None:
    result = run("pages/Gone.md", "pages/Paint.md")
    assert result.exit_code == 1
    assert "pages/Gone.md:1:1: error[DP101]" in result.stdout
    assert "DP701" in result.stdout
