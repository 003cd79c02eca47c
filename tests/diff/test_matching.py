"""What is the same thing under another name or in another place, and what is not."""

import pytest

from docpact.diff.compare import compare
from docpact.diff.examples import contract
from docpact.diff.model import Direction
from docpact.diff.spelling import respelt


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Forbbiden", "Forbidden"),
        ("InvalidInstanId.NotFound", "InvalidInstanceId.NotFound"),
        ("regionId", "RegionId"),
        ("BIND_INSTANCE_OWENER_ERROR", "BIND_INSTANCE_OWNER_ERROR"),
        ("InstanceTyp", "InstanceType"),
        ("AvailableZones", "AvailableZone"),
        ("IncorrectHaVipStatus", "IncorrectHAVIPStatus"),
    ],
)
def test_the_same_name_spelt_differently(one: str, other: str) -> None:
    assert respelt(one, other)
    assert respelt(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MinSize", "MaxSize"),
        ("Attached", "Detached"),
        ("Available", "Unavailable"),
        ("Ipv4Cidr", "Ipv6Cidr"),
        ("StartTime", "EndTime"),
        ("Disk1", "Disk2"),
        ("PrivateIpAddress", "PublicIpAddress"),
        ("Nat", "Slb"),
        ("InvalidVpcId.NotFound", "InvalidVSwitchId.NotFound"),
        ("a", "b"),
        ("", "x"),
    ],
)
def test_another_name(one: str, other: str) -> None:
    assert not respelt(one, other)
    assert not respelt(other, one)


def kinds(slot: str, old: str, new: str, direction: Direction = Direction.REQUEST) -> list[str]:
    changes = compare(contract(slot, old, direction), contract(slot, new, direction)).changes
    return sorted(change.kind.name for change in changes)


def test_a_corrected_code_with_a_changed_explanation_is_one_rename() -> None:
    row = "[{{status: 400, code: {}, message: 'The owner is another one', description: '{}'}}]"
    assert kinds("errors", row.format("Forbbiden", "A."), row.format("Forbidden", "B.")) == [
        "error-code-corrected",
        "error-description-changed",
    ]


def test_two_rows_of_one_code_keep_their_counterparts() -> None:
    row = "{{status: 400, code: Denied, message: '{}'}}"
    one, two = row.format("Not in a network at all."), row.format("The default network is special.")
    assert kinds("errors", f"[{one}, {two}]", f"[{two}, {one}]") == ["errors-reordered"]
    assert kinds("errors", f"[{one}, {two}]", f"[{one}, {row.format('The default network is not special.')}]") == [
        "error-message-changed"
    ]
    assert kinds("errors", f"[{one}, {two}]", f"[{two}]") == ["error-reason-removed"]


def test_a_list_that_is_wrapped_is_one_change() -> None:
    item = "{type: array, items: {type: object, properties: {Id: {type: string}, Name: {type: string}}}}"
    wrapped = f"properties: {{Eips: {{type: object, properties: {{Eip: {item}}}}}}}"
    assert kinds("object", f"properties: {{Eips: {item}}}", wrapped, Direction.RESPONSE) == ["list-wrapped"]
    renamed = wrapped.replace("Name", "Title")
    assert kinds("object", wrapped, renamed, Direction.RESPONSE) == ["field-added", "field-removed"]


def test_a_parameter_that_moves_into_a_group_is_one_change_and_the_group() -> None:
    flat = "[{name: Size, in: query, schema: {type: integer, maximum: 9}}]"
    group = (
        "[{name: Disk, in: query, x-docpact-dotted: true,"
        " schema: {type: object, properties: {Size: {type: integer, maximum: 5}}}}]"
    )
    assert kinds("parameters", flat, group) == ["field-moved", "maximum-lowered", "optional-parameter-added"]


def test_a_name_that_could_have_moved_to_two_places_has_not_moved() -> None:
    old = "properties: {Size: {type: integer}}"
    new = (
        "properties: {A: {type: object, properties: {Size: {type: integer}}},"
        " B: {type: object, properties: {Size: {type: integer}}}}"
    )
    assert kinds("object", old, new, Direction.RESPONSE) == ["field-added", "field-added", "field-removed"]


def test_a_parameter_with_the_same_description_and_a_like_name_is_renamed() -> None:
    row = "[{{name: {}, in: query, description: 'The ID of the instance that you want to bind.', schema: {{type: string}}}}]"
    assert kinds("parameters", row.format("InstanceId"), row.format("BoundInstanceId")) == ["parameter-renamed"]
    assert kinds("parameters", row.format("InstanceId"), row.format("Zone")) == [
        "optional-parameter-added",
        "parameter-removed",
    ]


def test_a_rename_carries_an_overlay_action() -> None:
    row = "[{{status: 400, code: {}, message: 'The owner is another one'}}]"
    (change,) = compare(
        contract("errors", row.format("Forbbiden")), contract("errors", row.format("Forbidden"))
    ).changes
    assert change.suggestion is not None
    assert change.suggestion.update == {"x-docpact-aliases": ["Forbbiden"]}
    assert "'Forbidden'" in change.suggestion.target


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Mbps", "Mbit/s", True),
        ("Second", "seconds", True),
        ("month", "Months", True),
        ("MB/s", "Mbit/s", False),
        ("KiB", "MiB", False),
        ("%", "percent", True),
    ],
)
def test_a_unit_in_other_words_is_the_same_unit(old: str, new: str, same: bool) -> None:
    schema = "{{type: integer, x-docpact-unit: '{}'}}"
    assert kinds("schema", schema.format(old), schema.format(new)) == ([] if same else ["unit-changed"])


@pytest.mark.parametrize("keyword", ["enum: [{}]", "default: {}"])
def test_another_signature_is_one_change(keyword: str) -> None:
    form = "x-docpact-common-parameters: [{{name: SignatureMethod, in: query, schema: {{type: string, {}}}}}]"
    old, new = (form.format(keyword.format(value)) for value in ("HMAC-SHA1", "HMAC-SHA256"))
    assert kinds("contract", old, new) == ["signature-changed"]
