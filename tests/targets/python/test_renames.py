"""What was renamed is still known under its old name, and says so."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from things import Wire, http

from docpact.contract.model import Contract, ErrorRow, Layout, Operation, Parameter, Property, Response, Schema

NUMBER = Schema(type="integer")


def part(name: str, *old: str) -> Schema:
    """A structure of a member that had other names, and of one called `Color`."""
    member = Schema(type="integer", extensions={"x-docpact-aliases": list(old)})
    return Schema(
        type="object",
        properties=(Property(name=name, schema=member), Property(name="Color", schema=Schema(type="string"))),
    )


def renamed() -> Contract:
    colour = Schema(
        type="string", enum=("DarkRed", "blue"), extensions={"x-docpact-aliases": {"DarkRed": ["DarkRedd"]}}
    )
    return Contract(
        title="Paint",
        version="1",
        operations=(
            Operation(
                name="DescribeWalls",
                read_only=True,
                extensions={"x-docpact-aliases": ["DescribeWals", "PaintWall"]},
                parameters=(Parameter(name="PageNumber", schema=NUMBER), Parameter(name="PageSize", schema=NUMBER)),
                response=Response(
                    schema=Schema(
                        type="object",
                        properties=(
                            Property(name="TotalCount", schema=NUMBER),
                            Property(name="Walls", schema=Schema(type="array", items=Schema(type="string"))),
                        ),
                    )
                ),
            ),
            Operation(
                name="PaintWall",
                extensions={"x-docpact-aliases": ["PaintWal"]},
                parameters=(
                    Parameter(
                        name="WallId",
                        schema=Schema(type="string"),
                        required=True,
                        extensions={"x-docpact-aliases": ["WalId", "Wall-Identifier"]},
                    ),
                    Parameter(name="Colour", schema=colour),
                    Parameter(name="Spot", schema=part("Width", "Widht", "Color"), layout=Layout.DOTTED),
                ),
                response=Response(
                    schema=Schema(
                        type="object",
                        properties=(
                            Property(name="RequestId", schema=Schema(type="string")),
                            Property(name="Layer", schema=part("Depth", "Dpeth", "RequestID", "Color")),
                        ),
                    )
                ),
                errors=(
                    ErrorRow(
                        status=400,
                        code="Forbidden.Wall",
                        message="Not yours.",
                        extensions={"x-docpact-aliases": ["Forbiden.Wall"]},
                    ),
                ),
            ),
        ),
    )


@pytest.fixture
def sdk(make: Callable[[Contract], ModuleType]) -> Any:
    return make(renamed())


@pytest.fixture
def client(sdk: Any, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Any:
    with sdk.Client(access_key_id="testid", access_key_secret="testsecret", endpoint=wire.url) as client:
        yield client


def test_an_old_argument_is_sent_under_its_new_name(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b'{"RequestId": "1"}')] * 3
    client.paint_wall(wall_id="w-1")
    with pytest.warns(DeprecationWarning, match="wal_id is deprecated, it is now called wall_id"):
        client.paint_wall(wal_id="w-2")
    with pytest.warns(DeprecationWarning, match="wall_identifier"):
        client.paint_wall(wall_identifier="w-3")
    assert [f"WallId=w-{n}" in str(wire.requests[n - 1]) for n in (1, 2, 3)] == [True] * 3
    assert not any("WalId" in str(request) for request in wire.requests)


def test_neither_or_both_names_are_refused(sdk: Any, client: Any, wire: Wire) -> None:
    with pytest.raises(sdk.errors.ValidationError) as caught:
        client.paint_wall()
    assert "WallId" in str(caught.value)
    with pytest.raises(TypeError, match="wal_id is the old name of wall_id"):
        client.paint_wall(wall_id="w-1", wal_id="w-2")
    assert not wire.requests


def test_an_old_member_is_the_new_one(sdk: Any) -> None:
    assert sdk.WallColour.DARK_REDD is sdk.WallColour.DARK_RED
    assert sdk.WallColour.DARK_REDD == "DarkRed"


@pytest.mark.parametrize("code", ["Forbidden.Wall", "Forbiden.Wall"])
def test_an_old_error_catches_either_spelling(sdk: Any, client: Any, wire: Wire, code: str) -> None:
    assert sdk.errors.ForbidenWall is sdk.errors.ForbiddenWall
    wire.answers = [http(b'{"Code": "%s", "Message": "Not yours.", "RequestId": "1"}' % code.encode(), 400)]
    with pytest.raises(sdk.errors.ForbidenWall) as caught:
        client.paint_wall(wall_id="w-1")
    assert caught.value.code == code


def test_an_old_method_is_the_new_one_and_warns(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http(b'{"RequestId": "1"}')]
    with pytest.warns(DeprecationWarning, match="paint_wal is deprecated, it is now called paint_wall") as caught:
        result = client.paint_wal(wall_id="w-1")
    assert result.request_id == "1"
    assert caught[0].filename == __file__
    assert wire.requests[0].headers["x-acs-action"] == "PaintWall"
    assert "Deprecated" in sdk.Client.paint_wal.__doc__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.paint_wall(wall_id="w-1")


def test_an_old_method_is_there_for_asynchronous_calls_and_pagers(sdk: Any, client: Any, wire: Wire) -> None:
    wire.answers = [http({"TotalCount": 2, "Walls": ["a", "b"]})]
    with pytest.warns(DeprecationWarning, match="iter_wals is deprecated, it is now called iter_walls"):
        assert list(client.iter_wals()) == ["a", "b"]

    async def call() -> list[str]:
        async with sdk.AsyncClient(access_key_id="a", access_key_secret="b", endpoint=wire.url) as client:
            with pytest.warns(DeprecationWarning, match="describe_wals"):
                await client.describe_wals()
            with pytest.warns(DeprecationWarning, match="iter_wals"):
                return [wall async for wall in client.iter_wals()]

    assert asyncio.run(call()) == ["a", "b"]


def test_an_old_name_that_something_else_has_now_is_no_alias(sdk: Any) -> None:
    assert sdk.Client.paint_wall.__name__ == "paint_wall"
    assert not hasattr(sdk.Client, "paint_wall_2")


def test_type_checkers_know_old_methods(sdk: Any, tmp_path: Path) -> None:
    script = tmp_path / "use.py"
    script.write_text(
        f"import {sdk.__name__} as s\n"
        "client = s.Client()\n"
        "result = client.paint_wal(wall_id='w')\n"
        "reveal_type(result.request_id)\n"
        "client.paint_wal(wall_id=5)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(script)], capture_output=True, text=True, cwd=tmp_path
    )
    assert 'Revealed type is "Union[str, None]"' in done.stdout or 'Revealed type is "str | None"' in done.stdout
    assert done.stdout.count(": error:") == 1, done.stdout


def test_the_package_is_as_clean_as_without(sdk: Any) -> None:
    folder = str(Path(sdk.__file__).parent)
    for tool in (["black", "--check", "--quiet", "--line-length", "120"], ["mypy", "--strict"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, folder], capture_output=True, text=True, cwd=Path(folder).parent
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_an_old_name_of_a_member_of_the_answer(client: Any, wire: Wire) -> None:
    wire.answers = [http(b'{"RequestId": "1", "Layer": {"Depth": 3, "Color": "red"}}')]
    layer = client.paint_wall(wall_id="w-1").layer
    with pytest.warns(DeprecationWarning, match="dpeth is deprecated, it is now called depth") as told:
        assert layer.dpeth == layer.depth == 3
    assert told[0].filename == __file__
    assert layer.color == "red", "what has a name now keeps it"
    with pytest.raises(AttributeError):
        layer.dpeth = 4
    assert repr(layer) == "Layer(depth=3, color='red')"


def test_an_old_name_of_a_member_that_is_sent(sdk: Any) -> None:
    with pytest.warns(DeprecationWarning, match="widht is deprecated, it is now called width") as told:
        spot = sdk.Spot(widht=3, color="red")
    assert told[0].filename == __file__
    assert spot == sdk.Spot(width=3, color="red")
    assert spot.to_wire() == {"Width": 3, "Color": "red"}
    with pytest.raises(TypeError, match="give one of them"):
        sdk.Spot(widht=3, width=3)
