"""Validation alone, all problems reported, beside pydantic 2 with the same rules. Aim: faster in every case.

Flat arguments, structures and lists, good and bad. Structures come as mappings, as instances made for the call (their making
counts on both sides), and as instances made before: those pydantic takes as they are, unless it is told to look again.
"""

from __future__ import annotations

import compileall
import importlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from sdk_bench import ROOM

from docpact import output, pipeline
from docpact.contract.model import Contract, Layout, Operation, Parameter, Property, Schema
from docpact.targets.base import Settings
from docpact.targets.python import PythonTarget

CALLS, ROUNDS = 4_000, 15
ARCHITECTURES, TYPES = ("i386", "x86_64", "arm64"), ("system", "data")


def contract() -> Contract:
    """One operation that makes something of a name, tags, disks, zones and ports."""

    def text(**facts: Any) -> Schema:
        return Schema(type="string", **facts)

    def whole(**facts: Any) -> Schema:
        return Schema(type="integer", format="int32", **facts)

    def struct(*required: str, **members: Schema) -> Schema:
        return Schema(
            type="object",
            properties=tuple(Property(name=n, schema=s, required=n in required) for n, s in members.items()),
        )

    tag = struct("Key", Key=text(max_length=128), Value=text(max_length=128))
    system, disk = (
        struct(
            Size=whole(minimum=20, maximum=32768), Device=text(), Kind=text(enum=TYPES), Snapshot=text(max_length=64)
        )
        for _ in range(2)
    )
    parameters = (
        Parameter(name="RegionId", schema=text(), required=True),
        Parameter(name="Name", schema=text(min_length=2, max_length=128, pattern=r"[A-Za-z][\w:-]*"), required=True),
        Parameter(name="Description", schema=text(min_length=2, max_length=256)),
        Parameter(name="Architecture", schema=text(enum=ARCHITECTURES)),
        Parameter(name="Amount", schema=whole(minimum=1, maximum=100)),
        Parameter(name="DryRun", schema=Schema(type="boolean")),
        Parameter(name="ClientToken", schema=text(max_length=64)),
        Parameter(name="SystemDisk", schema=system, layout=Layout.DOTTED),
        Parameter(name="Tag", schema=Schema(type="array", items=tag, max_items=100), layout=Layout.REPEAT),
        Parameter(name="Disk", schema=Schema(type="array", items=disk, max_items=16), layout=Layout.REPEAT),
        Parameter(name="Zone", schema=Schema(type="array", items=text()), layout=Layout.REPEAT),
        Parameter(name="Kind", schema=Schema(type="array", items=text(enum=TYPES)), layout=Layout.REPEAT),
        Parameter(
            name="Port", schema=Schema(type="array", items=whole(minimum=1, maximum=65535)), layout=Layout.REPEAT
        ),
    )
    return Contract(title="Made", version="1", operations=(Operation(name="MakeServers", parameters=parameters),))


def ours() -> Any:
    """The generated module of the operation."""
    name, folder = "bench_validation", ROOM / "bench_validation"
    output.write(
        pipeline.generate(contract(), PythonTarget(), Settings("openapi.yaml", None, {"package": name})), folder
    )
    compileall.compile_dir(folder, quiet=1)
    sys.path.insert(0, str(folder))
    return importlib.import_module(f"{name}.operations.make_servers")


