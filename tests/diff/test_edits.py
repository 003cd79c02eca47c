"""Pages edited at random: the report names exactly the edits, each with its level and its row on both sides.

An edit changes one thing of a page and says what must be reported. Several are made at once, on rows that were picked
at random; whatever else the report holds, or lacks, is a fault of the comparison. `DOCPACT_EDITS=5000` tries more.
"""

from __future__ import annotations

import copy
import itertools
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from docpact.diff.compare import compare
from docpact.diff.model import Change
from docpact.diff.sides import located, pages_side

BREAKING, RISKY, COMPATIBLE, TEXT = "breaking", "risky", "compatible", "text only"

_numbers = itertools.count(1)


@dataclass
class Row:
    """A row of a table. Its number survives every edit. `facts` are sentences by what they state."""

    name: str
    type: str
    words: str
    facts: dict[str, str] = field(default_factory=dict)
    required: bool = False
    value: Any = "x-1"
    below: list[Row] = field(default_factory=list)
    item: str = ""
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def text(self) -> str:
        return " ".join([self.words, *self.facts.values()])

    def json(self) -> Any:
        if not self.below:
            return self.value
        members = {row.name: row.json() for row in self.below}
        if not self.type.startswith("Array"):
            return members
        return {self.item: [members]} if self.item else [members]


@dataclass
class Failure:
    """A row of the error table."""

    status: int
    code: str
    message: str
    words: str
    number: int = field(default_factory=lambda: next(_numbers))


@dataclass
class Page:
    """A page of one operation. `used` are the rows that an edit has changed already."""

    name: str
    summary: str
    request: list[Row]
    answer: list[Row]
    failures: list[Failure]
    version: str = "2020-01-01"
    note: str = "A volume is made in the zone of the account."
    used: set[int] = field(default_factory=set)


def page() -> Page:
    """The page that is edited."""
    return Page(
        "CreateVolume",
        "Creates a volume in a zone.",
        [
            Row("RegionId", "String", "The ID of the region.", required=True),
            Row("VolumeName", "String", "The name of the volume.", {"length": length(2, 64)}),
            Row("Comment", "String", "A remark about the volume.", {"length": length(2, 200)}),
            Row("Size", "Integer", "The size of the volume.", {"range": span(5, 90), "default": default(20)}, value=20),
            Row("Iops", "Integer", "The number of operations in a second.", {"range": span(100, 2000)}, value=200),
            Row("Weight", "Long", "The weight of the volume in the pool.", value=3),
            Row("Category", "String", "The kind of storage.", {"enum": values("Cloud", "Local", "Archive")}, value="Cloud"),
            Row("ChargeMode", "String", "How the volume is paid for.", {"enum": values("Prepaid", "Postpaid")}, value="Prepaid"),
            Row("Tier", "String", "How fast it is.", {"enum": "Valid values:\n\n-   **slow**: a slow disk.\n-   **fast**: a fast disk.\n-   **cold**: an archive.\n\n "}, value="slow"),
            Row("Period", "Integer", "The number of months.", {"when": when("ChargeMode", "Prepaid")}, value=1),
            Row("SnapshotId", "String", "The ID of the snapshot to copy."),
            Row("ZoneId", "String", "The ID of the zone.", required=True),
            Row("KeyPairName", "String", "The key pair that encrypts the volume.", {"pattern": pattern("letters and digits")}, value="abc"),
            Row("Encrypted", "Boolean", "Whether the volume is encrypted.", {"default": default("false")}, value="true"),
            Row("ExpireTime", "String", "The time at which the volume is released.", value="2020-01-01T00:00:00Z"),
            Row("AutoRenew", "Boolean", "Whether the volume is renewed by itself.", value="true"),
            Row("Tag.N.Key", "String", "The key of the label."),
            Row("Tag.N.Value", "String", "The value of the label."),
            Row("OwnerAccount", "String", "The account that owns the resource."),
        ],
        [
            Row("RequestId", "String", "The ID of the request.", value="0A-1"),
            Row("VolumeId", "String", "The ID of the new volume.", value="v-1"),
            Row("OrderId", "String", "The ID of the order.", value="o-1"),
            Row("Status", "String", "The state of the volume.", {"enum": values("Creating", "Available", "Failed")}, value="Available"),
            Row("Progress", "Integer", "How far the work is, in percent.", value=30),
            Row("Price", "Integer", "What the volume costs in an hour.", value=9),
            Row("Attachments", "Array of Attachment", "The places where the volume is used.", below=[
                Row("InstanceId", "String", "The ID of the instance.", value="i-1"),
                Row("Device", "String", "The name of the device.", value="/dev/vdb"),
                Row("AttachedAt", "String", "When the volume was attached.", value="2020-01-01T00:00:00Z"),
            ]),
            Row("Placement", "Struct", "Where the volume is stored.", below=[
                Row("PoolId", "String", "The ID of the pool.", value="p-1"),
                Row("Rack", "String", "The rack of the pool.", value="r-7"),
            ]),
            Row("Snapshots", "Array of Snapshot", "The snapshots of the volume.", item="Snapshot", below=[
                Row("Label", "String", "What the snapshot is called.", value="before"),
                Row("Bytes", "Long", "How much the snapshot holds.", value=4096),
            ]),
        ],
        [
            Failure(400, "InvalidSize.Range", "The size lies outside the range.", "Give a smaller size."),
            Failure(400, "QuotaExceeded", "No more volumes can be created in this account.", "Ask for a higher quota."),
            Failure(403, "Forbiden.Account", "The account may not create volumes.", "Check the account."),
            Failure(403, "OperationDenied.Zone", "The zone is closed for new volumes.", "Choose another zone."),
            Failure(404, "InvalidSnapshot.NotFound", "The snapshot was not found.", "Check the snapshot."),
            Failure(404, "KeyPairMissing", "There is no such key pair.", "Make the key pair first."),
            Failure(500, "InternalError", "The request failed for an unknown reason.", "Try again later."),
        ],
    )  # fmt: skip


