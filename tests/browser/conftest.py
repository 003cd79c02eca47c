"""A headless Chromium and the published site. `make browser` installs what these tests need."""

from __future__ import annotations

import functools
import http.server
import importlib
import importlib.resources
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docpact import output, pipeline, understand
from docpact.contract import openapi
from docpact.contract.model import Contract
from docpact.targets import registry
from docpact.targets.base import Settings

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


BINARY = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session", autouse=True)
def _there(request: pytest.FixtureRequest) -> None:
    """Skips what needs a browser where there is none, and beside other tests: Playwright keeps an event loop running."""
    if "browser" not in (request.config.option.markexpr or ""):
        pytest.skip("drives a browser in a process of its own: `pytest -m browser tests/browser`")
    if BINARY is None:
        pytest.skip("there is no chromium: `make browser` installs it, or the environment variable CHROMIUM names it")
    if importlib.util.find_spec("playwright") is None or importlib.util.find_spec("axe_playwright_python") is None:
        pytest.skip("Playwright or axe-core is not installed: `make browser` installs them")


@pytest.fixture(scope="session")
def chromium(_there: None) -> Iterator[Any]:
    """The browser."""
    playwright = importlib.import_module("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=BINARY, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def violations(_there: None) -> Callable[[Any], list[str]]:
    """What axe-core finds on a page, as `rule: element`."""
    axe = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    def found(page: Any) -> list[str]:
        page.evaluate(axe)
        return list(
            page.evaluate(
                "axe.run({preload: false}).then((result) => result.violations.flatMap((v) =>"
                " v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`)))"
            )
        )

    return found


@pytest.fixture(scope="session")
def contract() -> Contract:
    """What the project's own pages say."""
    made, _, _ = understand.service([ROOT / "spec/eip/pages"], base=ROOT / "spec/eip")
    return made


def _publish(contract: Contract, folder: Path) -> Path:
    older = folder / "old.yaml"
    older.write_text(openapi.dump(contract), encoding="utf-8")
    settings = Settings("spec/openapi.yaml", None, {"versions": {"1.0": str(older)}, "label": "2.0"})
    output.write(pipeline.generate(contract, registry.find("site"), settings), folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def publish(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Contract], Path]:
    """Publishes a contract into a folder of its own."""
    return lambda contract: _publish(contract, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def site(contract: Contract, publish: Callable[[Contract], Path]) -> Path:
    return publish(contract)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def http_site(site: Path) -> Iterator[str]:
    """The site on a web server that knows nothing of docpact."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _served(command: list[str], project: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "docpact", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=project,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="session")
def project(_there: None, contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project's specification, with the contract compiled."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "docpact.toml", folder)
    shutil.copytree(ROOT / "spec/eip", folder / "spec/eip")
    (folder / "spec/eip/openapi.yaml").write_text(openapi.dump(contract), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def embedded(project: Path) -> Iterator[str]:
    """`docpact publish --serve`."""
    yield from _served(["publish", "--serve"], project)


@pytest.fixture(scope="session")
def elsewhere(project: Path) -> Iterator[str]:
    """`docpact serve` on a port of its own, for pages of any origin."""
    yield from _served(["serve", "--allow-origin", "*"], project)


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a fresh reader. The test fails for anything on its console and for any request that leaves the site."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.said, page.asked = said, asked
    yield page
    context.close()
    # A browser notes every refused call on the console; these are what the console of the site is there for.
    assert [text for text in said if "Failed to load resource: the server responded" not in text] == []
    assert [url for url in asked if not url.startswith(("file://", "http://127.0.0.1:", "data:"))] == []
