"""Generated packages, imported, and a server for them to talk to."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from docpact.contract.model import Contract

sys.path.insert(0, str(Path(__file__).parent / "lib"))  # with importlib mode, tests cannot import each other by name

from things import TRANSPORTS, Wire, connect, generate, things

_numbers = itertools.count()


def _maker(root: Path) -> Iterator[Callable[[Contract], ModuleType]]:
    made: list[str] = []

    def run(contract: Contract) -> ModuleType:
        made.append(f"sdk_{next(_numbers)}")
        generate(contract, root, made[-1])
        importlib.invalidate_caches()
        return importlib.import_module(made[-1])

    sys.path.insert(0, str(root))
    yield run
    sys.path.remove(str(root))
    for name in [name for name in sys.modules if name.partition(".")[0] in made]:
        del sys.modules[name]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[Contract], ModuleType]]:
    """Generates a package and imports it, under a name of its own."""
    yield from _maker(tmp_path)


@pytest.fixture(scope="module")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Contract], ModuleType]]:
    """The same, for packages that the tests of a module share."""
    yield from _maker(tmp_path_factory.mktemp("sdks"))


@pytest.fixture(scope="session")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package of `things`, generated once."""
    root = tmp_path_factory.mktemp("sdk")
    generate(things(), root, "sdk_of_things")
    sys.path.insert(0, str(root))
    yield importlib.import_module("sdk_of_things")
    sys.path.remove(str(root))


@pytest.fixture
def wire() -> Iterator[Wire]:
    server = Wire()
    yield server
    server.stop()


@pytest.fixture
def client(sdk: ModuleType, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of `things` that talks to `wire` and does not wait long between attempts."""
    monkeypatch.setattr(f"{sdk.__name__}._runtime.retry.FIRST_PAUSE", 0.001)
    with sdk.Client(
        access_key_id="testid", access_key_secret="testsecret", region_id="cn-x", endpoint=wire.url
    ) as made:
        yield made


@pytest.fixture(params=TRANSPORTS)
def kind(request: pytest.FixtureRequest) -> str:
    """Every test that asks for a client runs with both clients and all transports."""
    return str(request.param)


@pytest.fixture
def connected(sdk: Any, kind: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Makes clients of the kind."""
    monkeypatch.setattr(f"{sdk.__name__}._runtime.retry.FIRST_PAUSE", 0.001)
    made: list[Any] = []

    def make(**options: Any) -> Any:
        keys = {"access_key_id": "testid", "access_key_secret": "test/secret+key", "security_token": "test/token=="}
        made.append(connect(sdk, kind, **{**keys, **options}))
        return made[-1]

    yield make
    for client in made:
        client.close()