def span(low: int, high: int) -> str:
    return f"Valid values: **{low}** to **{high}**."


def length(low: int, high: int) -> str:
    return f"It must be {low} to {high} characters in length."


def default(value: object) -> str:
    return f"Default value: **{value}**."


def values(*names: str) -> str:
    return f"Valid values: {', '.join(f'**{name}**' for name in names[:-1])}, and **{names[-1]}**."


def when(parameter: str, value: str) -> str:
    return f"This parameter is required when **{parameter}** is set to **{value}**."


def pattern(what: str) -> str:
    return f"The name can contain only {what}."


def rendered(page: Page) -> tuple[str, dict[int, int]]:
    """The page as text, and the line of each row."""
    lines = [f"# {page.name}", "", page.summary, "", "## Debugging", ""]
    link = f"https://api.aliyun.com/#product=Store&api={page.name}&type=RPC&version={page.version}"
    lines += [f"[OpenAPI Explorer]({link})", "", "## Usage notes", "", page.note, ""]
    places: dict[int, int] = {}

    def add(number: int, *cells: object) -> None:
        places[number] = len(lines) + 1
        lines.extend(f"|{'|'.join(map(str, cells))}|".split("\n"))

    def answer(rows: list[Row]) -> None:
        for row in rows:
            add(row.number, row.name, row.type, "" if row.below else row.value, row.text)
            answer(row.below)

    lines += ["## Request parameters", "", "|Parameter|Type|Required|Example|Description|", "|---|---|---|---|---|"]
    add(0, "Action", "String", "Yes", page.name, f"The operation to perform. Set the value to **{page.name}**.")
    for row in page.request:
        add(row.number, row.name, row.type, "Yes" if row.required else "No", row.value, row.text)
    lines += ["", "## Response parameters", "", "|Parameter|Type|Example|Description|", "|---|---|---|---|"]
    answer(page.answer)
    shown = json.dumps({row.name: row.json() for row in page.answer}, indent=4)
    lines += ["", "## Examples", "", "Sample success responses", "", "`JSON` format", "", "```", shown, "```", ""]
    lines = "\n".join(lines).split("\n")
    lines += ["## Error codes", "", "|HttpCode|Error code|Error message|Description|", "|---|---|---|---|"]
    for failure in page.failures:
        add(failure.number, failure.status, failure.code, failure.message, failure.words)
    return "\n".join([*lines, ""]), places


