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


def told(*arguments: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The operations with, of each revision, its month and what the text report says first."""
    report = history(*arguments)
    out: list[tuple[str, list[tuple[str, str]]]] = []
    lines = report.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("2020-"):
            out[-1][1].append((line[5:7], lines[number + 1].strip()))
        elif line and not line.startswith(" ") and ": " in line:
            out.append((line.partition(":")[0], []))
    return out


def commit(folder: Path, month: int, *, path: str = "docs/a.md", text: str | None = None) -> None:
    if text is not None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "-", date=f"2020-{month:02}-01")


WIDER = SIZE.replace("90", "95")


def test_what_a_branch_did_happens_when_it_is_merged(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", ".")
    commit(tmp_path, 1, text=page(SIZE))
    git(tmp_path, "checkout", "-qb", "side")
    commit(tmp_path, 2, text=page(WIDER))
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, 3, path="docs/b.md", text=page(name="DeleteDisk"))
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "-", "side", date="2020-04-01")
    first = "First documented, with the parameters `Size` and 1 error code."
    assert told(str(tmp_path), "--operation", "CreateDisk") == [
        (
            "CreateDisk",
            [("01", first), ("04", "compatible  `Size` of CreateDisk may now be as high as 95; the limit was 90.")],
        )
    ]


def test_a_page_is_followed_through_renames_of_files_folders_and_the_operation(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    commit(tmp_path, 1, path="old/a.md", text=page(SIZE))
    (tmp_path / "old" / "a.md").rename(tmp_path / "old" / "b.md")
    commit(tmp_path, 2)
    (tmp_path / "old").rename(tmp_path / "docs")
    commit(tmp_path, 3)
    commit(tmp_path, 4, path="docs/b.md", text=page(SIZE, name="CreateDisks"))
    commit(tmp_path, 5, path="docs/b.md", text=page(WIDER, name="CreateDisks"))
    for where in (tmp_path, tmp_path / "docs", tmp_path / "docs" / "b.md"):
        ((name, steps),) = told(str(where))
        assert name == "CreateDisks, formerly CreateDisk"
        assert [month for month, _ in steps] == ["01", "02", "03", "04", "05"]
        assert steps[3][1] == "breaking    The operation `CreateDisk` is now called `CreateDisks`."
    assert told(str(tmp_path), "--operation", "CreateDisk") == told(str(tmp_path))


def test_another_operation_in_the_same_file_is_no_rename(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    commit(tmp_path, 1, text=page(SIZE))
    commit(tmp_path, 2, text=page(ZONE.replace("ZoneId", "Owner"), errors="|404|Gone|It is gone.|-|", name="ListUsers"))
    assert [(name, [month for month, _ in steps]) for name, steps in told(str(tmp_path))] == [
        ("CreateDisk", ["01", "02"]),
        ("ListUsers", ["02"]),
    ]


def test_a_revision_that_cannot_be_read_interrupts_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    commit(tmp_path, 1, text=page(SIZE))
    commit(tmp_path, 2, text="<<<<<<< HEAD")
    commit(tmp_path, 3, text=page(WIDER))
    ((_, steps),) = told(str(tmp_path))
    assert [text for _, text in steps[1:]] == [
        "The page cannot be read as one of an operation.",
        "The page can be read again.",
    ]
    report = history(str(tmp_path), "--format", "json")
    assert strands(report)["Size"] == [("2020-01-01", "came"), ("2020-03-01", "changed")]
    commit(tmp_path, 4, text="This operation is no more.")
    assert strands(history(str(tmp_path), "--format", "json"))["Size"][-1] == ("2020-04-01", "went")


def test_an_operation_that_nobody_describes_is_named(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    commit(tmp_path, 1, text=page(SIZE))
    commit(tmp_path, 1, path="docs/notes.md", text="Notes.")
    for name, hint in (("CreateDsk", "did you mean `CreateDisk`?"), ("Nope", "there are CreateDisk")):
        result = CliRunner().invoke(cli, ["history", str(tmp_path), "--operation", name])
        assert result.exit_code == 1
        assert result.stderr == f"no revision describes an operation `{name}`; {hint}\n"
        assert "notes.md" not in result.output


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
