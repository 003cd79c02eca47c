"""The vendor's own clients against the generated server. Run with `pytest -m vendor`: it installs their packages.

They go into a throwaway environment, pointed at the server by nothing but their endpoint option.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.vendor

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLIENTS = HERE / "clients"
PIP = ("alibabacloud_vpc20160428", "aliyun-python-sdk-vpc")
NPM = ("@alicloud/vpc20160428", "@alicloud/openapi-client", "@alicloud/pop-core")


@pytest.fixture(scope="session", autouse=True)
def _asked_for(request: pytest.FixtureRequest) -> None:
    if "vendor" not in (request.config.option.markexpr or ""):
        pytest.skip("installs the vendor's packages; run it with `pytest -m vendor tests/vendor`")


def _install(command: list[str], what: str, cwd: Path) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"{what} cannot be installed: {error}")
    if done.returncode:
        pytest.skip(f"{what} cannot be installed: {(done.stderr or done.stdout).strip()[-300:]}")


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the vendor's packages."""
    folder = tmp_path_factory.mktemp("python")
    _install([sys.executable, "-m", "venv", str(folder)], "a virtual environment", folder)
    binary = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    _install([str(binary), "-m", "pip", "install", "--quiet", *PIP], "the vendor's Python packages", folder)
    return binary


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A node and the folder of the vendor's packages."""
    binary, npm = shutil.which("node"), shutil.which("npm")
    if binary is None or npm is None:
        pytest.skip("there is no node with npm")
    folder = tmp_path_factory.mktemp("node")
    _install([npm, "install", "--silent", "--no-audit", "--no-fund", *NPM], "the vendor's npm packages", folder)
    return binary, folder / "node_modules"


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """`docpact serve` on a free port."""
    contract = ROOT / "spec/eip/openapi.yaml"
    if not contract.is_file():
        pytest.skip("spec/eip/openapi.yaml is not there; run `docpact build`")
    command = [sys.executable, "-m", "docpact", "serve", str(contract)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().removeprefix("http://")
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def outcome(command: list[str], endpoint: str, *more: str, **environment: str) -> dict[str, object]:
    done = subprocess.run(
        [*command, endpoint, "testid", "testsecret", *more],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return result


def check(found: dict[str, object]) -> None:
    assert found["listed"] == [found["address"]]
    assert (found["total"], found["filtered"]) == (1, 0)
    assert (found["status"], found["bandwidth"], found["request_id"]) == ("Available", "7", True)
    assert found["error"] == [400, "IncorrectEipStatus"]
    assert "Current elastic IP status does not support this operation" in str(found["message"])


@pytest.mark.parametrize("script", ["current.py", "older.py"])
def test_python(python: Path, endpoint: str, script: str) -> None:
    check(outcome([str(python), str(CLIENTS / script)], endpoint))


@pytest.mark.parametrize(("script", "method"), [("current.js", ""), ("older.js", "GET"), ("older.js", "POST")])
def test_node(node: tuple[str, Path], endpoint: str, script: str, method: str) -> None:
    binary, modules = node
    check(outcome([binary, str(CLIENTS / script)], endpoint, method, NODE_PATH=str(modules)))