def theirs() -> tuple[Any, ...]:
    """The same rules for pydantic: the request, the same that looks at instances again, the tag and the disk."""
    from pydantic import BaseModel, ConfigDict, Field

    strict = ConfigDict(extra="forbid", strict=True)

    def models(**config: Any) -> tuple[Any, ...]:
        Range, Port = Annotated[int, Field(ge=20, le=32768)], Annotated[int, Field(ge=1, le=65535)]

        class Tag(BaseModel):
            model_config = ConfigDict(**strict, **config)
            Key: str = Field(min_length=1, max_length=128)
            Value: str | None = Field(None, max_length=128)

        class Disk(BaseModel):
            model_config = ConfigDict(**strict, **config)
            Size: Range | None = None
            Device: str | None = None
            Kind: Literal[TYPES] | None = None
            Snapshot: str | None = Field(None, max_length=64)

        class Request(BaseModel):
            model_config = ConfigDict(**strict, **config)
            region_id: str = Field(min_length=1)
            name: str = Field(min_length=2, max_length=128, pattern=r"^[A-Za-z][\w:-]*$")
            description: str | None = Field(None, min_length=2, max_length=256)
            architecture: Literal[ARCHITECTURES] | None = None
            amount: int | None = Field(None, ge=1, le=100)
            dry_run: bool | None = None
            client_token: str | None = Field(None, max_length=64)
            system_disk: Disk | None = None
            tag: list[Tag] | None = Field(None, max_length=100)
            disk: list[Disk] | None = Field(None, max_length=16)
            zone: list[str] | None = None
            kind: list[Literal[TYPES]] | None = None
            port: list[Port] | None = None

        return Request, Tag, Disk

    return models(), models(revalidate_instances="always")


FLAT: dict[str, Any] = {
    "region_id": "cn-hangzhou",
    "name": "web-1",
    "description": "Answers the web.",
    "architecture": "x86_64",
    "amount": 2,
    "dry_run": False,
}
TAGS = [{"Key": "team", "Value": "web"}, {"Key": "cost", "Value": "4711"}, {"Key": "plain"}]
DISKS = [
    {"Size": 40, "Device": "/dev/xvda", "Kind": "system"},
    {"Size": 200, "Device": "/dev/xvdb", "Kind": "data", "Snapshot": "s-bp1"},
]
BAD_FLAT: dict[str, Any] = {
    "region_id": "",
    "name": "1web",
    "architecture": "arm",
    "amount": 0,
    "dry_run": "no",
    "client_token": "t" * 65,
}
BAD_TAGS: list[dict[str, Any]] = [
    {"Key": "k" * 129, "Value": "web"},
    {"Key": "cost", "Value": 4711},
    {"Value": "plain"},
]
BAD_DISKS: list[dict[str, Any]] = [
    {"Size": 10, "Device": "/dev/xvda", "Kind": "system"},
    {"Size": "200", "Device": 3, "Kind": "date", "Snapshot": "s-bp1"},
]


@dataclass
class Side:
    """One of the two: the problems of arguments, the makers of structures, and how it spells their members."""

    problems: Callable[[dict[str, Any]], list[Any]]
    tag: Callable[..., Any]
    disk: Callable[..., Any]
    system_disk: Callable[..., Any]
    spelled: Callable[[str], str]

    def named(self, members: dict[str, Any]) -> dict[str, Any]:
        return {self.spelled(name): value for name, value in members.items()}


Maker = Callable[[Side], Callable[[], dict[str, Any]]]
"""What makes the arguments of a call; all that is not to be measured is done before."""


def flat(**arguments: Any) -> Maker:
    whole = {**FLAT, **arguments}
    return lambda side: lambda: whole


def lists(tags: list[dict[str, Any]], disks: list[dict[str, Any]]) -> Maker:
    """Arguments with lists of instances."""

    def maker(side: Side) -> Callable[[], dict[str, Any]]:
        tags_, disks_ = [side.named(tag) for tag in tags], [side.named(disk) for disk in disks]
        tag, disk = side.tag, side.disk
        return lambda: {**FLAT, "tag": [tag(**t) for t in tags_], "disk": [disk(**d) for d in disks_]}

    return maker


def one(disk: dict[str, Any]) -> Maker:
    """Arguments with one instance."""

    def maker(side: Side) -> Callable[[], dict[str, Any]]:
        disk_, make = side.named(disk), side.system_disk
        return lambda: {**FLAT, "system_disk": make(**disk_)}

    return maker