# What an edit gives: the kinds to be reported, each with its level and its row on the old and on the new page.
Said = tuple[str, str, int | None, int | None]
Edit = Callable[[Page, random.Random], list[Said]]
EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    EDITS[function.__name__] = function
    return function


class Unfit(Exception):
    """Nothing is left on the page that the edit could change."""


def pick(page: Page, rng: random.Random, rows: list[Any], fits: Callable[[Any], bool] = lambda _: True) -> Any:
    free = [row for row in rows if row.number not in page.used and fits(row)]
    if not free:
        raise Unfit
    row = rng.choice(free)
    page.used.add(row.number)
    return row


def plain(row: Row) -> bool:
    """Whether nothing else on the page hangs on the row."""
    return not row.facts and not row.below and "." not in row.name and row.name != "RequestId"


def stated(fact: str) -> Callable[[Row], bool]:
    return lambda row: fact in row.facts


def listed(row: Row) -> bool:
    """Whether one sentence of the row lists its values."""
    return "enum" in row.facts and "\n" not in row.facts["enum"]


def leaves(rows: list[Row]) -> list[Row]:
    return [leaf for row in rows for leaf in (leaves(row.below) if row.below else [row])]


def holder(rows: list[Row], wanted: Row) -> list[Row]:
    """The list that the row stands in."""
    if wanted in rows:
        return rows
    return next((found for row in rows if (found := holder(row.below, wanted))), [])


def both(kind: str, level: str, row: Row | Failure) -> list[Said]:
    return [(kind, level, row.number, row.number)]


# Request parameters


@edit
def parameter_removed(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, plain)
    page.request.remove(row)
    return [("parameter-removed", BREAKING, row.number, None)]


@edit
def parameter_added(page: Page, rng: random.Random) -> list[Said]:
    row = Row(rng.choice(["Burst", "PoolHint", "Backup"]), "String", "Something that only this page knows.")
    if any(other.name == row.name for other in page.request):
        raise Unfit
    row.required = rng.random() < 0.5
    page.used.add(row.number)
    page.request.insert(rng.randrange(len(page.request) - 4), row)
    kind = ("required-parameter-added", BREAKING) if row.required else ("optional-parameter-added", COMPATIBLE)
    return [(*kind, None, row.number)]


@edit
def parameter_respelt(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: "." not in row.name and len(row.name) > 6)
    old = row.name
    at = rng.randrange(2, len(old) - 1)
    row.name = old[:at] + old[at + 1 :] if rng.random() < 0.5 else old[:at] + old[at] + old[at:]
    for other in page.request:
        other.facts = {fact: says.replace(f"**{old}**", f"**{row.name}**") for fact, says in other.facts.items()}
    return both("parameter-renamed", BREAKING, row)


@edit
def parameter_renamed(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: plain(row) and len(row.name) > 6)
    row.name = f"{rng.choice(['Target', 'Volume'])}{row.name}"
    return both("parameter-renamed", BREAKING, row)


@edit
def parameters_reordered(page: Page, rng: random.Random) -> list[Said]:
    first = pick(page, rng, page.request, lambda row: "." not in row.name)
    second = pick(page, rng, page.request, lambda row: "." not in row.name)
    one, other = page.request.index(first), page.request.index(second)
    page.request[one], page.request[other] = second, first
    return [("parameters-reordered", TEXT, None, None)]


@edit
def necessity(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: "." not in row.name and "when" not in row.facts)
    row.required = not row.required
    if row.required:
        return both("parameter-became-required", BREAKING, row)
    return both("parameter-became-optional", COMPATIBLE, row)


@edit
def type_of_parameter(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.type in ("Integer", "Long", "Boolean"))
    if row.type == "Boolean":
        row.type = "String"
        return both("type-changed", BREAKING, row)
    if row.type == "Long":
        row.type = "Integer"
        return both("number-narrowed", RISKY, row)
    row.type = rng.choice(["Float", "Long"])
    return both("number-widened" if row.type == "Long" else "type-widened", COMPATIBLE, row)


