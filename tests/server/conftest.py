"""The server made of the hand-written contract, imported once, and a caller that signs."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
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


@pytest.fixture(scope="session")
def make_package(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Contract, str], ModuleType]:
    """Generates the server of a contract as a package of that name, and imports it."""

    def make(contract: Contract, name: str) -> ModuleType:
        folder = generate(contract, tmp_path_factory.mktemp(name), package=name)
        sys.path.insert(0, str(folder))  # for good: operation modules are imported when they are called
        importlib.invalidate_caches()
        return importlib.import_module(name)

    return make


@pytest.fixture(scope="session")
def package(make_package: Callable[[Contract, str], ModuleType]) -> ModuleType:
    """The generated package `eip_server`."""
    return make_package(load("eip").CONTRACT, "eip_server")


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