ZONES, PORTS = ["cn-a", "cn-b", "cn-c", "cn-d"], [22, 80, 443, 8080]
MANY = [{"Key": f"key-{number}", "Value": f"value {number}"} for number in range(20)]
# What is measured: a label, the arguments, how many problems they have, when instances are made, and whether pydantic looks
# at them again.
CASES: list[tuple[str, Maker, int, bool, bool]] = [
    ("flat", flat(), 0, False, False),
    ("structure, mapping", flat(system_disk=DISKS[1]), 0, False, False),
    ("structure, made for the call", one(DISKS[1]), 0, True, False),
    ("structure, made before", one(DISKS[1]), 0, False, False),
    ("structure, made before, looked at again", one(DISKS[1]), 0, False, True),
    ("lists of mappings", flat(tag=TAGS, disk=DISKS), 0, False, False),
    ("lists made for the call", lists(TAGS, DISKS), 0, True, False),
    ("lists made before", lists(TAGS, DISKS), 0, False, False),
    ("lists made before, looked at again", lists(TAGS, DISKS), 0, False, True),
    ("20 mappings", flat(tag=MANY), 0, False, False),
    ("20 made for the call", lists(MANY, []), 0, True, False),
    ("20 made before", lists(MANY, []), 0, False, False),
    ("lists of scalars", flat(zone=ZONES, kind=["data"], port=PORTS), 0, False, False),
    ("20 scalars of each kind", flat(zone=ZONES * 5, kind=["data"] * 20, port=PORTS * 5), 0, False, False),
    ("bad: flat", lambda side: lambda: BAD_FLAT, 6, False, False),
    ("bad: one of flat", flat(architecture="arm"), 1, False, False),
    ("bad: structure, mapping", flat(system_disk=BAD_DISKS[1]), 3, False, False),
    ("bad: structure, made before", one(BAD_DISKS[1]), 3, False, True),
    ("bad: lists of mappings", flat(tag=BAD_TAGS, disk=BAD_DISKS), 7, False, False),
    ("bad: lists made before", lists([*BAD_TAGS[:2], {"Key": "", "Value": "plain"}], BAD_DISKS), 7, False, True),
    ("bad: one of 20 mappings", flat(tag=[*MANY[:19], BAD_TAGS[0]]), 1, False, False),
    ("bad: wrong members", flat(tag=[{"Kye": "a", "Key": "b"}], disk=[5]), 2, False, False),
    ("bad: lists of scalars", flat(zone=["cn-a", 5], kind=["date"], port=[22, 0, "80"]), 4, False, False),
    ("bad: everything", flat(tag=BAD_TAGS, disk=BAD_DISKS, **BAD_FLAT), 13, False, False),
]


def sides() -> tuple[Side, Side, Side]:
    """Ours, pydantic, and pydantic that looks at instances again."""
    from pydantic import ValidationError

    module = ours()
    validate = module.validate

    def theirs_of(request: Any, *models: Any) -> Side:
        def problems(arguments: dict[str, Any]) -> list[Any]:
            try:
                request(**arguments)
            except ValidationError as error:
                return error.errors()
            return []

        return Side(problems, *models, str)

    (request, tag, disk), (strict, *again) = theirs()
    return (
        Side(lambda arguments: validate(**arguments), module.Tag, module.Disk, module.SystemDisk, str.lower),
        theirs_of(request, tag, disk, disk),
        theirs_of(strict, *[model.model_construct for model in (*again, again[1])]),
    )


def main() -> None:
    try:
        us, plain, again = sides()
    except ImportError:
        raise SystemExit("skipped: pydantic is not installed in this environment") from None
    print(f"{'':42}{'ours':>9}{'pydantic':>11}   times as fast")
    for label, maker, expected, made_each_time, looks_again in CASES:
        times: list[list[float]] = [[], []]
        runs = []
        for side in (us, again if looks_again else plain):
            make = maker(side)
            before = make()
            if made_each_time:
                runs.append(lambda p=side.problems, m=make: p(m()))
            else:
                runs.append(lambda p=side.problems, b=before: p(b))
        for _ in range(ROUNDS):
            for number, run in enumerate(runs):
                assert len(run()) == expected, (label, number, run())
                start = time.process_time()
                for _ in range(CALLS):
                    run()
                times[number].append((time.process_time() - start) / CALLS * 1e6)
        a, b = min(times[0]), min(times[1])
        print(f"{label:42}{a:6.2f} us{b:8.2f} us{b / a:10.2f}")


main()
