"""The Elastic IP suite, generated once for the tests of this folder."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from docpact import output, pipeline
from docpact.targets.base import Settings
from docpact.targets.conformance import ConformanceTarget

SPEC = Path(__file__).parents[2] / "spec" / "eip"


def neighbour(name):
    """A module of this folder."""
    spec = importlib.util.spec_from_file_location(f"docpact_tests_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def contract():
    compiled = pipeline.compile_pages([SPEC / "pages"], base=SPEC, overlay=SPEC / "overlay.yaml", validate=False)
    assert compiled.contract is not None
    return compiled.contract


@pytest.fixture(scope="session")
def suite(contract, tmp_path_factory):
    """The folder of the generated suite."""
    folder = tmp_path_factory.mktemp("suite")
    output.write(pipeline.generate(contract, ConformanceTarget(), Settings("openapi.yaml", SPEC)), folder)
    return folder


@pytest.fixture
def run(suite, tmp_path):
    """Runs the suite's own command; gives its exit code, the JSON report and what it printed."""

    def run(*arguments):
        report = tmp_path / "report.json"
        command = [sys.executable, "-m", "conformance", "--json", str(report), *arguments]
        done = subprocess.run(command, cwd=suite, capture_output=True, text=True, check=False)
        found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else None
        return done.returncode, found, done.stdout + done.stderr

    return run


@pytest.fixture
def independent():
    """The application of independent.py, served; gives it and its URL."""
    application = neighbour("independent").Application()
    with neighbour("serving").serving(application) as url:
        yield application, url
