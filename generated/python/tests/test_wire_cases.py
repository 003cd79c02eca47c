"""The cases that the clients of every language run: arguments to signed requests, answers to results and errors."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

FOLDER = Path(__file__).parent / "wire_cases"
SETTINGS = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))
VECTORS = json.loads((FOLDER / "signatures.json").read_text(encoding="utf-8"))
PACKAGE = importlib.import_module(SETTINGS["package"])


def runtime(name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE.__name__}._runtime.{name}")


def cases(kind: str) -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for case in document.get(kind, ()):
            name = f"{document['operation']}: {case['name']}"
            found.append(pytest.param(SETTINGS["modules"][document["operation"]], document, case, id=name))
    return found


class Recorder:
    """A transport that keeps the request and gives a prepared answer."""

    def __init__(self, status: int = 200, body: str = "{}", content_type: str = "application/json") -> None:
        self.answer = runtime("transport").HttpResponse(status, {"content-type": content_type}, body.encode())
        self.request: Any = None

    def send(self, request: Any) -> Any:
        self.request = request
        return self.answer

    def close(self) -> None:
        pass


class AsyncRecorder(Recorder):
    async def send(self, request: Any) -> Any:
        return Recorder.send(self, request)

    async def close(self) -> None:  # type: ignore[override]
        pass


def call(module_name: str, arguments: dict[str, Any], transport: Recorder, signature: str = "v3") -> Any:
    """Calls the operation of a module with arguments by wire name, by the client that fits the transport."""
    module = importlib.import_module(f"{PACKAGE.__name__}.operations.{module_name}")
    asynchronous = isinstance(transport, AsyncRecorder)
    make = PACKAGE.AsyncClient if asynchronous else PACKAGE.Client
    client = make(
        access_key_id=SETTINGS["access_key_id"],
        access_key_secret=SETTINGS["access_key_secret"],
        endpoint=SETTINGS["endpoint"],
        region_id=SETTINGS["region_id"],
        signature=signature,
        validate=False,
        retries=0,
        transport=transport,
    )
    function = getattr(client, SETTINGS["functions"][module.OPERATION.name])
    names = list(inspect.signature(function).parameters)
    by_wire = {parameter.wire: name for parameter, name in zip(module.OPERATION.parameters, names, strict=True)}
    result = function(**{by_wire[wire]: value for wire, value in arguments.items()})
    return asyncio.run(result) if asynchronous else result


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nonce and the time of the cases."""
    signing = runtime("signing")
    monkeypatch.setattr(signing, "nonce", lambda: SETTINGS["nonce"])
    monkeypatch.setattr(signing, "timestamp", lambda: SETTINGS["timestamp"])


@pytest.mark.usefixtures("fixed")
@pytest.mark.parametrize("transport", [Recorder, AsyncRecorder])
@pytest.mark.parametrize(("module", "document", "case"), cases("requests"))
def test_request(module: str, document: dict[str, Any], case: dict[str, Any], transport: type[Recorder]) -> None:
    recorder = transport()
    call(module, case["arguments"], recorder)
    request = recorder.request
    target = urlsplit(request.target)
    pairs = parse_qsl(target.query, keep_blank_values=True)
    if document["style"] == "rpc":
        pairs += parse_qsl(request.body.decode(), keep_blank_values=True)
    elif "body" in case:
        assert request.body.decode() == case["body"]
    assert (request.method, target.path) == (case["method"], case["path"])
    assert sorted(pairs) == [tuple(pair) for pair in case["parameters"]]
    assert request.headers["authorization"] == case["authorization"]
    for name, value in case.get("headers", {}).items():
        assert request.headers[name] == value


@pytest.mark.usefixtures("fixed")
@pytest.mark.parametrize(("module", "document", "case"), [c for c in cases("requests") if "signature" in c.values[2]])
def test_rpc_signature(module: str, document: dict[str, Any], case: dict[str, Any]) -> None:
    recorder = Recorder()
    call(module, case["arguments"], recorder, signature="rpc")
    sent = urlsplit(recorder.request.target).query + recorder.request.body.decode()
    pairs = dict(parse_qsl(sent, keep_blank_values=True))
    assert pairs["Signature"] == case["signature"]
    assert pairs["Action"] == document["operation"]


@pytest.mark.parametrize(("module", "document", "case"), cases("answers"))
def test_answer(module: str, document: dict[str, Any], case: dict[str, Any]) -> None:
    recorder = Recorder(case["status"], case["body"], case["content_type"])
    arguments = document["requests"][0]["arguments"]
    if "result" in case:
        result = call(module, arguments, recorder)
        assert result.to_wire() == case["result"]
        assert result.meta.status == case["status"]
        assert type(result)(**{name: getattr(result, name) for name in result._fields}) == result
        return
    expected = case["error"]
    with pytest.raises(PACKAGE.errors.ApiError) as caught:
        call(module, arguments, recorder)
    error = caught.value
    assert type(error) is PACKAGE.errors.BY_CODE[expected["documented_code"]]
    assert (error.code, error.status) == (expected["code"], expected["status"])
    assert expected["message"] in error.message
    assert expected["documented_code"] in {row.code for row in error.rows}
    if error.Reason is not None and expected["message"]:
        assert error.row is not None
        assert error.reason is not None
        assert plain(error.reason) == plain(error.row.message)


def plain(message: str) -> str:
    """A message without what documented spellings of it differ in."""
    return "".join(filter(str.isalnum, message.casefold()))


@pytest.mark.parametrize("vector", VECTORS["rpc"])
def test_published_rpc_signatures(vector: dict[str, Any]) -> None:
    signing = runtime("signing")
    string = signing.rpc_string_to_sign(vector["method"], signing.canonical_query(vector["parameters"].items()))
    assert signing.rpc_signature(signing.rpc_key(vector["secret"]), string) == vector["signature"]


@pytest.mark.parametrize("vector", VECTORS["v3"])
def test_published_v3_signatures(vector: dict[str, Any]) -> None:
    signing = runtime("signing")
    signed = signing.v3_signature(
        signing.v3_key(vector["secret"]),
        vector["access_key_id"],
        vector["method"],
        vector["path"],
        signing.canonical_query(vector["query"].items()),
        vector["headers"],
        vector["headers"]["x-acs-content-sha256"],
    )
    assert signed.authorization.endswith(f"Signature={vector['signature']}")
