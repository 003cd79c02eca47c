"""The suite's options for pytest: the same as those of `python -m conformance`."""

from __future__ import annotations

import os
from argparse import Namespace

import pytest

from conformance import __main__ as command
from conformance import cases, runner
from conformance.client import Client
from conformance.signing import Credentials

OPTIONS = ("endpoint", "key-id", "secret", "state-url", "fixtures", "operations", "kinds", "signatures")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--endpoint` and the rest; each can also come from the environment, as CONFORMANCE_ENDPOINT."""
    group = parser.getgroup("conformance")
    for name in OPTIONS:
        default = os.environ.get("CONFORMANCE_" + name.upper().replace("-", "_"))
        option = "--fixtures-file" if name == "fixtures" else f"--{name}"  # pytest has an option --fixtures itself
        group.addoption(
            option, dest=f"conformance_{name}", default=default, help=f"as of python -m conformance --{name}"
        )
    group.addoption("--examples", action="store_true", help="as of python -m conformance --examples")


@pytest.fixture(scope="session")
def one(request: pytest.FixtureRequest) -> runner.Runner:
    """The runner that every case goes through."""
    given = {name.replace("-", "_"): request.config.getoption(f"conformance_{name}") for name in OPTIONS}
    if not given["endpoint"]:
        pytest.exit("give the implementation under test: pytest --endpoint http://127.0.0.1:8080", returncode=2)
    options = Namespace(**given, timeout=10.0, examples=request.config.getoption("--examples"))
    made = runner.Runner(
        cases.load(),
        Client(options.endpoint),
        Credentials(options.key_id or "testid", options.secret or "testsecret"),
        command.worlds(options),
        runner.command(options.endpoint, options.key_id or "testid", options.state_url, options.fixtures),
        tuple(given["signatures"].split(",")) if given["signatures"] else None,
    )
    made.probe()
    return made


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each case."""
    names = [name for name in (metafunc.config.getoption("conformance_operations") or "").split(",") if name]
    kinds = [name for name in (metafunc.config.getoption("conformance_kinds") or "").split(",") if name]
    chosen = runner.select(cases.load(), names, kinds, [])
    metafunc.parametrize("case", chosen, ids=[case.id for case in chosen])
