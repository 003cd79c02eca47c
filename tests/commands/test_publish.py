"""`docpact publish` as a user runs it: what it writes, what it keeps, what it refuses."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from docpact.cli import cli

PAGE = """# MakeBox

Makes a box.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|MakeBox|The name. Value: **MakeBox**|
|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|

## Response parameters

|Parameter|Type|Example|Description|
|---|---|---|---|
|BoxId|String|b-1|The box.|
"""
CONFIG = """[services.box]
pages = "pages"
contract = "openapi.yaml"

[services.box.targets.python]
output = "sdk"
package = "boxes"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/MakeBox.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "docpact.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run("compile", "pages", "-o", "openapi.yaml")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_a_project_is_published_beside_it(project: Path) -> None:
    done = run("publish")
    assert done.exit_code == 0, done.output
    assert "Makes a box." in (project / "site/index.html").read_text(encoding="utf-8")
    page = (project / "site/operations/MakeBox.html").read_text(encoding="utf-8")
    assert "<b>from</b> boxes <b>import</b> Client" in page, "the sample names the package that docpact.toml names"
    again = run("publish")
    assert "0 written" in again.output


def test_files_edited_by_hand_are_kept_until_force(project: Path) -> None:
    run("publish")
    index = project / "site/index.html"
    index.write_text("mine", encoding="utf-8")
    done = run("publish")
    assert done.exit_code == 1
    assert "edited by hand" in done.output
    assert index.read_text(encoding="utf-8") == "mine"
    assert run("publish", "--force").exit_code == 0
    assert index.read_text(encoding="utf-8") != "mine"


def test_older_versions_come_from_files_and_from_git(project: Path) -> None:
    (project / "old.yaml").write_text((project / "openapi.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "openapi.yaml"], ["commit", "-qm", "first"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True, cwd=project)
    changed = PAGE.replace("**red** and **blue**", "**red**, **green** and **blue**")
    (project / "pages/MakeBox.md").write_text(changed, encoding="utf-8")
    run("compile", "pages", "-o", "openapi.yaml")
    done = run("publish", "-o", "out", "--label", "3", "--older", "2=old.yaml", "--older", "1=v1:openapi.yaml")
    assert done.exit_code == 0, done.output
    assert (project / "out/versions/2/operations/MakeBox.html").is_file()
    assert (project / "out/versions/1/operations/MakeBox.html").is_file()
    changes = (project / "out/changelog.md").read_text(encoding="utf-8")
    assert changes.index("## 3") < changes.index("green") < changes.index("## 2")


def test_released_contracts_are_the_older_versions(project: Path) -> None:
    contract = (project / "openapi.yaml").read_text(encoding="utf-8")
    (project / "releases").mkdir()
    for version in ("1.9.0", "1.10.0"):
        old = contract.replace("Makes a box.", f"Makes a box in {version}.")
        (project / "releases" / f"{version}.yaml").write_text(old, encoding="utf-8")
    assert run("publish").exit_code == 0
    changes = (project / "site/changelog.md").read_text(encoding="utf-8")
    assert changes.index("## next") < changes.index("## 1.10.0") < changes.index("Since 1.9.0")
    (project / "releases/1.11.0.yaml").write_text(contract, encoding="utf-8")
    run("publish")
    changes = (project / "site/changelog.md").read_text(encoding="utf-8")
    assert "## next" not in changes
    assert changes.index("## 1.11.0") < changes.index("## 1.10.0")
    assert not (project / "site/versions/1.11.0").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nothing.yaml"], 2, "cannot read the contract"),
        (["nobody"], 2, "neither a contract file nor a service"),
        (["--older", "1"], 2, "is not LABEL=SIDE"),
        (["--older", "1=absent.yaml"], 2, "absent.yaml"),
        (["--port", "x"], 2, "--port"),
    ],
)
def test_what_cannot_be_published_is_said(project: Path, arguments: list[str], code: int, says: str) -> None:
    done = run("publish", *arguments)
    assert done.exit_code == code, done.output
    assert says in done.output
    assert "Traceback" not in done.output
    assert not (project / "site").exists()


def test_the_site_is_served_with_a_server_behind_it(project: Path) -> None:
    import json
    import sys
    from urllib.error import HTTPError

    command = [sys.executable, "-m", "docpact", "publish", "--serve"]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            with urlopen(f"{url}/") as answer:
                assert b"Makes a box." in answer.read()
            with pytest.raises(HTTPError) as refused:
                urlopen(f"{url}/?Action=MakeBox")
            with refused.value as answer:
                assert json.load(answer)["Code"] == "MissingVersion"
            with pytest.raises(HTTPError) as missing:
                urlopen(f"{url}/operations/Nothing.html")
            with missing.value as answer:
                assert answer.code == 404
                assert b"There is no such page." in answer.read()
        finally:
            process.terminate()
