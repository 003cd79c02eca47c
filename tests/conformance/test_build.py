"""The suite follows its pages: a line that moves moves in the quotes, though the contract stays as it was."""

import json
import subprocess
import sys

PAGE = """# SwitchLamp

Switches a lamp.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|SwitchLamp|Names the action. Value: **SwitchLamp**.|
|LampId|String|Yes|lamp-1|The lamp.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|4C467B38|The request.|
"""
CONFIG = """[services.lamp]
pages = "pages"
contract = "openapi.yaml"

[services.lamp.targets.conformance]
output = "out"
"""


def line(folder):
    cases = json.loads((folder / "out" / "cases" / "SwitchLamp.json").read_text())["cases"]
    case = next(case for case in cases if case["id"] == "SwitchLamp/required/LampId.absent")
    return case["quotes"][0]["line"]


def test_a_line_that_moves_moves_in_the_quotes(tmp_path):
    (tmp_path / "pages").mkdir()

    (tmp_path / "docpact.toml").write_text(CONFIG)
    build = [sys.executable, "-m", "docpact", "build"]
    page = tmp_path / "pages" / "SwitchLamp.md"
    page.write_text(PAGE)
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)
    assert line(tmp_path) == 10
    page.write_text(PAGE.replace("Switches a lamp.\n", "Switches a lamp.\n\n\n"))
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True)
    assert line(tmp_path) == 12
