"""`docpact init` writes a project that can be built, and changes nothing that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact import config
from docpact.cli import cli


def test_it_writes_a_configuration_and_pages(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["init", str(tmp_path / "shop"), "--service", "orders"])
    assert result.exit_code == 0, result.output
    service = config.load(tmp_path / "shop" / "docpact.toml").service("orders")
    assert service is not None
    assert sorted(page.name for page in service.pages.glob("*.md")) == ["CreateNote.md", "ListNotes.md"]
    assert service.targets[0].options == {"package": "orders_client"}


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


@pytest.mark.parametrize("name", ["", "a/b", "../x", "Über", "a b", "-x", "x" * 65])
def test_a_name_that_cannot_name_a_service_is_refused(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(cli, ["init", str(tmp_path), "--service", name])
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
