"""What a project runs before each commit: the hooks as they are declared, in a repository of their own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from docpact.cli import cli

PAGE = """# {0}

Makes a shelf.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|{0}|Set the value to **{0}**. |
"""
HOOKS = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())


def hook(name: str) -> Result:
    (entry,) = [hook["entry"] for hook in HOOKS if hook["id"] == name]
    program, *arguments = entry.split()
    assert program == "docpact"
    return CliRunner().invoke(cli, arguments)


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "spec" / "shelves" / "pages"
    pages.mkdir(parents=True)
    (pages / "MakeShelf.md").write_text(PAGE.format("MakeShelf"))
    (tmp_path / "README.md").write_text("# Shelves\n\nNo page of an operation.\n")
    (tmp_path / "docpact.toml").write_text('[services.shelves.targets.python]\noutput = "out"\n')
    (tmp_path / ".gitignore").write_text(".docpact\n")
    git("init", "-q", ".")
    git("add", "-A")
    return tmp_path


def test_a_new_file_that_a_commit_would_miss_stops_it(project: Path) -> None:
    first = hook("docpact-build")
    assert first.exit_code == 1
    assert "out/pyproject.toml: generated, but not in git: `git add` it\n" in first.stderr
    assert "spec/shelves/openapi.yaml: generated" in first.stderr
    git("add", "-A")
    assert hook("docpact-build").exit_code == 0
    (project / "spec/shelves/pages/MendShelf.md").write_text(PAGE.format("MendShelf"))
    again = hook("docpact-build")
    assert again.exit_code == 1
    assert "/operations/mend_shelf.py: generated" in again.stderr
    git("add", "-u")
    assert hook("docpact-build").exit_code == 1, "changed files are in git, the new ones are not"
    git("add", "-A")
    assert hook("docpact-build").exit_code == 0
    assert hook("docpact-check").exit_code == 0


def test_a_project_that_git_does_not_know(project: Path) -> None:
    for path in sorted((project / ".git").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (project / ".git").rmdir()
    result = hook("docpact-build")
    assert result.exit_code == 2
    assert "--tracked asks git: not a git repository" in result.output


def test_only_pages_of_services_are_linted() -> None:
    result = hook("docpact-lint")
    assert result.exit_code == 0, result.output
    assert "README.md" not in result.output
