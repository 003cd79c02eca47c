"""A contract to make packages of, and a socket server that says exactly what a test tells it to."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from docpact import output, pipeline
from docpact.contract.model import Contract, ErrorRow, Layout, Operation, Parameter, Property, Response, Schema, Server
from docpact.targets.base import Settings
from docpact.targets.python import PythonTarget


def text(**facts: Any) -> Schema:
    return Schema(type="string", **facts)


def obj(**members: Schema) -> Schema:
    return Schema(type="object", properties=tuple(Property(name=n, schema=s) for n, s in members.items()))


def things() -> Contract:
    """A small service with one of each: a write with a token, a paged read, structures, JSON, enumerations."""
    tag = obj(Key=text(max_length=64), Value=text())
    kind = text(enum=("Nat", "Slb"), says={"enum": "Valid values: Nat, Slb."}, enum_descriptions={"Nat": "A gateway."})
    return Contract(
        title="Things",
        version="2020-01-01",
        servers=(Server(url="https://things.example.com"),),
        operations=(
            Operation(
                name="CreateThing",
                method="POST",
                summary="Creates a thing.",
                page="pages/CreateThing.md",
                parameters=(
                    Parameter(name="Action", schema=text(enum=("CreateThing",)), required=True),
                    Parameter(name="Name", schema=text(min_length=2, max_length=8), required=True),
                    Parameter(name="RegionId", schema=text(), required=True),
                    Parameter(name="ThingType", schema=kind),
                    Parameter(name="Size", schema=Schema(type="integer", minimum=1, maximum=50)),
                    Parameter(name="Ratio", schema=Schema(type="number")),
                    Parameter(name="DryRun", schema=Schema(type="boolean")),
                    Parameter(name="Tag", schema=Schema(type="array", items=tag, max_items=2), layout=Layout.REPEAT),
                    Parameter(name="Zone", schema=Schema(type="array", items=text()), layout=Layout.REPEAT),
                    Parameter(name="Disk", schema=obj(Size=Schema(type="integer"), Kind=text()), layout=Layout.DOTTED),
                    Parameter(name="Policy", schema=text(json=Schema(type="object"))),
                    Parameter(name="Password", schema=text(pattern="[a-z]+")),
                    Parameter(name="ClientToken", schema=text()),
                ),
                response=Response(schema=obj(RequestId=text(), ThingId=text()), xml_root="CreateThingResponse"),
                errors=(
                    ErrorRow(status=400, code="OperationDenied", message="Not in a VPC.", description="It must be."),
                    ErrorRow(status=400, code="OperationDenied", message="The default VPC is excluded."),
                    ErrorRow(status=404, code="InvalidThing.NotFound", message="No thing %s in %s."),
                    ErrorRow(status=400, code="InvalidThingType.ValueNotSupported", message="Not supported."),
                    ErrorRow(status=400, code="Thing.Duplicated", message="There is one."),
                    ErrorRow(status=400, code="InvalidParameter", message="A parameter is not valid."),
                ),
            ),
            Operation(
                name="DeleteThing",
                method="POST",
                summary="Deletes a thing.",
                parameters=(Parameter(name="ThingId", schema=text(), required=True),),
                response=Response(schema=obj(RequestId=text()), xml_root="DeleteThingResponse"),
            ),
            Operation(
                name="DescribeThings",
                summary="Lists things.",
                read_only=True,
                parameters=(
                    Parameter(name="ThingId", schema=text()),
                    Parameter(name="PageNumber", schema=Schema(type="integer")),
                    Parameter(name="PageSize", schema=Schema(type="integer", maximum=50)),
                ),
                response=Response(
                    xml_root="DescribeThingsResponse",
                    schema=obj(
                        RequestId=text(),
                        TotalCount=Schema(type="integer"),
                        Things=obj(
                            Thing=Schema(
                                type="array",
                                items=obj(
                                    ThingId=text(),
                                    ThingType=kind,
                                    Status=text(enum=("Making", "Made", "Broken")),
                                    Size=Schema(type="integer"),
                                    Live=Schema(type="boolean"),
                                    Zones=obj(Zone=Schema(type="array", items=text())),
                                ),
                            )
                        ),
                    ),
                ),
            ),
        ),
        common_errors=(
            ErrorRow(status=400, code="Throttling", message="Too fast."),
            ErrorRow(status=503, code="ServiceUnavailable", message="Down."),
            ErrorRow(status=400, code="Missing{Param}", message="{Param} is mandatory for this action."),
            ErrorRow(status=400, code="SignatureDoesNotMatch", message="No match."),
        ),
        extensions={
            "x-docpact-waiters": {
                "ThingMade": {
                    "operation": "DescribeThings",
                    "path": "Things.Thing[].Status",
                    "success": ["Made"],
                    "failure": ["Broken"],
                    "interval": 0.01,
                    "timeout": 0.5,
                }
            }
        },
    )


def generate(contract: Contract, root: Path, package: str) -> Settings:
    """Writes the package to `root` and returns the settings, which have the findings."""
    settings = Settings("spec/things/openapi.yaml", None, {"package": package})
    output.write(pipeline.generate(contract, PythonTarget(), settings), root)
    return settings


@dataclass
class Request:
    """A request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class Wire:
    """A server on a real socket. `answers` are taken in order, the last again and again.

    An answer is the bytes to send, or a function of the request that gives them, at once or bit by bit; None closes the connection
    without a word.
    """

    answers: list[Any] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    close_after: bool = False
    _listener: socket.socket = field(default_factory=socket.socket)
    _connections: int = 0

    def __post_init__(self) -> None:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def stop(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections += 1
            threading.Thread(target=self._serve, args=(connection, self._connections), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection, connection.makefile("rb") as stream:
            while True:
                try:
                    line = stream.readline().decode("latin-1")
                    if not line.strip():
                        return
                    headers = {}
                    while (row := stream.readline().decode("latin-1").strip()) != "":
                        name, _, value = row.partition(":")
                        headers[name.lower()] = value.strip()
                    body = stream.read(int(headers.get("content-length", 0)))
                    method, target, _ = line.split(" ")
                    request = Request(method, target, headers, body, number)
                    self.requests.append(request)
                    answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                    data = answer(request) if callable(answer) else answer
                    if data is None:
                        return
                    last = self.close_after  # read before the client can go on and set it
                    for piece in (data,) if isinstance(data, bytes) else data:
                        connection.sendall(piece)
                        if piece is not data:
                            time.sleep(0.05)
                    if last:
                        return
                except (OSError, ValueError):
                    return


def http(body: Any, status: int = 200, **headers: str) -> bytes:
    """An HTTP answer; what is no bytes is sent as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = {"content-type": "application/json", "content-length": str(len(data))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode("latin-1") + data


class Blocking:
    """An asynchronous client that is called like a synchronous one, so that one test tries both."""

    def __init__(self, make: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self._client = self._run(self._made(make))

    @staticmethod
    async def _made(make: Any) -> Any:
        return make()

    def _run(self, coroutine: Any) -> Any:
        return self._loop.run_until_complete(coroutine)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        if name == "with_options":
            return self._with_options
        return lambda **arguments: self._run(method(**arguments))

    def _with_options(self, **options: Any) -> Blocking:
        copy = Blocking.__new__(Blocking)
        copy._loop, copy._client = self._loop, self._client.with_options(**options)
        return copy

    def close(self) -> None:
        self._run(self._client.close())
        self._run(asyncio.sleep(0.01))
        self._loop.close()


TRANSPORTS = {
    "sync": ("Client", "http_sync", "HttpTransport"),
    "sync-httpx": ("Client", "http_httpx", "HttpxTransport"),
    "async": ("AsyncClient", "http_asyncio", "AsyncHttpTransport"),
    "async-aiohttp": ("AsyncClient", "http_aiohttp", "AiohttpTransport"),
    "async-httpx": ("AsyncClient", "http_httpx", "AsyncHttpxTransport"),
}
"""Each client with each transport: the class, the module of the transport, and its name."""


def connect(sdk: Any, kind: str, transport: dict[str, Any] | None = None, **options: Any) -> Any:
    """A client over one of `TRANSPORTS`, called synchronously. `transport` are options of the transport."""
    client, module, name = TRANSPORTS[kind]
    carries = getattr(import_module(f"{sdk.__name__}._runtime.{module}"), name)

    def make() -> Any:
        return getattr(sdk, client)(transport=carries(**(transport or {})), **options)

    return make() if client == "Client" else Blocking(make)
