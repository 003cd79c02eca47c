"""schemathesis against `docpact serve`. Run with `pytest -m schemathesis`: it installs schemathesis.

It does not know the signature and the common parameters of the wire, so those checks are off.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.schemathesis

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CONTRACT = ROOT / "spec/eip/openapi.yaml"


@pytest.fixture(scope="module")
def schemathesis(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed into a throwaway environment."""
    if "schemathesis" not in (request.config.option.markexpr or ""):
        pytest.skip("installs schemathesis; run it with `pytest -m schemathesis tests/schemathesis`")
    folder = tmp_path_factory.mktemp("environment")
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(binaries / "python"), "-m", "pip", "install", "--quiet", "schemathesis>=4"],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"schemathesis cannot be installed: {error}")
        if done.returncode:
            pytest.skip(f"schemathesis cannot be installed: {done.stderr.strip()[-300:]}")
    return binaries / "schemathesis"


@pytest.fixture(params=["examples", "state"])
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """What the answers come from, and the URL."""
    if not CONTRACT.is_file():
        pytest.skip("spec/eip/openapi.yaml is not there; run `docpact build`")
    command = [sys.executable, "-m", "docpact", "serve", str(CONTRACT), "--no-signature", "--no-version"]
    if request.param == "examples":
        command.append("--examples")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield request.param, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def test_it_finds_nothing(schemathesis: Path, served: tuple[str, str], tmp_path: Path) -> None:
    kind, url = served
    config = ["--config-file", str(HERE / "schemathesis.toml")] if kind == "state" else []
    command = [str(schemathesis), *config, "run", str(CONTRACT), "--url", url, "-n", "100", "--seed", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:]
