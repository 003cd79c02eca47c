"""What the benchmarks of the Python client share: packages to measure, a server, the vendor's SDK in a room of its own.

python tests/bench/bench_sdk_call.py                  # beside the vendor's SDK where it is installed
python tests/bench/sdk_bench.py --install             # installs it into .docpact/bench (and other rivals)
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import dataclasses
import multiprocessing
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ROOM = ROOT / ".docpact" / "bench"
RIVALS = {
    "vendor": ["alibabacloud_vpc20160428"],
    "openapi-python-client": ["openapi-python-client"],
    "pydantic": ["pydantic>=2"],
}
ECS = ROOT.parent / "shared" / "corpus" / "ecs" / "intl.en-US"


def rival(name: str) -> Path | None:
    """The Python of a rival's environment, or None with a line that says how to have it."""
    python = ROOM / name / "bin" / "python"
    if python.is_file():
        return python
    print(f"skipped: {name} is not installed; `python tests/bench/sdk_bench.py --install` installs it into {ROOM}")
    return None


def install() -> None:
    """Installs each rival into an environment of its own; one that cannot be installed is left out."""
    for name, requirements in RIVALS.items():
        folder = ROOM / name
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        command = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *requirements]
        if subprocess.run(command, check=False).returncode:
            print(f"{name} cannot be installed here; its side is skipped")
            (folder / "bin" / "python").unlink()


def contract(operations: int) -> Any:
    """A contract of so many operations: Elastic IP for six, else the ECS pages, multiplied where they are too few."""
    from docpact import pipeline
    from docpact.contract import openapi

    if operations == 6:
        return openapi.load((ROOT / "spec" / "eip" / "openapi.yaml").read_text(encoding="utf-8"))
    if not ECS.is_dir():
        raise SystemExit(f"skipped: the reference pages are not at {ECS}")
    cached = ROOM / "ecs.yaml"
    if not cached.is_file():
        compiled = pipeline.compile_pages([ECS], base=ROOM, validate=False)
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_text(compiled.text, encoding="utf-8")
    whole = openapi.load(cached.read_text(encoding="utf-8"))
    found: list[Any] = []
    while len(found) < operations:
        turn = len(found) // len(whole.operations)
        for operation in whole.operations[: operations - len(found)]:
            found.append(dataclasses.replace(operation, name=f"{operation.name}V{turn + 1}") if turn else operation)
    return dataclasses.replace(whole, operations=tuple(found))


def package(operations: int) -> tuple[str, Path]:
    """The name of a generated package and the folder to import it from, compiled to bytecode as pip does."""
    from docpact import output, pipeline
    from docpact.targets.base import Settings
    from docpact.targets.python import PythonTarget

    name = f"bench_{operations}"
    folder = ROOM / name
    files = pipeline.generate(contract(operations), PythonTarget(), Settings("openapi.yaml", None, {"package": name}))
    output.write(files, folder)
    compileall.compile_dir(folder, quiet=1)
    return name, folder


def run(python: Path | str, code: str, path: Path | None = None) -> list[float]:
    """The numbers that a script prints, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run([str(python), "-c", code], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return [float(part) for part in done.stdout.split()]


# -------------------------------------------------------------------------------------------- server

BODY = b'{"RequestId":"0ED8D006-F706-4D23-88ED-E11ED28DCAC0"}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-acs-request-id: 0ED8D006\r\ncontent-length: %d\r\n\r\n%b"
    % (
        len(BODY),
        BODY,
    )
)


class _Answering(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.data = b""

    def data_received(self, data: bytes) -> None:
        self.data += data
        while (end := self.data.find(b"\r\n\r\n")) >= 0:
            head = self.data[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.data) < end + 4 + length:
                return
            self.data = self.data[end + 4 + length :]
            self.transport.write(ANSWER)


def _serve(listener: socket.socket) -> None:
    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(_Answering, sock=listener)
        await server.serve_forever()

    asyncio.run(forever())


class Server:
    """A server in a process of its own that gives every request the same good answer."""

    def __enter__(self) -> int:
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.process = multiprocessing.get_context("fork").Process(target=_serve, args=(listener,), daemon=True)
        self.process.start()
        return int(listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self.process.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="install the rivals")
    if parser.parse_args().install:
        install()
    else:
        parser.print_help()