@edit
def type_that_ends_facts(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name in ("Size", "Iops", "VolumeName", "Comment", "Category"))
    row.type = "String" if row.type == "Integer" else "Integer"
    return both("type-changed", BREAKING, row)


@edit
def deprecated(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, plain)
    row.words = f"{row.words} This parameter is deprecated."
    return both("parameter-deprecated", COMPATIBLE, row)


@edit
def removed_with_its_conditions(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name == "ChargeMode")
    pick(page, rng, page.request, lambda row: row.name == "Period")
    page.request.remove(row)
    return [("parameter-removed", BREAKING, row.number, None)]


@edit
def renamed_but_not_in_conditions(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name == "ChargeMode")
    pick(page, rng, page.request, lambda row: row.name == "Period")
    row.name = "ChargingMode"
    return both("parameter-renamed", BREAKING, row)


@edit
def other_marks(page: Page, rng: random.Random) -> list[Said]:
    mark = rng.choice(["__", "*", "_", "`"])
    for row in page.request:
        row.facts = {fact: says.replace("**", mark) for fact, says in row.facts.items()}
        page.used.add(row.number)
    return []


@edit
def wrapped_in_a_list(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: plain(row) and row.type == "String")
    row.type = "Array of String"
    return both("type-changed", BREAKING, row)


# Facts of parameters and of members of the answer


def direction(page: Page, rng: random.Random, request: str, answer: str) -> tuple[list[Row], str]:
    return (page.request, request) if rng.random() < 0.6 else (leaves(page.answer), answer)


@edit
def enum_value_added(page: Page, rng: random.Random) -> list[Said]:
    rows, level = direction(page, rng, COMPATIBLE, RISKY)
    row = pick(page, rng, rows, listed)
    row.facts["enum"] = row.facts["enum"].replace(", and", f", **{rng.choice(['Hybrid', 'Frozen'])}**, and")
    return both("enum-value-added", level, row)


@edit
def enum_value_removed(page: Page, rng: random.Random) -> list[Said]:
    rows, level = direction(page, rng, BREAKING, RISKY)
    row = pick(page, rng, rows, lambda row: listed(row) and row.facts["enum"].count("**") == 6)
    gone = rng.choice([name for name in row.facts["enum"].split("**")[1::2] if name != row.value])
    row.facts["enum"] = values(*[name for name in row.facts["enum"].split("**")[1::2] if name != gone])
    return both("enum-value-removed", level, row)


@edit
def enum_value_respelt(page: Page, rng: random.Random) -> list[Said]:
    rows, _ = direction(page, rng, BREAKING, BREAKING)
    row = pick(page, rng, rows, lambda row: listed(row) and row.name != "ChargeMode")
    old = rng.choice([name for name in row.facts["enum"].split("**")[1::2] if name != row.value])
    row.facts["enum"] = row.facts["enum"].replace(f"**{old}**", f"**{old[:3]}{old[2:]}**")
    return both("enum-value-renamed", BREAKING, row)


@edit
def enum_reordered(page: Page, rng: random.Random) -> list[Said]:
    rows, _ = direction(page, rng, TEXT, TEXT)
    row = pick(page, rng, rows, listed)
    row.facts["enum"] = values(*reversed(row.facts["enum"].split("**")[1::2]))
    return both("enum-reordered", TEXT, row)


@edit
def enum_introduced(page: Page, rng: random.Random) -> list[Said]:
    rows, level = direction(page, rng, BREAKING, COMPATIBLE)
    row = pick(page, rng, rows, lambda row: row.name in ("SnapshotId", "Label"))
    row.facts["enum"] = values(row.value, "other", "third")
    return both("enum-introduced", level, row)


@edit
def enum_dropped(page: Page, rng: random.Random) -> list[Said]:
    rows, _ = direction(page, rng, RISKY, RISKY)
    row = pick(page, rng, rows, lambda row: row.name in ("Category", "Status"))
    del row.facts["enum"]
    return both("enum-dropped", RISKY, row)


@edit
def enum_described(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name == "Tier")
    old, new = rng.choice([("a slow disk", "a slow and cheap disk"), ("a fast disk", "the fastest disk")])
    row.facts["enum"] = row.facts["enum"].replace(old, new)
    return both("enum-description-changed", TEXT, row)


