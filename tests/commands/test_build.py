"""The commands as a user runs them: real processes in a real folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = """# PutThing {#doc_api_Demo_PutThing .reference}

Stores one thing.

## Debug

[OpenAPI Explorer](https://api.aliyun.com/#product=Demo&api=PutThing&type=RPC&version=2020-01-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|PutThing|The operation. Set the value to **PutThing**. |
|Colour|String|No|red|The colour. Valid values: **red** and **blue**. |

## Error codes

|HTTP status code|Error code|Error message|Description|
|----------------|----------|-------------|-----------|
|400|InvalidColour|No such colour.|The colour is unknown.|
"""

CONFIG = """[services.demo]
pages = "pages"
contract = "openapi.yaml"

[services.demo.targets.python]
output = "sdk"
package = "demo"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "PutThing.md").write_text(PAGE)
    (tmp_path / "docpact.toml").write_text(CONFIG)
    return tmp_path


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docpact", *arguments]
    return subprocess.run(command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, timeout=120)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".docpact" not in path.parts
    }


def test_build_writes_once_and_check_agrees(project):
    assert run(project, "build", "--check").returncode == 1
    assert not (project / "openapi.yaml").exists(), "--check writes nothing"
    first = run(project, "build")
    assert first.returncode == 0, first.stderr
    before = {path: os.stat(path).st_mtime_ns for path in project.rglob("*") if path.is_file()}
    assert run(project, "build").returncode == 0
    after = {path: os.stat(path).st_mtime_ns for path in before}
    assert {p for p in before if before[p] != after[p] and ".docpact" not in p.parts} == set()
    assert run(project, "build", "--check").returncode == 0


def test_check_and_diff_name_what_is_stale(project):
    run(project, "build")
    page = project / "pages" / "PutThing.md"
    page.write_text(PAGE.replace("No such colour.", "Unknown colour."))
    built = tree(project)
    stale = run(project, "build", "--check")
    assert stale.returncode == 1
    assert "openapi.yaml" in stale.stderr
    assert "DP602" in stale.stderr
    shown = run(project, "build", "--diff")
    assert shown.returncode == 1
    assert "+            message: Unknown colour." in shown.stdout
    assert tree(project) == built


def test_output_is_the_same_to_the_byte_wherever_and_however_it_runs(project, tmp_path_factory):
    run(project, "build", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    other = tmp_path_factory.mktemp("other") / "deep" / "er"
    (other / "pages").mkdir(parents=True)
    (other / "pages" / "PutThing.md").write_text(PAGE)
    (other / "docpact.toml").write_text(CONFIG)
    done = run(other / "pages", "build", PYTHONHASHSEED="77", LC_ALL="tr_TR.UTF-8", TZ="Asia/Tokyo", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert tree(other) == tree(project)


def test_an_error_in_the_pages_leaves_outputs_as_they_were(project):
    run(project, "build")
    built = tree(project / "sdk")
    (project / "pages" / "PutThing.md").write_bytes(b"\x00\x01\x02")
    failed = run(project, "build")
    assert failed.returncode == 1
    assert "pages/PutThing.md:1:1" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(project / "sdk") == built


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[services.demo\n", "docpact.toml:1:1"),
        ("[services.demo]\npage = 'x'\n", "unknown key `page`"),
        ("[services.demo]\npages = 3\n", "must be a string"),
        ("", "names no service"),
        ("[services.demo.targets.python]\noutput = '../elsewhere'\n", "outside the project"),
    ],
)
def test_a_configuration_that_cannot_be_used(project, text, says):
    (project / "docpact.toml").write_text(text)
    done = run(project, "build")
    assert done.returncode == 2
    assert says in done.stderr
    assert "help:" in done.stderr
    assert "Traceback" not in done.stderr


def test_generate_says_which_targets_there_are(project):
    run(project, "build")
    done = run(project, "generate", "openapi.yaml", "-t", "cobol", "-o", "x")
    assert done.returncode == 2
    assert "python" in done.stderr


def test_a_broken_contract_is_shown_with_its_place(project):
    (project / "broken.yaml").write_text("openapi: 3.1.0\npaths:\n  /A:\n    get:\n      parameters: [3]\n")
    done = run(project, "generate", "broken.yaml", "-t", "python", "-o", "x")
    assert done.returncode == 2
    assert "broken.yaml:4" in done.stderr
    assert "DP301" in done.stderr


def test_notes_are_counted_and_shown_where_asked(project):
    page = project / "pages" / "PutThing.md"
    page.write_text(PAGE.replace("|400|InvalidColour|", "|400|InvalidParameter|"))
    for _ in range(2):  # built, and looked at again
        plain = run(project, "build")
        assert "demo: 1 note (--notes shows it)\n" in plain.stderr
        assert "DP402" not in plain.stderr
        assert "note[DP402]" in run(project, "build", "--notes").stderr
    machine = run(project, "build", "--format", "json")
    assert machine.returncode == 0
    assert [finding["code"] for finding in json.loads(machine.stdout)["diagnostics"]] == ["DP402"]


def test_a_report_for_programs_is_one_document(project):
    for option in ("--diff", "--watch"):
        refused = run(project, "build", "--format", "json", option)
        assert refused.returncode == 2
        assert "neither --diff nor --watch" in refused.stderr
