"""`docpact serve`, as a process."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from docpact.contract import openapi

BEHAVIOUR = """
from eip_server import Handlers

class Service(Handlers):
    def release_eip_address(self, call, request):
        raise call.error("Forbbiden")
"""


@pytest.fixture
def service(package, tmp_path) -> Path:
    """A folder `eip` with a contract."""
    folder = tmp_path / "eip"
    folder.mkdir()
    (folder / "openapi.yaml").write_text(openapi.dump(sys.modules["docpact_tests_server_eip"].CONTRACT))
    return folder


@pytest.fixture
def serve(service):
    """Starts the command; gives the process and the URL that it prints."""
    running = []

    def start(*arguments: str):
        command = [sys.executable, "-m", "docpact", "serve", "openapi.yaml", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=service)
        running.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield start
    for process in running:
        process.kill()
        process.communicate()


def refused(service, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "docpact", "serve", *arguments],
        capture_output=True,
        text=True,
        cwd=service,
        timeout=60,
        check=False,
    )
    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_from_examples_and_back_down(serve, service):
    process, url = serve("--no-signature", "--no-version", "--window", "60")
    assert url.startswith("http://127.0.0.1:")
    query = {"Action": "ReleaseEipAddress", "AllocationId": "a", "RegionId": "r"}
    assert httpx.get(url, params=query).status_code == 200
    assert httpx.get(url, params=query, headers={"prefer": "example=IncorrectEipStatus"}).status_code == 400
    assert httpx.get(f"{url}/_docpact/").status_code == 200
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"console {url}/_docpact/" in " ".join(errors.split())
    assert "state URL" not in errors
    assert [path.name for path in service.iterdir()] == ["openapi.yaml"]  # nothing is left behind


def test_with_a_behaviour_and_a_state_file(serve, service, caller):
    (service / "behaviour.py").write_text(BEHAVIOUR)
    _, url = serve("--key-id", "k", "--secret", "s", "--state", "state.db", "--no-console")
    call = caller(None, "k", "s")
    reply = httpx.get(url, params=call.signed("GET", "ReleaseEipAddress", AllocationId="a", RegionId="r"))
    assert reply.json()["Code"] == "Forbbiden"
    assert httpx.get(f"{url}/_docpact/states").json() == {"states": []}
    assert httpx.get(f"{url}/_docpact/").status_code == 404
    assert (service / "state.db").is_file()


def test_what_cannot_be_served(service):
    assert "cannot read the contract" in refused(service, "no.yaml")
    (service / "bad.yaml").write_text("a: [")
    assert "bad.yaml:2:1: error[DP301]" in refused(service, "bad.yaml")
    (service / "empty.yaml").write_text("openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n")
    assert "no operation" in refused(service, "empty.yaml")
    assert "no behaviour at other.py" in refused(service, "openapi.yaml", "--behaviour", "other.py")
    assert "leave out" in refused(service, "openapi.yaml", "--examples", "--state", "s.db")
    assert "whose state could be kept" in refused(service, "openapi.yaml", "--state", "s.db")
    assert "--window" in refused(service, "openapi.yaml", "--window", "-1")


def test_behaviours_that_cannot_be_used(service):
    path = service / "behaviour.py"
    for text, message in (
        ("import nothing_of_the_kind", "cannot be imported: ModuleNotFoundError"),
        ("x = (", "cannot be imported: SyntaxError"),
        ("x = 1", "defines 0 subclasses of eip_server.Handlers"),
    ):
        path.write_text(text)
        assert message in refused(service, "openapi.yaml")
    path.write_text(BEHAVIOUR)
    (service / "text.db").write_text("no database " * 100)
    assert "cannot hold the state" in refused(service, "openapi.yaml", "--state", "text.db")


def test_a_port_that_is_taken(service):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"cannot listen on 127.0.0.1:{port}" in refused(service, "openapi.yaml", "--port", str(port))