@edit
def listed_value(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name == "Tier")
    if rng.random() < 0.5:
        row.facts["enum"] = row.facts["enum"].rstrip() + "\n-   **huge**: a huge disk.\n\n "
        return both("enum-value-added", COMPATIBLE, row)
    row.facts["enum"] = row.facts["enum"].replace("-   **cold**: an archive.\n", "")
    return both("enum-value-removed", BREAKING, row)


@edit
def unit(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name in ("Size", "Weight"))
    row.facts["unit"] = "Unit: GiB."
    return both("unit-stated", TEXT, row)


@edit
def bounds(page: Page, rng: random.Random) -> list[Said]:
    fact, keyword, sentence = rng.choice([("range", "imum", span), ("length", "-length", length)])
    row = pick(page, rng, page.request, stated(fact))
    low, high = [int(word) for word in row.facts[fact].replace("*", "").replace(".", "").split() if word.isdigit()]
    new = rng.choice(
        [(low, high + 7), (low, high - 7), (low + 1, high), (low - 1, high), (low + 1, high + 7), (low - 1, high + 9)]
    )
    row.facts[fact] = sentence(*new)
    said: list[Said] = []
    if new[1] != high:
        wider = new[1] > high
        level = COMPATIBLE if wider else BREAKING
        said += both(f"max{keyword}-{'raised' if wider else 'lowered'}", level, row)
    if new[0] != low:
        wider = new[0] < low
        level = COMPATIBLE if wider else BREAKING
        said += both(f"min{keyword}-{'lowered' if wider else 'raised'}", level, row)
    return said


@edit
def bounds_dropped(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, stated("range"))
    del row.facts["range"]
    return [*both("minimum-dropped", COMPATIBLE, row), *both("maximum-dropped", COMPATIBLE, row)]


@edit
def bounds_introduced(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name == "Weight")
    row.facts["range"] = span(1, 5000)
    return [*both("minimum-introduced", RISKY, row), *both("maximum-introduced", RISKY, row)]


@edit
def default_changed(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, stated("default"))
    if rng.random() < 0.3:
        del row.facts["default"]
        return both("default-dropped", RISKY, row)
    row.facts["default"] = default("true" if row.type == "Boolean" else 33)
    return both("default-changed", RISKY, row)


@edit
def default_introduced(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name in ("AutoRenew", "Weight", "Iops"))
    row.facts["default"] = default("false" if row.type == "Boolean" else 500)
    return both("default-introduced", COMPATIBLE, row)


@edit
def pattern_changed(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, stated("pattern"))
    if rng.random() < 0.3:
        del row.facts["pattern"]
        return both("pattern-dropped", COMPATIBLE, row)
    row.facts["pattern"] = pattern("letters, digits, and hyphens")
    return both("pattern-changed", RISKY, row)


@edit
def format_stated(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name == "ExpireTime")
    row.facts["format"] = "Specify the time in the ISO 8601 standard in the yyyy-MM-ddTHH:mm:ssZ format."
    return both("format-stated", RISKY, row)


@edit
def condition(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, stated("when"))
    pick(page, rng, page.request, lambda row: row.name == "ChargeMode")
    if rng.random() < 0.5:
        del row.facts["when"]
        return [("required-if-condition-removed", COMPATIBLE, row.number, None)]
    row.facts["when"] = when("ChargeMode", "Postpaid")
    return both("condition-changed", RISKY, row)


@edit
def condition_added(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.name in ("SnapshotId", "AutoRenew"))
    mode = pick(page, rng, page.request, lambda row: row.name == "ChargeMode")
    row.facts["when"] = when(mode.name, "Postpaid")
    return [("required-if-condition-added", BREAKING, None, row.number)]


# The answer


@edit
def field_removed(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, leaves(page.answer), plain)
    rows = holder(page.answer, row)
    if len(rows) < 3:
        raise Unfit
    rows.remove(row)
    return [("field-removed", BREAKING, row.number, None), ("answer-example-changed", TEXT, None, None)]


