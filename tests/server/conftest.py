"""The server made of the hand-written contract, imported once, and a caller that signs."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docpact import output, pipeline
from docpact.contract.model import Contract
from docpact.diagnostics import Findings
from docpact.targets.base import Settings
from docpact.targets.server import ServerTarget

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    """A module of this folder: with importlib mode, tests cannot import each other by name."""
    known = sys.modules.get(f"docpact_tests_server_{name}")
    if known is not None:
        return known
    spec = importlib.util.spec_from_file_location(
        f"docpact_tests_server_{name}", Path(__file__).with_name(f"{name}.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def generate(contract: Contract, folder: Path, **options: Any) -> Path:
    settings = Settings("spec/openapi.yaml", None, options, Findings())
    output.write(pipeline.generate(contract, ServerTarget(), settings), folder)
    return folder


def import_from(folder: Path, name: str) -> ModuleType:
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The generated package `eip_server`."""
    folder = generate(load("eip").CONTRACT, tmp_path_factory.mktemp("server"), package="eip_server")
    module = import_from(folder, "eip_server")
    sys.path.insert(0, str(folder))  # its operation modules are imported when they are called
    return module


@pytest.fixture(scope="session")
def behaviour(package: ModuleType) -> ModuleType:
    """The reference implementation, `spec/eip/behaviour.py`."""
    spec = importlib.util.spec_from_file_location("eip_behaviour", ROOT / "spec/eip/behaviour.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def caller(package: ModuleType) -> Any:
    """`Caller` of `calling.py`, bound to the package."""
    calling = load("calling")

    def make(app: Any, key_id: str = "testid", secret: str = "testsecret", **more: Any) -> Any:
        return calling.Caller(app, key_id, secret, **more)

    return make


def run(awaitable: Any) -> Any:
    return asyncio.run(awaitable)
