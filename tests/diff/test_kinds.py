"""Every kind of change is found in its example, and only there; its page and its name are in order."""

import re

import pytest

from docpact.diff.checks import all_checks, all_kinds
from docpact.diff.compare import compare
from docpact.diff.examples import DIRECTED, contracts, page
from docpact.diff.model import Direction, Kind, Level
from docpact.diff.settings import Rule

KINDS = all_kinds()
CASES = [
    pytest.param(kind, direction, id=f"{kind.name}-{direction.value}")
    for kind in KINDS.values()
    for direction in (Direction if kind.changed.slot in DIRECTED else (Direction.REQUEST,))
    if not (kind.name == "xml-item-name-changed" and direction is Direction.REQUEST)  # XML is only answered
]


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 80


@pytest.mark.parametrize(("kind", "direction"), CASES)
def test_is_found_in_its_example_and_nowhere_else(kind: Kind, direction: Direction) -> None:
    found = [change for change in compare(*contracts(kind.changed, direction)).changes if change.kind is kind]
    assert len(found) == 1
    (change,) = found
    if kind.changed.slot in DIRECTED:
        assert change.direction is direction
        assert change.level is kind.level_for(direction)
    assert change.old is not None or change.new is not None
    old, new = contracts(kind.same, direction)
    assert kind not in {change.kind for change in compare(old, new).changes}


@pytest.mark.parametrize(("kind", "direction"), CASES)
def test_no_change_without_a_difference(kind: Kind, direction: Direction) -> None:
    for contract in (*contracts(kind.changed, direction), *contracts(kind.same, direction)):
        assert compare(contract, contract).changes == ()


@pytest.mark.parametrize(("kind", "direction"), CASES)
def test_can_be_given_another_level_or_be_left_out(kind: Kind, direction: Direction) -> None:
    old, new = contracts(kind.changed, direction)
    level = next(level for level in Level if level is not kind.level_for(direction))
    (given,) = [c for c in compare(old, new, [Rule(kind.name, level, "Because.")]).changes if c.kind is kind]
    assert (given.level, given.reason) == (level, "Because.")
    without = compare(old, new, [Rule(kind.name, None, "Because.")])
    assert kind not in {change.kind for change in without.changes}
    assert [change.reason for change in without.ignored] == ["Because."]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_has_a_name_a_page_and_a_sentence(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", kind.name)
    assert kind.title.endswith(".")
    assert page(kind).startswith(f"# {kind.name}\n")
    assert len(kind.page) > 20
    direction = Direction.RESPONSE if kind.name == "xml-item-name-changed" else Direction.REQUEST
    for change in compare(*contracts(kind.changed, direction)).changes:
        assert re.fullmatch(r"[A-Z`][^\n]*\.`?", change.message), change.message
        assert change.message.count("`") % 2 == 0


def test_every_check_finds_only_its_own_kinds() -> None:
    for check in all_checks():
        assert check.kinds
        assert all(isinstance(kind, Kind) for kind in check.kinds)


@pytest.mark.parametrize(
    ("name", "request_level", "response"),
    [
        ("maximum-lowered", Level.BREAKING, Level.COMPATIBLE),
        ("maximum-raised", Level.COMPATIBLE, Level.RISKY),
        ("enum-value-added", Level.COMPATIBLE, Level.RISKY),
        ("field-became-optional", Level.COMPATIBLE, Level.BREAKING),
    ],
)
def test_the_level_depends_on_the_direction(name: str, request_level: Level, response: Level) -> None:
    kind = KINDS[name]
    assert (kind.level_for(Direction.REQUEST), kind.level_for(Direction.RESPONSE)) == (request_level, response)