@edit
def field_added(page: Page, rng: random.Random) -> list[Said]:
    row = Row(rng.choice(["Shelf", "Checksum", "Tier"]), "String", "Something that only this answer knows.", value="q")
    if any(other.name == row.name for other in leaves(page.answer)):
        raise Unfit
    page.used.add(row.number)
    rows = rng.choice([page.answer, *(other.below for other in page.answer if other.below)])
    rows.insert(rng.randrange(len(rows) + 1), row)
    return [("field-added", COMPATIBLE, None, row.number), ("answer-example-changed", TEXT, None, None)]


@edit
def field_respelt(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, leaves(page.answer), lambda row: plain(row) and len(row.name) > 5)
    row.name = row.name[:3] + row.name[2:]
    return [*both("field-renamed", BREAKING, row), ("answer-example-changed", TEXT, None, None)]


@edit
def field_moved(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.answer, plain)
    target = pick(page, rng, page.answer, lambda other: bool(other.below))
    page.answer.remove(row)
    target.below.append(row)
    return [*both("field-moved", BREAKING, row), ("answer-example-changed", TEXT, None, None)]


@edit
def list_wrapped(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.answer, lambda row: row.type.startswith("Array"))
    kind = "list-unwrapped" if row.item else "list-wrapped"
    row.item = "" if row.item else row.type.split()[-1]
    return [*both(kind, BREAKING, row), ("answer-example-changed", TEXT, None, None)]


@edit
def type_of_member(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, leaves(page.answer), lambda row: row.type in ("Integer", "Long") and plain(row))
    row.type, row.value = "String", str(row.value)
    return [*both("type-changed", BREAKING, row), ("answer-example-changed", TEXT, None, None)]


# Errors


