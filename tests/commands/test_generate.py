"""`docpact generate`: a second run with the same inputs only looks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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


def test_notes_are_counted_and_shown_where_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.yaml").write_text(openapi.dump(CONTRACT), encoding="utf-8")

    def run(*more: str) -> Result:
        done = CliRunner().invoke(command, ["openapi.yaml", "-t", "python", "-o", "out", *more])
        assert done.exit_code == 0
        return done

    for _ in range(2):  # made, and looked at again
        plain = run()
        assert "1 note (--notes shows it)\n" in plain.stderr
        assert "DP402" not in plain.output
        assert plain.stdout == ""
        full = run("--notes")
        assert "openapi.yaml:" in full.stderr
        assert "note[DP402]: the error code `InvalidParameter`" in full.stderr
        assert "--notes" not in full.stderr
    document = json.loads(run("--format", "json").stdout)
    assert [finding["code"] for finding in document["diagnostics"]] == ["DP402"]
    Path("openapi.yaml").write_text(openapi.dump(replace(CONTRACT, operations=())), encoding="utf-8")
    assert "note" not in run().output
    assert json.loads(run("--format", "json").stdout)["diagnostics"] == []


def test_a_contract_that_cannot_be_read_is_told_in_the_form_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.yaml").write_text("info: [", encoding="utf-8")
    done = CliRunner().invoke(command, ["openapi.yaml", "-t", "python", "-o", "out", "--format", "json"])
    assert done.exit_code == 2
    assert [finding["severity"] for finding in json.loads(done.stdout)["diagnostics"]] == ["error"]
