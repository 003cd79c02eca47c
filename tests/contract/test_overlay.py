"""Overlays: what they change, and what is said about those that cannot be applied."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from docpact.contract import overlay

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/Buy": {
            "get": {
                "operationId": "Buy",
                "parameters": [
                    {"name": "Colour", "schema": {"type": "string", "enum": ["red", "blue"]}},
                    {"name": "Size", "schema": {"type": "integer", "default": 3}},
                    {"name": "Old", "schema": {"type": "string"}},
                ],
            }
        }
    },
}


def header(*actions: str) -> str:
    lines = ["overlay: 1.0.0", "info: {title: T, version: 1.0.0}", "actions:"]
    for action in actions:
        first, *rest = action.strip("\n").split("\n")
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def applied(*actions: str) -> tuple[Any, list[tuple[str, str]]]:
    before = copy.deepcopy(DOCUMENT)
    document, found = overlay.apply(DOCUMENT, header(*actions), "over.yaml")
    assert before == DOCUMENT, "the given document was changed"
    return document, [(d.code.id, str(d.span)) for d in found]


def parameters(document: Any) -> list[Any]:
    result = document["paths"]["/Buy"]["get"]["parameters"]
    assert isinstance(result, list)
    return result


COLOUR = "$.paths['/Buy'].*.parameters[?@.name=='Colour'].schema"


def test_an_array_takes_an_entry_and_the_reason_is_kept() -> None:
    document, found = applied(f"target: {COLOUR}.enum\ndescription: Green is sold too.\nupdate: green")
    assert found == []
    assert parameters(document)[0]["schema"]["enum"] == ["red", "blue", "green"]
    assert document["x-docpact-overlay"] == [{"target": f"{COLOUR}.enum", "reason": "Green is sold too."}]


def test_an_object_is_merged_deeply_and_its_arrays_are_joined() -> None:
    document, found = applied(
        "target: $.paths['/Buy'].get.parameters[0]\ndescription: d\nupdate: {schema: {enum: [green], default: red}, required: true}"
    )
    assert found == []
    assert parameters(document)[0] == {
        "name": "Colour",
        "schema": {"type": "string", "enum": ["red", "blue", "green"], "default": "red"},
        "required": True,
    }


def test_several_entries_of_one_array_can_be_removed_at_once() -> None:
    document, found = applied("target: $.paths['/Buy'].get.parameters[?@.name != 'Size']\ndescription: d\nremove: true")
    assert found == []
    assert [p["name"] for p in parameters(document)] == ["Size"]


def test_targets_inside_each_other_can_be_removed() -> None:
    document, found = applied("target: $.paths..*\ndescription: d\nremove: true")
    assert (document["paths"], found) == ({}, [])


def test_one_update_reaches_every_place_and_shares_nothing_between_them() -> None:
    document, _ = applied("target: $.paths['/Buy'].get.parameters[*]\ndescription: d\nupdate: {x-seen: [1]}")
    first, second, _ = parameters(document)
    first["x-seen"].append(2)
    assert second["x-seen"] == [1]


def test_actions_see_what_the_actions_before_them_did() -> None:
    document, found = applied(
        "target: $.info\ndescription: d\nupdate: {x-new: {a: 1}}",
        "target: $.info.x-new\ndescription: d\nupdate: {b: 2}",
    )
    assert (document["info"]["x-new"], found) == ({"a": 1, "b": 2}, [])


@pytest.mark.parametrize(
    ("action", "code", "place"),
    [
        ("target: $.paths['/Buy\ndescription: d\nremove: true", "DP311", "over.yaml:4:5"),
        ("description: d\ntarget: paths.Buy\nremove: true", "DP311", "over.yaml:5:5"),
        ("target: $.paths['/Sell']\ndescription: d\nremove: true", "DP312", "over.yaml:4:5"),
        ("target: $.info.title\ndescription: d\nupdate: New", "DP313", "over.yaml:4:5"),
        ("target: $.info\ndescription: d\nupdate: New", "DP313", "over.yaml:4:5"),
        ("target: $\ndescription: d\nremove: true", "DP313", "over.yaml:4:5"),
        ("target: $.info\nupdate: {x-a: 1}", "DP314", "over.yaml:4:5"),
        ("target: $.info\ndescription: d", "DP310", "over.yaml:4:5"),
        ("target: $.info\ndescription: d\nupdate: {}\nwhy: not", "DP310", "over.yaml:7:5"),
        ("target: 7\ndescription: d\nremove: true", "DP310", "over.yaml:4:5"),
        ("target: $.info\ndescription: d\nremove: maybe", "DP310", "over.yaml:6:5"),
        ("just text", "DP310", "over.yaml:4:5"),
    ],
)
def test_an_action_that_cannot_be_done_is_reported_at_its_place_and_the_next_is_done(
    action: str, code: str, place: str
) -> None:
    document, found = applied(action, "target: $.info\ndescription: d\nupdate: {x-last: 1}")
    assert found == [(code, place)]
    assert document["info"]["x-last"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "a: [",
        "overlay: 2.0.0\ninfo: {}\nactions: []",
        "overlay: &a [*a]",
        "overlay: !!python/name:os.system 1",
    ],
)
def test_what_is_no_overlay_changes_nothing_and_says_so(text: str) -> None:
    document, found = overlay.apply(DOCUMENT, text, "over.yaml")
    assert document == DOCUMENT
    assert {d.code.id for d in found} == {"DP310"}


def test_the_message_says_how_far_the_path_led() -> None:
    _, found = overlay.apply(
        DOCUMENT, header(f"target: {COLOUR.replace('Colour', 'Weight')}\ndescription: d\nremove: true"), "over.yaml"
    )
    assert "`$.paths['/Buy'].*.parameters` is there, but nothing below it is `[?@.name=='Weight']`" in found[0].message