@edit
def error_removed(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    page.failures.remove(row)
    return [("error-removed", BREAKING, row.number, None)]


@edit
def error_added(page: Page, rng: random.Random) -> list[Said]:
    code = rng.choice(["Throttled.Burst", "ZoneFull", "InvalidBackup"])
    if any(row.code == code for row in page.failures):
        raise Unfit
    row = Failure(rng.choice([400, 403, 429]), code, f"The call met {code.lower()}.", "Wait.")
    page.used.add(row.number)
    page.failures.insert(rng.randrange(len(page.failures) + 1), row)
    return [("error-added", COMPATIBLE, None, row.number)]


@edit
def reason_added(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    other = Failure(row.status, row.code, "Something else went wrong with the pool.", "Wait.")
    page.used.add(other.number)
    page.failures.insert(page.failures.index(row) + rng.randrange(2), other)
    return [("error-reason-added", COMPATIBLE, None, other.number)]


@edit
def error_status(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    row.status = rng.choice([s for s in (400, 403, 404, 409, 503) if s != row.status])
    return both("error-status-changed", RISKY, row)


@edit
def error_message(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    if rng.random() < 0.3:
        row.message = row.message.rstrip(".")
        return both("error-message-respelt", TEXT, row)
    row.message = f"{row.message[:-1]} at this moment."
    return both("error-message-changed", RISKY, row)


@edit
def error_code_respelt(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    at = rng.randrange(3, len(row.code) - 1)
    if not row.code[at].isalpha():
        raise Unfit
    row.code = row.code[:at] + rng.choice(["", row.code[at] * 2]) + row.code[at + 1 :]
    return both("error-code-corrected", BREAKING, row)


@edit
def error_code_replaced(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    row.code = f"Volume{row.number}.Rejected"
    return both("error-code-replaced", BREAKING, row)


@edit
def error_words(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.failures)
    row.words = f"{row.words} Then call again."
    return both("error-description-changed", TEXT, row)


@edit
def errors_reordered(page: Page, rng: random.Random) -> list[Said]:
    rows = [row for row in page.failures if row.status == 404]
    if len(rows) < 2 or any(row.number in page.used for row in rows):
        raise Unfit
    page.used |= {row.number for row in rows}
    one, other = (page.failures.index(row) for row in rows[:2])
    page.failures[one], page.failures[other] = page.failures[other], page.failures[one]
    return [("errors-reordered", TEXT, None, None)]


@edit
def statuses_reordered(page: Page, rng: random.Random) -> list[Said]:
    page.failures.sort(key=lambda row: -row.status)
    return []


@edit
def fields_reordered(page: Page, rng: random.Random) -> list[Said]:
    first, second = (pick(page, rng, page.answer, lambda row: plain(row) and row.name != "RequestId") for _ in "ab")
    one, other = page.answer.index(first), page.answer.index(second)
    page.answer[one], page.answer[other] = second, first
    return [("fields-reordered", TEXT, None, None)]


# Words and the service


@edit
def words_of_a_row(page: Page, rng: random.Random) -> list[Said]:
    rows, kind = rng.choice([(page.request, "parameter"), (leaves(page.answer), "field")])
    row = pick(page, rng, rows, lambda row: "." not in row.name)
    row.words = f"{row.words[:-1]}, as the console shows it."
    return both(f"{kind}-description-changed", TEXT, row)


@edit
def example_of_a_row(page: Page, rng: random.Random) -> list[Said]:
    row = pick(page, rng, page.request, lambda row: row.value == "x-1" and "." not in row.name)
    row.value = "y-2"
    return both("parameter-example-changed", TEXT, row)


@edit
def summary(page: Page, rng: random.Random) -> list[Said]:
    page.summary = rng.choice(["Makes a volume.", "Creates a new volume in a zone of the region."])
    return [("operation-summary-changed", TEXT, None, None)]


@edit
def note(page: Page, rng: random.Random) -> list[Said]:
    page.note = "Volumes cannot be shared."
    return [("operation-description-changed", TEXT, None, None)]


@edit
def operation_renamed(page: Page, rng: random.Random) -> list[Said]:
    page.name = rng.choice(["CreateVolumes", "CreateVolme", "CreateStoreVolume"])
    return [("operation-renamed", BREAKING, None, None)]


@edit
def api_version(page: Page, rng: random.Random) -> list[Said]:
    page.version = "2022-02-02"
    return [("api-version-changed", BREAKING, None, None)]


def changed(old: Page, edits: Iterator[Edit] | list[Edit], rng: random.Random) -> tuple[Page, list[Said]]:
    """The page after the edits that still found something to change, and what must be said of them."""
    new, said = copy.deepcopy(old), []
    for change in edits:
        try:
            said += change(new, rng)
        except Unfit:
            continue
    return new, said


def reported(old: str, new: str) -> list[Change]:
    sides = [pages_side(name, [(name, "page.md", text.encode())]) for name, text in (("old.md", old), ("new.md", new))]
    return list(located(compare(sides[0].contract, sides[1].contract), *sides).changes)


def shown(kind: str, level: str, old: int | None, new: int | None) -> str:
    return f"{kind} [{level}] {old or '-'} -> {new or '-'}"


def check(old: Page, new: Page, said: list[Said]) -> None:
    (old_text, old_lines), (new_text, new_lines) = rendered(old), rendered(new)
    expected = {
        shown(kind, level, old_lines[row] if row else None, new_lines[other] if other else None)
        for kind, level, row, other in said
    }
    whole = {kind for kind, _, row, other in said if row is None and other is None}
    found = [
        (
            shown(
                c.kind.name,
                c.level.label,
                c.old_place.line if c.old_place else None,
                c.new_place.line if c.new_place else None,
            )
            if c.kind.name not in whole
            else shown(c.kind.name, c.level.label, None, None)
        )
        for c in reported(old_text, new_text)
    ]
    assert (sorted(set(found) - expected), sorted(expected - set(found)), len(found)) == ([], [], len(expected))


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("seed", range(3))
def test_one_edit_is_reported_as_what_it_is(name: str, seed: int) -> None:
    old = page()
    new, said = changed(old, [EDITS[name]], random.Random(f"{name} {seed}"))
    check(old, new, said)


@pytest.mark.parametrize("seed", range(int(os.environ.get("DOCPACT_EDITS", "40"))))
def test_several_edits_are_told_apart(seed: int) -> None:
    rng = random.Random(seed)
    old = page()
    new, said = changed(old, rng.sample(list(EDITS.values()), rng.randint(2, 8)), rng)
    check(old, new, said)
