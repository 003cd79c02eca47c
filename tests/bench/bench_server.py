"""How fast the generated server answers, against a bare starlette application (and Prism's mock, where it is).

    python tests/bench/bench_server.py [--requests 4000] [--prism PATH-TO-PRISM]

Each server runs in a process of its own on the same uvicorn; the client is the same raw socket loop. Every
request to the generated server is a good, signed AssociateEipAddress-sized call with a nonce of its own, and
signature, timestamp, nonce and validation are checked. Rounds alternate, the best of each is taken. Requests per
second depend on the machine and on what else it does; the server's CPU time per request does so less.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "spec/eip/openapi.yaml"

BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
async def constant(request):
    return JSONResponse({"RequestId": "0ED8D006-F706-4D23-88ED-E11ED28DCAC0"})
app = Starlette(routes=[Route("/", constant)])
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False, lifespan="off", server_header=False)
"""


@contextmanager
def server(command: list[str], port: int, cwd: Path = ROOT) -> Iterator[int]:
    """Runs a server until it listens; gives its process id."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} does not listen on {port}")
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def requests(port: int, number: int, signed: bool) -> list[bytes]:
    sys.path.insert(0, str(ROOT / "tests/server"))
    from calling import sign_rpc, timestamp  # the tests' own signature, made apart from the server's

    out = []
    for _ in range(number):
        parameters = {
            "Action": "DescribeEipAddresses",
            "RegionId": "cn-hangzhou",
            "Status": "Available",
            "PageSize": "10",
            "Format": "JSON",
        }
        if signed:
            parameters |= {
                "Version": "2016-04-28",
                "AccessKeyId": "testid",
                "SignatureMethod": "HMAC-SHA1",
                "SignatureVersion": "1.0",
                "SignatureNonce": str(uuid.uuid4()),
                "Timestamp": timestamp(),
            }
            parameters["Signature"] = sign_rpc("GET", parameters, "testsecret")
        query = urllib.parse.urlencode(parameters)
        path = "/" if signed else "/DescribeEipAddresses"
        out.append(f"GET {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode())
    return out


def measure(port: int, pid: int, batch: list[bytes], connections: int = 8) -> tuple[float, float]:
    """Requests per second and the server's CPU seconds per request, over keep-alive connections."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    for each in sockets:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    cpu, started = _cpu(pid), time.perf_counter()
    for first in range(0, len(batch) - connections + 1, connections):
        for each, request in zip(sockets, batch[first : first + connections], strict=True):
            each.sendall(request)
        for each in sockets:
            _read_answer(each)
    seconds, used = time.perf_counter() - started, _cpu(pid) - cpu
    for each in sockets:
        each.close()
    count = len(batch) // connections * connections
    return count / seconds, used / count


def _read_answer(connection: socket.socket) -> None:
    data = connection.recv(65536)
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(data.decode("utf-8", "replace"))
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--contract", type=Path, default=CONTRACT)
    parser.add_argument("--prism", help="the command of @stoplight/prism-cli, to compare with its mock")
    arguments = parser.parse_args()
    best: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        ports = {name: free_port() for name in ("bare", "examples", "state", "prism")}
        serve = [sys.executable, "-m", "docpact", "serve", str(arguments.contract), "--port"]
        commands = {
            "bare": [sys.executable, str(script), str(ports["bare"])],
            "examples": [*serve, str(ports["examples"]), "--examples"],
            "state": [*serve, str(ports["state"])],
        }
        if arguments.prism:
            commands["prism"] = [
                *arguments.prism.split(),
                *("mock", "-p", str(ports["prism"]), "-h", "127.0.0.1", str(arguments.contract)),
            ]
        for _ in range(arguments.rounds):
            for name, command in commands.items():
                with server(command, ports[name]) as pid:
                    if name == "prism":
                        time.sleep(2)
                    number = arguments.requests if name != "prism" else max(arguments.requests // 8, 100)
                    measure(ports[name], pid, requests(ports[name], 400, name != "prism"))
                    rate, cpu = measure(ports[name], pid, requests(ports[name], number, name != "prism"))
                    old = best.get(name, (0.0, 1.0))
                    best[name] = (max(rate, old[0]), min(cpu, old[1]))
    bare_rate, bare_cpu = best["bare"]
    for name, (rate, cpu) in best.items():
        print(
            f"{name:10} {rate:8.0f} requests/s  {cpu * 1e6:6.0f} µs CPU"
            f"   {rate / bare_rate:5.2f} x bare starlette by requests, {bare_cpu / cpu:5.2f} x by CPU"
        )
    if "prism" in best:
        print(f"state / prism: {best['state'][0] / best['prism'][0]:.1f} x")


if __name__ == "__main__":
    main()
