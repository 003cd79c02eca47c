"""`docpact generate`: a second run with the same inputs only looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact.commands.generate import command
from docpact.contract import openapi
from docpact.contract.model import Contract, ErrorRow, Operation

CONTRACT = Contract(
    title="Things",
    version="1",
    operations=(Operation(name="GetThing", errors=(ErrorRow(status=400, code="InvalidParameter"),)),),
)


def test_what_stands_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "openapi.yaml"
    path.write_text(openapi.dump(CONTRACT), encoding="utf-8")

    def run(*more: str) -> str:
        done = CliRunner().invoke(command, ["openapi.yaml", "-t", "python", "-o", "out", *more])
        return done.output

    assert " written, 0 unchanged" in run()
    again = run()
    assert "nothing changed" in again
    (tmp_path / "out/README.md").unlink()
    assert "1 written" in run()
    assert "nothing changed" in run()
    assert "written" in run("--option", "package=other")
    (tmp_path / "out/README.md").write_text("mine", encoding="utf-8")
    assert "DP601" in run("--option", "package=other")
    assert (tmp_path / "out/README.md").read_text(encoding="utf-8") == "mine"
    path.write_text(openapi.dump(CONTRACT).replace("GetThing", "GetOther"), encoding="utf-8")
    run("--option", "package=other")
    assert (tmp_path / "out/other/operations/get_other.py").is_file()
