"""`docpact init` writes a project that can be built, and changes nothing that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact import config
from docpact.cli import cli
from docpact.contract import openapi


def test_it_writes_a_configuration_and_pages(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["init", str(tmp_path / "shop"), "--service", "orders"])
    assert result.exit_code == 0, result.output
    service = config.load(tmp_path / "shop" / "docpact.toml").service("orders")
    assert service is not None
    assert sorted(page.name for page in service.pages.glob("*.md")) == ["CreateNote.md", "ListNotes.md"]
    assert service.targets[0].options == {"package": "orders_client"}


def test_what_it_writes_builds_and_has_nothing_to_complain_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CliRunner().invoke(cli, ["init", str(tmp_path), "--service", "class"]).exit_code == 0
    monkeypatch.chdir(tmp_path)
    for command in (["build"], ["build", "--check"], ["lint"]):
        result = CliRunner().invoke(cli, command)
        assert result.exit_code == 0, result.output
    contract = openapi.load((tmp_path / "spec" / "class" / "openapi.yaml").read_text())
    assert [operation.name for operation in contract.operations] == ["CreateNote", "ListNotes"]
    assert (tmp_path / "generated" / "python" / "class_client" / "__init__.py").is_file()


def test_it_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "docpact.toml").write_text("mine")
    result = CliRunner().invoke(cli, ["init", str(tmp_path)])
    assert (result.exit_code, (tmp_path / "docpact.toml").read_text()) == (2, "mine")
    assert [p.name for p in tmp_path.iterdir()] == ["docpact.toml"]
    pages = tmp_path / "other" / "spec" / "notes" / "pages"
    pages.mkdir(parents=True)
    (pages / "Mine.md").write_text("# Mine\n")
    assert CliRunner().invoke(cli, ["init", str(tmp_path / "other")]).exit_code == 0
    assert [p.name for p in pages.iterdir()] == ["Mine.md"]
    assert (tmp_path / "other" / ".gitignore").read_text().endswith("/.docpact/\n")


@pytest.mark.parametrize("name", ["", "a/b", "../x", "Über", "a b", "-x", "x" * 65])
def test_a_name_that_cannot_name_a_service_is_refused(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(cli, ["init", str(tmp_path), "--service", name])
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
