"""What services and callers can do to a client that nobody would do on purpose."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from things import Wire, http, text

from docpact.contract.model import Contract, Location, Operation, Parameter, Style


def test_an_empty_token_makes_no_write_safe(sdk: Any, client: Any, wire: Wire) -> None:
    """On the wire an empty value counts as absent: the service would do the work twice."""
    wire.answers = [http({"Code": "ServiceUnavailable", "Message": "Down.", "RequestId": "r"}, 503)]
    with pytest.raises(sdk.errors.ServerError) as caught:
        client.create_thing(name="ab", client_token="")
    assert (caught.value.attempts, len(wire.requests)) == (1, 1)


@pytest.mark.parametrize("token", [{"a": 1}, ["x"], 7.5, True])
def test_a_next_token_that_is_no_text_ends_in_an_error(sdk: Any, token: Any) -> None:
    pager = import_module(f"{sdk.__name__}._runtime.pager")

    class Page:
        items = ("a",)
        next_token = token

    paging = pager.Paging(items="items", token="token", next_token="next_token")
    asked: list[Any] = []

    def call(**arguments: Any) -> Page:
        asked.append(arguments)
        return Page()

    with pytest.raises(sdk.errors.PagingError):
        list(pager.Pager("List", call, paging, {}))
    assert len(asked) == 1


def test_a_service_that_gives_the_same_page_for_ever(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"RequestId": "r", "Things": {"Thing": [{"ThingId": "a"}, {"ThingId": "b"}]}})]
    with pytest.raises(sdk.errors.PagingError, match="same page"):
        list(client.iter_things())
    assert len(wire.requests) == 2


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("%s in %s in %s in %s.", " in " * 2500),
        ("%s%s%s%s%s!", "a" * 10_000),
        ("{A}a{B}a{C}a{D}b", "a" * 9_999),
    ],
)
def test_messages_do_not_hang_the_match(sdk: Any, template: str, message: str) -> None:
    errors = import_module(f"{sdk.__name__}._runtime.errors")
    row = import_module(f"{sdk.__name__}._runtime.operation").ErrorRow(400, "C", template)
    started = time.process_time()
    assert errors.match_row((row, row._replace(message="other")), message) == (None, ())
    assert time.process_time() - started < 1


@given(parts=st.lists(st.sampled_from(["a", "ab", " in ", "", "b"]), min_size=2, max_size=5), data=st.data())
def test_holes_are_filled_with_the_shortest_that_fits(sdk: Any, parts: list[str], data: st.DataObject) -> None:
    """As the regular expression would, in time that grows with the message alone."""
    import re

    errors = import_module(f"{sdk.__name__}._runtime.errors")
    row = import_module(f"{sdk.__name__}._runtime.operation").ErrorRow(400, "C", "%s".join(parts))
    message = data.draw(st.text("ab in", max_size=12)).strip()
    pattern = "(.+?)".join(re.escape(part) for part in re.split("%s", row.message.strip()))
    found = re.fullmatch(pattern, message, re.DOTALL)
    expected = (row, found.groups()) if found else (None, ())
    assert errors.match_row((row, row._replace(message="other")), message) == expected


def test_mappings_of_all_kinds_are_json(client: Any, wire: Wire) -> None:
    wire.answers = [http({"RequestId": "r", "ThingId": "t"})]
    client.create_thing(name="ab", policy=MappingProxyType({"a": MappingProxyType({"b": (1, 2)})}))
    assert b"Policy=%7B%22a%22%3A%7B%22b%22%3A%5B1%2C2%5D%7D%7D" in wire.requests[0].body


@pytest.mark.parametrize("value", [{"a": float("nan")}, [float("inf")], '{"a": NaN}', "[-Infinity]"])
def test_what_is_no_json_number_is_a_problem(sdk: Any, client: Any, wire: Wire, value: Any) -> None:
    with pytest.raises(sdk.errors.ValidationError) as caught:
        client.create_thing(name="ab", policy=value)
    (problem,) = caught.value.problems
    assert (problem.parameter, problem.rule) == ("Policy", "type")
    assert not wire.requests


@pytest.mark.parametrize("value", ["..", "."])
def test_an_argument_leads_to_no_other_path(make: Callable[[Contract], Any], wire: Wire, value: str) -> None:
    """Proxies and servers take dot segments out of a path: the call would be another one."""
    boxes = Operation(
        name="DeleteBox",
        style=Style.REST,
        method="DELETE",
        path="/shelves/{ShelfId}/boxes/{BoxId}",
        parameters=tuple(
            Parameter(name=n, location=Location.PATH, schema=text(), required=True) for n in ("ShelfId", "BoxId")
        ),
    )
    sdk = make(Contract(title="T", version="1", operations=(boxes,)))
    wire.answers = [http({"RequestId": "r"})]
    with sdk.Client(access_key_id="i", access_key_secret="s", endpoint=wire.url) as client:
        client.delete_box(shelf_id="a/../b", box_id="..c")
        assert wire.requests[0].target == "/shelves/a%2F..%2Fb/boxes/..c"
        with pytest.raises(sdk.errors.ValidationError) as caught:
            client.delete_box(shelf_id="a", box_id=value)
    (problem,) = caught.value.problems
    assert problem.parameter == "BoxId"
    assert len(wire.requests) == 1
