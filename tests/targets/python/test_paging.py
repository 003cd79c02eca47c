"""Pagers: where they end, what they refuse, and how they go on after a break."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from things import Wire, http, obj, text

from docpact.contract.model import Contract, Operation, Parameter, Response, Schema


def tokens() -> Contract:
    """A listing by tokens."""
    listing = Operation(
        name="ListBoxes",
        read_only=True,
        parameters=(
            Parameter(name="NextToken", schema=text()),
            Parameter(name="MaxResults", schema=Schema(type="integer", maximum=100)),
        ),
        response=Response(
            schema=obj(RequestId=text(), NextToken=text(), Boxes=Schema(type="array", items=obj(BoxId=text()))),
            xml_root="ListBoxesResponse",
        ),
    )
    return Contract(title="Boxes", version="1", operations=(listing,))


def asked(request: Any) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}


def by_token(request: Any) -> bytes:
    at = int(asked(request).get("NextToken", "from 0").split()[1])
    boxes = [{"BoxId": f"b{n}"} for n in range(at, min(at + 2, 7))]
    return http({"RequestId": "r", "Boxes": boxes} | ({"NextToken": f"from {at + 2}"} if at + 2 < 7 else {}))


def by_number(request: Any) -> bytes:
    number = int(asked(request).get("PageNumber", 1))
    things = [{"ThingId": f"t{n}"} for n in range(7)][(number - 1) * 2 : number * 2]
    return http({"RequestId": "r", "TotalCount": 7, "Things": {"Thing": things}})


@pytest.fixture(params=["token", "number"])
def listing(request: pytest.FixtureRequest, make: Callable[[Contract], Any], sdk: Any, wire: Wire) -> Any:
    """A function that gives a pager of either kind, and the one that gives its items' ids."""
    keys = {"access_key_id": "i", "access_key_secret": "s", "endpoint": wire.url}
    if request.param == "token":
        package = make(tokens())
        wire.answers = [by_token]
        with package.Client(**keys) as client:
            yield lambda: client.iter_boxes(max_results=2), lambda page: [b.box_id[1:] for b in page.boxes]
    else:
        wire.answers = [by_number]
        with sdk.Client(**keys) as client:
            yield lambda: client.iter_things(page_size=2), lambda page: [t.thing_id[1:] for t in page.things]


def test_a_listing_goes_on_where_it_was_left(listing: Any, wire: Wire) -> None:
    pager, ids = listing
    whole: list[list[str]] = [ids(page) for page in pager().pages()]
    assert whole == [["0", "1"], ["2", "3"], ["4", "5"], ["6"]]
    for left_after in range(1, 5):
        pages = pager().pages()
        seen = [ids(next(pages)) for _ in range(left_after)]
        token = pages.continuation_token
        if token is None:
            assert left_after == 4
        else:
            assert isinstance(token, str)
            rest = pager().pages(token)
            assert rest.continuation_token == token
            seen += [ids(page) for page in rest]
            assert rest.continuation_token is None
        assert seen == whole


def test_pages_outlive_an_error(listing: Any, wire: Wire) -> None:
    pager, ids = listing
    pages = pager().pages()
    assert ids(next(pages)) == ["0", "1"]
    good, wire.answers = wire.answers, [http({"Code": "Odd", "Message": "Not now."}, 400)]
    with pytest.raises(Exception, match="Not now"):
        next(pages)
    wire.answers = good
    assert [ids(page) for page in pages] == [["2", "3"], ["4", "5"], ["6"]]
    assert list(pages) == []


def test_asynchronous_pages_go_on_too(sdk: Any, wire: Wire) -> None:
    wire.answers = [by_number]

    async def main() -> list[Any]:
        async with sdk.AsyncClient(access_key_id="i", access_key_secret="s", endpoint=wire.url) as client:
            pages = client.iter_things(page_size=2).pages()
            await pages.__anext__()
            rest = client.iter_things(page_size=2).pages(pages.continuation_token)
            return [thing.thing_id async for page in rest for thing in page.things]

    assert asyncio.run(main()) == ["t2", "t3", "t4", "t5", "t6"]


@pytest.mark.parametrize("token", ["", "0", "-1", "x", "1.5", "²", "9" * 30, 3])
def test_what_is_no_number_of_a_page(sdk: Any, wire: Wire, token: Any) -> None:
    with (
        sdk.Client(access_key_id="i", access_key_secret="s", endpoint=wire.url) as client,
        pytest.raises(sdk.errors.PagingError, match="no continuation token"),
    ):
        client.iter_things().pages(token)
    assert wire.requests == []


@pytest.mark.parametrize("total", [None, 1_000_000])
def test_a_service_that_knows_no_pages(sdk: Any, client: Any, wire: Wire, total: int | None) -> None:
    wire.answers = [http({"TotalCount": total, "Things": {"Thing": [{"ThingId": "a"}, {"ThingId": "b"}]}})]
    with pytest.raises(sdk.errors.PagingError, match="the same page twice, as numbers 1 and 2"):
        list(client.iter_things())
    assert len(wire.requests) == 2


def test_equal_items_one_by_one_are_no_circle(client: Any, wire: Wire) -> None:
    wire.answers = [http({"TotalCount": 4, "Things": {"Thing": [{"Status": "Made"}]}})]
    assert len(list(client.iter_things(page_size=1))) == 4
