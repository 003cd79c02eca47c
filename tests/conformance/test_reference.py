"""The suite against the reference behaviour, through `docpact verify`."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from docpact.contract import openapi

SPEC = Path(__file__).parents[2] / "spec" / "eip"


@pytest.fixture(scope="module")
def service(contract, tmp_path_factory):
    """A folder with the contract, its pages, states and behaviour."""
    folder = tmp_path_factory.mktemp("project") / "eip"
    shutil.copytree(SPEC, folder)
    (folder / "openapi.yaml").write_text(openapi.dump(contract), encoding="utf-8")
    return folder


@pytest.fixture
def verify(service, tmp_path):
    """Runs `docpact verify` there; gives its exit code, the JSON report and what it printed."""

    def verify(*arguments):
        report = tmp_path / "report.json"
        command = [sys.executable, "-m", "docpact", "verify", "openapi.yaml", "--json", str(report), *arguments]
        done = subprocess.run(command, cwd=service, capture_output=True, text=True, check=False)
        found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else None
        return done.returncode, found, done.stdout + done.stderr

    return verify


def test_the_reference_passes_every_case(verify):
    code, report, said = verify()
    assert code == 0, said
    assert report["summary"]["failed"] == report["summary"]["not_exercised"] == 0, said
    rows = [item for item in report["coverage"] if item["kind"] == "error row"]
    assert len(rows) == 54
    open_rows = [item for item in rows if item["status"] != "passed"]
    assert all("full stop" in item["why"] for item in open_rows)


def test_a_server_of_examples_gives_good_answers(verify):
    code, report, said = verify("--examples", "--kinds", "good,forms")
    assert code in (0, 1), said
    assert report is not None


def test_reports_are_written(verify, tmp_path):
    page, junit = tmp_path / "report.html", tmp_path / "report.xml"
    code, _, said = verify("--operations", "ReleaseEipAddress", "--html", str(page), "--junit", str(junit))
    assert code == 0, said
    assert junit.read_text().startswith("<?xml")
    text = page.read_text()
    assert "ReleaseEipAddress" in text
    assert not re.search(r"""(src|href)=["'](?!#)""", text), "the page needs nothing from elsewhere"
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    counted = ElementTree.fromstring(junit.read_text())
    assert int(counted.get("tests")) > 100
    assert counted.get("failures") == "0"


def test_listing_runs_nothing(verify):
    code, report, said = verify("--list", "--operations", "ReleaseEipAddress")
    assert (code, report) == (0, None)
    assert "ReleaseEipAddress/errors/IncorrectEipStatus" in said


def test_usage_errors_end_with_2(verify):
    assert verify("--examples", "--fixtures", "x.json")[0] == 2
    code, _, said = verify("--operations", "Nothing")
    assert code == 2
    assert "there is no operation 'Nothing'" in said


def test_the_reports_say_which_values_come_from_other_pages(tmp_path):
    page = """# {name}

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|{name}|Names the action. |
|RegionId|String|Yes|{region}|The region. |
"""
    (tmp_path / "pages").mkdir()
    for name, region in (("OpenBox", "north-1"), ("ShutBox", "")):
        (tmp_path / "pages" / f"{name}.md").write_text(page.format(name=name, region=region))
    docpact = [sys.executable, "-m", "docpact"]
    subprocess.run([*docpact, "compile", "pages", "-o", "openapi.yaml"], cwd=tmp_path, check=False, capture_output=True)
    reports = ["--json", "report.json", "--html", "report.html", "--operations", "ShutBox"]
    done = subprocess.run(
        [*docpact, "verify", "openapi.yaml", "--examples", *reports],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    said = "RegionId=north-1 from OpenBox (pages/OpenBox.md:8)"
    cases = {case["id"]: case for case in json.loads((tmp_path / "report.json").read_text())["cases"]}
    assert cases["ShutBox/good/required"]["status"] == "passed", done.stdout
    assert cases["ShutBox/good/required"]["borrowed"] == [said]
    assert said in done.stdout
    assert said in (tmp_path / "report.html").read_text()
