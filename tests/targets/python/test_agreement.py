"""Client and server are made from one contract: what the one refuses the other refuses, and what it sends the other takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from things import generate, obj, text

from docpact import output, pipeline
from docpact.contract.model import Contract, Layout, Operation, Parameter, Property, Schema
from docpact.targets.base import Settings
from docpact.targets.server import ServerTarget


def whole(**facts: Any) -> Schema:
    return Schema(type="integer", **facts)


def many(item: Schema, **facts: Any) -> Schema:
    return Schema(type="array", items=item, **facts)


TAG = Schema(
    type="object",
    properties=(
        Property(name="Key", schema=text(max_length=3), required=True),
        Property(name="Value", schema=text()),
        Property(name="Kind", schema=text(enum=("a", "b"))),
        Property(name="Size", schema=whole(format="int32", minimum=2)),
        Property(name="Until", schema=text(format="date-time")),
    ),
)
PARAMETERS = (
    Parameter(name="Name", schema=text(min_length=2, max_length=3), required=True),
    Parameter(name="Kind", schema=text(enum=("a", "b"))),
    Parameter(name="Form", schema=text(pattern="[a-z]+")),
    Parameter(name="Note", schema=text()),
    Parameter(name="Until", schema=text(format="date-time")),
    Parameter(name="Since", schema=text(format="date-time", max_length=20)),
    Parameter(name="Small", schema=whole(format="int32")),
    Parameter(name="Large", schema=whole(format="int64")),
    Parameter(name="Plain", schema=whole()),
    Parameter(name="Some", schema=whole(minimum=1, maximum=9)),
    Parameter(name="Least", schema=whole(minimum=3)),
    Parameter(name="Ratio", schema=Schema(type="number")),
    Parameter(name="Share", schema=Schema(type="number", minimum=0, maximum=1)),
    Parameter(name="Live", schema=Schema(type="boolean")),
    Parameter(name="Tag", schema=many(TAG, max_items=2), layout=Layout.REPEAT),
    Parameter(name="Disk", schema=obj(Size=whole(maximum=5), Kind=text(enum=("a", "b"))), layout=Layout.DOTTED),
    Parameter(name="Zone", schema=many(text()), layout=Layout.REPEAT),
    Parameter(name="Port", schema=many(whole(minimum=1), max_items=3), layout=Layout.REPEAT),
    Parameter(name="Time", schema=many(text(format="date-time")), layout=Layout.REPEAT),
    Parameter(name="Ids", schema=many(text(min_length=2), min_items=1)),
    Parameter(name="Policy", schema=text(json=obj(Version=text(enum=("1",)), Rules=many(obj(No=whole()))))),
)
CONTRACT = Contract(title="Both", version="1", operations=(Operation(name="MakeThing", parameters=PARAMETERS),))


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any, Any]]:
    """The client's operation, how its arguments travel, and the binder of the server with what it raises."""
    root = tmp_path_factory.mktemp("both")
    generate(CONTRACT, root, "both_client")
    server = Settings("spec/both/openapi.yaml", None, {"package": "both_server"})
    output.write(pipeline.generate(CONTRACT, ServerTarget(), server), root / "server")
    sys.path[:0] = [str(root), str(root / "server")]
    facts = import_module("both_server._runtime.facts")
    binding = import_module("both_server._runtime.binding")
    loaded = facts.load(next((root / "server").rglob("contract.json")))
    yield (
        import_module("both_client.operations.make_thing"),
        import_module("both_client._runtime.requests").parts,
        (binding.Binder(loaded["operations"]["MakeThing"]), import_module("both_server._runtime.errors").ApiError),
    )
    sys.path.remove(str(root))
    sys.path.remove(str(root / "server"))


TEXTS = st.sampled_from(["", "a", "ab", "abc", "abcd", "A", "b", " ", "é", "\U0001f600\U0001f600", "c", "ab\n"])
TIMES = st.sampled_from(
    [
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00Z",
        "2026-01-31T12:00:00.5+0800",
        "2026-01-31",
        "",
        "12:00",
        "soon",
        "2026-01-31T12:00:00+08:00",
        "2026-01-31 12:00:00",
        "2026-01-31T12:00:00Z\n",
        "٢٠٢٦-01-31T12:00:00Z",
    ]
)
EDGES = [
    0,
    1,
    2,
    3,
    5,
    9,
    10,
    -1,
    *(side * 2**bits + more for bits in (31, 63) for side in (1, -1) for more in (-1, 0, 1)),
]
NUMBERS = st.sampled_from(EDGES)
RATIOS = st.sampled_from([0, 1, 0.5, 1.5, -0.1, 1e300, 1e-9, float("inf"), float("nan"), 10**20])
MEMBERS = {"Value": TEXTS, "Kind": TEXTS, "Size": NUMBERS, "Until": TIMES}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "kind": TEXTS,
    "form": TEXTS,
    "note": TEXTS,
    "until": TIMES,
    "since": TIMES,
    "small": NUMBERS,
    "large": NUMBERS,
    "plain": NUMBERS,
    "some": NUMBERS,
    "least": NUMBERS,
    "ratio": RATIOS,
    "share": RATIOS,
    "live": st.booleans(),
    "tag": st.lists(st.fixed_dictionaries({"Key": TEXTS}, optional=MEMBERS), min_size=1, max_size=3),
    "disk": st.fixed_dictionaries({"Size": NUMBERS}, optional={"Kind": TEXTS}),
    "zone": st.lists(TEXTS, min_size=1, max_size=2),
    "port": st.lists(NUMBERS, min_size=1, max_size=4),
    "time": st.lists(TIMES, min_size=1, max_size=2),
    "ids": st.lists(TEXTS, max_size=2),
    "policy": st.sampled_from(
        [
            "{}",
            "",
            "[]",
            "{",
            '{"Version": "2"}',
            '{"Version": null, "More": 1}',
            '{"Rules": [{"No": 1}, {"No": "1"}]}',
            '{"Rules": [null]}',
            '{"Rules": {}}',
            "null",
            '"1"',
            '{"Rules": [{"No": 1.0}]}',
            "NaN",
        ]
    ),
}
ARGUMENTS = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.fixed_dictionaries({"name": st.just("ab"), name: VALUES[name]})
)
"""One argument at a time, beside the one that is required: no other may hide what becomes of it."""


@settings(max_examples=600, deadline=None)
@given(arguments=ARGUMENTS)
@example(arguments={"name": "ab", "tag": [{"Key": "a", "Kind": ""}]})
@example(arguments={"name": "ab", "policy": '{"Version": null, "More": 1}'})
@example(arguments={"name": "ab", "small": 2**31, "until": "soon"})
def test_both_refuse_the_same(sides: tuple[Any, Any, Any], arguments: dict[str, Any]) -> None:
    client, parts, (binder, refusal) = sides
    values = tuple(arguments.get(parameter.name, client.UNSET) for parameter in client.OPERATION.parameters)
    problems = [str(problem) for problem in client.validate(**arguments)]
    refused = ""
    try:
        binder.bind(dict(parts(client.OPERATION, values).pairs), {})
    except refusal as error:
        refused = str(error)
    assert bool(problems) is bool(refused), problems or refused
