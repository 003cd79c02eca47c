"""The guide that ships with the suite: its example, its fixtures and its commands work as it says."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RUNTIME = HERE.parents[1] / "templates" / "conformance" / "_runtime"


def load(path):
    spec = importlib.util.spec_from_file_location(f"docpact_tests_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def application():
    return load(HERE / "independent.py").Application()


def test_the_example_makes_an_implementation_testable(application, run):
    example = load(RUNTIME / "example_wsgi.py")
    with load(HERE / "serving.py").serving(example.StateUrl(application, application.world)) as url:
        options = ("--endpoint", url, "--state-url", f"{url}/states", "--operations", "ReleaseEipAddress")
        code, report, said = run(*options)
    assert code == 0, said
    status = {item["name"]: item["status"] for item in report["coverage"] if item["kind"] == "error row"}
    assert status["IncorrectEipStatus"] == status["InvalidAllocationId.NotFound"] == "passed"
    why = next(item["why"] for item in report["coverage"] if item["name"] == "Forbbiden")
    assert "I cannot arrange this state" in why


def test_the_example_is_forty_lines():
    text = (RUNTIME / "example_wsgi.py").read_text(encoding="utf-8")
    lines = [line for line in text.split('"""', 2)[2].splitlines() if line.strip()]
    assert len(lines) <= 40


def test_the_example_fixtures_meet_a_world_made_by_hand(application, run):
    world = application.world
    world.new_eip(AllocationId="eip-free")
    for name, fields in {
        "eip-of-default-vpc": {"default_vpc": True},
        "eip-to-release": {},
        "eip-in-use": {"Status": "InUse", "InstanceId": "i-other"},
        "eip-free": {},
    }.items():
        world.eips[name] = {**world.new_eip(**fields), "AllocationId": name}
    for name, fields in {"i-running": {}, "i-classic": {"vpc": False}, "ngw-one": {"kind": "Nat"}}.items():
        world.instances[name] = {**world.new_instance(**fields), "id": name}
    with load(HERE / "serving.py").serving(application) as url:
        fixtures = str(RUNTIME / "example_fixtures.json")
        names = "AssociateEipAddress,ReleaseEipAddress"
        code, report, said = run("--endpoint", url, "--fixtures", fixtures, "--operations", names)
    assert code == 0, said
    passed = {f"{i['operation']}/{i['name']}" for i in report["coverage"] if i["status"] == "passed"}
    assert {"AssociateEipAddress/OperationDenied#2", "ReleaseEipAddress/IncorrectEipStatus"} <= passed


def test_a_reset_makes_every_good_call_run(application, run, tmp_path):
    world = application.world
    plain = application.__class__.__call__

    class Resettable(application.__class__):
        def __call__(self, environ, start_response):
            if environ["PATH_INFO"] != "/reset":
                return plain(self, environ, start_response)
            self.world.eips["eip-one"] = {**self.world.new_eip(), "AllocationId": "eip-one"}
            start_response("204 No Content", [("Content-Length", "0")])
            return [b""]

    resettable = Resettable()
    resettable.world = world
    with load(HERE / "serving.py").serving(resettable) as url:
        fixtures = tmp_path / "fixtures.json"
        given = {"RegionId": "cn-hangzhou", "AllocationId": "eip-one"}
        fixtures.write_text(json.dumps({"reset": f"{url}/reset", "ok": given}))
        options = ("--endpoint", url, "--fixtures", str(fixtures), "--operations", "ReleaseEipAddress")
        code, report, said = run(*options, "--kinds", "good,forms,tolerance")
    assert code == 0, said
    reasons = {case["why"][0] for case in report["cases"] if case["status"] == "not exercised"}
    assert all("V3" in reason or "leave it open" in reason for reason in reasons), reasons


def test_the_options_of_the_guide_exist(suite):
    text = (RUNTIME / "GUIDE.md").read_text(encoding="utf-8") + (RUNTIME / "README.md").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "conformance", "--help"]
    known = subprocess.run(command, cwd=suite, capture_output=True, text=True, check=True).stdout
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)):
        assert option in known, option
