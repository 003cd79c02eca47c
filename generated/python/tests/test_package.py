"""What holds for the package as a whole: it documents itself, needs nothing else, and its README tells the truth."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "wire_cases"
SETTINGS = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
PACKAGE = importlib.import_module(SETTINGS["package"])
BLOCKS = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


def test_every_method_is_documented() -> None:
    for client in (PACKAGE.Client, PACKAGE.AsyncClient):
        for name in SETTINGS["functions"].values():
            assert getattr(client, name).__doc__


def test_every_name_can_be_had() -> None:
    for name in PACKAGE.__all__:
        assert getattr(PACKAGE, name) is not None
    with pytest.raises(AttributeError):
        PACKAGE.no_such_name  # noqa: B018


def test_importing_is_lazy_and_needs_the_standard_library_alone() -> None:
    code = (
        f"import sys, {PACKAGE.__name__} as p; p.Client(access_key_id='a', access_key_secret='b', endpoint='http://h')"
    )
    code += "; print(*sorted(name for name in sys.modules))"
    run = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    assert not [name for name in loaded if name.startswith(f"{PACKAGE.__name__}.operations.")]
    assert not {"ssl", "http.client", "asyncio", "logging", "dataclasses"} & set(loaded)


def answer(request: Any, asked: dict[str, Any]) -> Any:
    """A successful answer to any request, as the wire cases have it; behind the first page comes an empty one."""
    transport = importlib.import_module(f"{PACKAGE.__name__}._runtime.transport")
    action = request.headers["x-acs-action"]
    document = json.loads((FOLDER / f"{SETTINGS['modules'][action]}.json").read_text("utf-8"))
    body = next((case["body"] for case in document["answers"] if "result" in case), "{}")
    arguments = request.target, request.body
    return transport.HttpResponse(200, {}, body.encode() if asked.setdefault(action, arguments) == arguments else b"{}")


@pytest.mark.parametrize("block", BLOCKS)
def test_examples_of_the_readme_run(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret")
    monkeypatch.setenv("ALIBABA_CLOUD_REGION_ID", SETTINGS["region_id"])
    monkeypatch.setenv("ALIBABA_CLOUD_ENDPOINT", SETTINGS["endpoint"])
    asked: dict[str, Any] = {}
    http = importlib.import_module(f"{PACKAGE.__name__}._runtime.http_sync")
    monkeypatch.setattr(http.HttpTransport, "send", lambda self, request: answer(request, asked))
    if "AsyncClient" in block:
        module = importlib.import_module(f"{PACKAGE.__name__}._runtime.http_asyncio")

        async def send(self: Any, request: Any) -> Any:
            return answer(request, asked)

        monkeypatch.setattr(module.AsyncHttpTransport, "send", send)
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102
