"""The timeline of an operation says when each thing came, went and changed."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact.cli import cli

SHARED = Path(__file__).parents[3] / "shared" / "history"
HEAD = """# {name}

Does it.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|{name}|The operation to perform. Set the value to **{name}**.|
{rows}

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|

## Error codes

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
{errors}
"""
SIZE = "|Size|Integer|No|20|The size of the disk. Valid values: 5 to 90.|"
ZONE = "|ZoneId|String|Yes|z-1|The ID of the zone.|"
SLIP = "|400|Forbiden|The disk belongs to another account.|Check the owner.|"
GOOD = SLIP.replace("Forbiden", "Forbidden")


def page(*rows: str, errors: str = SLIP, name: str = "CreateDisk") -> str:
    return HEAD.format(name=name, rows="\n".join(rows), errors=errors)


def history(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["history", *arguments])
    assert result.exit_code == code, result.output
    return result.stdout


def strands(report: str, operation: str = "CreateDisk") -> dict[str, list[tuple[str, str]]]:
    (one,) = [o for o in json.loads(report)["operations"] if o["operation"] == operation]
    return {strand["name"]: [(e["date"], e["what"]) for e in strand["events"]] for strand in one["timeline"]}


EXPECTED = {
    "Size": [("2020-01-01", "came"), ("2020-02-01", "changed"), ("2020-03-01", "went")],
    "ZoneId": [("2020-02-01", "came")],
    "RequestId": [("2020-01-01", "came")],
    "Forbiden": [("2020-01-01", "came"), ("2020-03-01", "renamed")],
    "Forbidden": [("2020-03-01", "renamed")],
}
REVISIONS = [
    ("2020-01-01", page(SIZE)),
    ("2020-02-01", page(SIZE.replace("90", "80"), ZONE)),
    ("2020-03-01", page(ZONE, errors=GOOD)),
]


def test_a_folder_of_revisions(tmp_path: Path) -> None:
    for number, (date, text) in enumerate(REVISIONS, 1):
        path = tmp_path / f"p{number % 2}" / "CreateDisk" / f"{number:03}-{date}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert strands(history(str(tmp_path / "p1"), str(tmp_path / "p0"), "--format", "json")) == EXPECTED
    text = history(str(tmp_path))
    assert "CreateDisk: 3 revisions, 2020-01-01 to 2020-03-01" in text
    assert "First documented, with the parameters `Size` and 1 error code." in text
    assert "<table>" in history(str(tmp_path), "--format", "html")


def git(folder: Path, *arguments: str, date: str = "2020-01-01") -> None:
    stamp = f"{date}T12:00:00+00:00"
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    environment = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True, env=environment)


def test_a_repository_with_a_renamed_and_a_deleted_page(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    pages = tmp_path / "docs"
    pages.mkdir()
    (pages / "other.md").write_text(page(name="DeleteDisk"))
    name = "a.md"
    for date, text in REVISIONS:
        (pages / name).rename(pages / "b é.md") if (pages / name).exists() else None
        name = "b é.md" if (pages / "b é.md").exists() else "a.md"
        (pages / name).write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", date, date=date)
    (pages / "other.md").unlink()
    git(tmp_path, "commit", "-qam", "gone", date="2020-04-01")
    report = history(str(pages), "--format", "json")
    assert strands(report) == EXPECTED
    (deleted,) = [o for o in json.loads(report)["operations"] if o["operation"] == "DeleteDisk"]
    assert [(r["date"], r["deleted"]) for r in deleted["revisions"]] == [("2020-01-01", False), ("2020-04-01", True)]
    assert [
        o["operation"]
        for o in json.loads(history(str(tmp_path), "--operation", "DeleteDisk", "--format", "json"))["operations"]
    ] == ["DeleteDisk"]


def test_two_pages_of_one_operation_have_a_timeline_each(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    steps = (
        ("a.md", page(SIZE)),
        ("b.md", page(ZONE)),
        ("a.md", page(SIZE, ZONE)),
        ("b.md", None),
        ("b.md", page(ZONE)),
    )
    for number, (name, text) in enumerate(steps, 1):
        if text is None:
            (tmp_path / name).unlink()
        else:
            (tmp_path / name).write_text(text)
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "-", date=f"2020-0{number}-01")
    told = json.loads(history(str(tmp_path), "--format", "json"))["operations"]
    assert [(o["page"], [(r["date"][6], r["deleted"]) for r in o["revisions"]]) for o in told] == [
        (None, [("1", False), ("3", False)]),
        ("b.md", [("2", False), ("4", True), ("5", False)]),
    ]


def test_what_is_no_history_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Nothing.")
    history(str(tmp_path), code=2)
    (tmp_path / "001-2020-01-01.md").write_text("Nothing.")
    assert "No revision" in history(str(tmp_path), "--format", "html", code=1)


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference histories are not beside the checkout")
def test_the_real_history_of_associate_eip_address() -> None:
    found = strands(history(str(SHARED / "vpc"), str(SHARED / "eip"), "--format", "json"), "AssociateEipAddress")
    came = {name: events[0] for name, events in found.items()}
    assert came["AllocationId"] == ("2018-09-30", "came")
    assert came["RegionId"] == came["PrivateIpAddress"] == came["Forbbiden"] == ("2019-04-09", "came")
    assert came["Mode"] == came["InvalidParams.NotFound"] == ("2019-05-29", "came")
    assert came["ServiceUnavailable"] == ("2021-05-08", "came")
    assert came["ClientToken"] == came["OperationDenied.CloudBoxVSwitchExist"] == ("2021-05-28", "came")
    assert not any(event[1] in ("went", "renamed") for events in found.values() for event in events)
    assert ("2021-05-08", "changed") in found["Mode"]
    assert [date for date, _ in found["InstanceType"]] == [
        "2018-09-30",
        *["2019-04-09"] * 3,
        "2021-05-08",
        "2021-07-06",
    ]


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference histories are not beside the checkout")
def test_every_real_revision_is_told() -> None:
    report = json.loads(history(str(SHARED), "--format", "json"))
    assert report["skipped"] == []
    revisions = sum(1 for _ in SHARED.rglob("*-*.md"))
    assert sum(len(operation["revisions"]) for operation in report["operations"]) == revisions
