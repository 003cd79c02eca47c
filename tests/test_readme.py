"""The README's page becomes the README's Python, and it does what it says."""

import json
import re
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from docpact import output, pages, pipeline, understand
from docpact.targets import registry
from docpact.targets.base import Settings

README = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
PAGE = re.search(r"```markdown\n(.*?)```", README, re.S)[1]
CODE = re.search(r"```python\n(.*?)```", README, re.S)[1]


class _Refusing(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        answer = {
            "RequestId": "R-1",
            "Code": "InvalidAssociation.Duplicated",
            "Message": "Specified instance already is associated.",
        }
        body = json.dumps(answer).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_page_becomes_the_python(endpoint, tmp_path, monkeypatch, capsys):
    page, found = pages.read("AssociateEipAddress.md", PAGE)
    assert found == []
    contract, _, _ = understand.service([page])
    [operation] = contract.operations
    assert [p.name for p in operation.arguments] == ["AllocationId", "InstanceId", "InstanceType"]
    assert operation.parameter("InstanceType").schema.enum == ("Nat", "SlbInstance", "EcsInstance")
    files = pipeline.generate(contract, registry.find("python"), Settings("x", options={"package": "docpact_eip"}))
    output.write(files, tmp_path)
    for name in [name for name in sys.modules if name.split(".")[0] == "docpact_eip"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret")
    client = 'Client(region_id="cn-hangzhou"'
    assert client in CODE
    exec(CODE.replace(client, f"{client}, endpoint={endpoint!r}"), {})
    assert capsys.readouterr().out == "Specified instance already is associated. R-1\n"


def test_it_leads_with_twelve_lines_of_page_and_eight_of_python():
    assert (PAGE.count("\n"), CODE.count("\n")) == (12, 8)
