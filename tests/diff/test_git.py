"""Git revisions as sides: of projects with several services, from subfolders, across renames, branches and submodules."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from docpact.cli import cli

ENGLISH = """# {name}

Creates a thing.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|{name}|The operation to perform. Set the value to **{name}**.|
|Size|Integer|No|20|The size. Valid values: 5 to {most}.|
"""
CHINESE = """# {name}

创建一个对象。

## 请求参数

|名称|类型|是否必选|示例值|描述|
|--|--|----|---|--|
|Action|String|是|{name}|要执行的操作，取值：**{name}**。|
|Size|Integer|否|20|大小。取值范围：**5**～**{most}**。|
"""
CONFIG = "[services.disks]\n[services.images]\n"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    extra = ("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *extra, *arguments], check=True, capture_output=True)


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def page(path: str, name: str, most: int, text: str = ENGLISH) -> None:
    write(path, text.format(name=name, most=most))


def commit(tag: str) -> None:
    git("add", "-A"), git("commit", "-qm", tag), git("tag", tag)


def diff(*arguments: str, code: int = 0) -> list[dict[str, object]]:
    result = CliRunner().invoke(cli, ["diff", *arguments, "--format", "json"])
    assert result.exit_code == code, result.output
    changes: list[dict[str, object]] = json.loads(result.stdout)["changes"]
    return changes


def told(changes: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(change.get("service"), change["kind"]) for change in changes]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two services, one of them with Chinese pages; v1 is committed, v2 is the work tree."""
    monkeypatch.chdir(tmp_path)
    git("init", "-q", ".")
    write("docpact.toml", CONFIG)
    page("spec/disks/pages/CreateDisk.md", "CreateDisk", 90)
    page("spec/images/pages/CreateImage.md", "CreateImage", 90, CHINESE)
    commit("v1")
    page("spec/disks/pages/CreateDisk.md", "CreateDisk", 80)
    page("spec/images/pages/CreateImage.md", "CreateImage", 100, CHINESE)
    return tmp_path


EACH = [("disks", "maximum-lowered"), ("images", "maximum-raised")]


def test_a_bare_revision_is_about_every_service(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(diff("v1..")) == EACH
    assert told(diff("v1")) == EACH
    monkeypatch.chdir("spec/disks")
    changes = diff("v1..")
    assert told(changes) == EACH
    assert Path(str(changes[0]["new"]["file"])).is_file()  # type: ignore[index]
    monkeypatch.chdir(project)
    commit("v2")
    assert told(diff("v1..v2")) == told(diff("v1", "v2")) == EACH
    assert [kind for _, kind in told(diff("..v1"))] == ["maximum-raised", "maximum-lowered"]
    assert told(diff("v2..")) == []
    for format in ("text", "markdown", "html", "github"):
        report = CliRunner().invoke(cli, ["diff", "v1..v2", "--format", format]).output
        assert "CreateDisk" in report
        assert "CreateImage" in report
        assert format == "github" or "disks: CreateDisk" in report


def test_a_service_that_is_new_since_the_revision(project: Path) -> None:
    write("docpact.toml", CONFIG + "[services.keys]\n")
    page("spec/keys/pages/CreateKey.md", "CreateKey", 1)
    assert ("keys", "operation-added") in told(diff("v1.."))
    assert CliRunner().invoke(cli, ["diff", "v1..", "--pages", "spec/keys/pages"]).exit_code == 2


def test_three_dots_begin_where_the_branches_parted(project: Path) -> None:
    git("checkout", "-q", "-b", "topic")
    page("spec/images/pages/CreateImage.md", "CreateImage", 90, CHINESE)
    commit("topic-1")
    git("checkout", "-q", "main")
    page("spec/images/pages/CreateImage.md", "CreateImage", 5000, CHINESE)
    commit("main-1")
    git("checkout", "-q", "topic")
    assert told(diff("main...")) == told(diff("main...topic")) == [("disks", "maximum-lowered")]
    assert ("images", "maximum-lowered") in told(diff("main..topic"))


def test_pages_that_were_renamed_since(project: Path) -> None:
    git("mv", "spec/disks/pages/CreateDisk.md", "spec/disks/pages/Create.md")
    changes = diff("v1..", "--pages", "spec/disks/pages/Create.md")
    assert told(changes) == [(None, "maximum-lowered")]
    assert changes[0]["old"]["file"] == "v1:spec/disks/pages/CreateDisk.md"  # type: ignore[index]
    git("mv", "spec/images", "spec/pictures")
    write("docpact.toml", "[services.pictures]\n")
    commit("v2")
    assert told(diff("v1..")) == [(None, "maximum-raised")]
    write("docpact.toml", "[services.elsewhere]\n")
    page("spec/elsewhere/pages/CreateDisk.md", "CreateDisk", 90)
    lost = CliRunner().invoke(cli, ["diff", "v1.."])
    assert lost.exit_code == 2
    assert "there is no spec/elsewhere/pages at v1" in " ".join(lost.output.split())
    assert told(diff("v1:spec/disks/pages", "spec/elsewhere/pages")) == []


def test_pages_in_a_submodule(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    commit("v2")
    outer = tmp_path_factory.mktemp("outer")
    os.chdir(outer)
    git("init", "-q", ".")
    git("submodule", "add", "-q", str(project), "docs")
    commit("whole")
    assert told(diff("v1..v2", "--pages", "docs/spec/disks/pages")) == [(None, "maximum-lowered")]
    lost = CliRunner().invoke(cli, ["diff", "whole..", "--pages", "docs/spec/disks/pages"])
    assert (lost.exit_code, "Traceback" in lost.output) == (2, False)


OVERLAY = """overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions:
- target: $.paths[*][?@.operationId == 'CreateDisk'].parameters[?@.name == 'Size'].schema
  description: The service accepts more.
  update: {maximum: MOST}
"""


def test_the_overlay_is_that_of_each_side_and_never_of_one_alone(project: Path) -> None:
    write("docpact.toml", '[services.disks]\noverlay = "spec/disks/overlay.yaml"\n')
    write("spec/disks/overlay.yaml", OVERLAY.replace("MOST", "500"))
    commit("v2")
    assert told(diff("v2..")) == []
    write("spec/disks/overlay.yaml", OVERLAY.replace("MOST", "400"))
    (change,) = diff("v2..")
    assert change["kind"] == "maximum-lowered"
    assert "at most 400; the limit was 500" in str(change["message"])
    page("elsewhere/CreateDisk.md", "CreateDisk", 80)
    for old in ("v2:spec/disks/pages", "spec/disks/pages/CreateDisk.md", "elsewhere"):
        for new in ("spec/disks/pages/CreateDisk.md", "spec/disks/pages"):
            expected = ["maximum-lowered"] if old.startswith("v2") else []
            assert [change["kind"] for change in diff(old, new)] == expected
    assert told(diff("elsewhere", "elsewhere/CreateDisk.md")) == []
    write("spec/disks/overlay.yaml", "actions: [")
    broken = CliRunner().invoke(cli, ["diff", "v2.."])
    assert (broken.exit_code, "overlay.yaml" in broken.output) == (2, True)


def test_a_shallow_clone_says_how_to_get_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "full").mkdir()
    monkeypatch.chdir(tmp_path / "full")
    git("init", "-q", ".")
    page("pages/Make.md", "Make", 90)
    commit("v1")
    page("pages/Make.md", "Make", 80)
    commit("v2")
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}/full", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    result = CliRunner().invoke(cli, ["diff", "v1..", "--pages", "pages"])
    assert result.exit_code == 2
    assert "the clone is shallow" in result.output
    assert "git fetch --unshallow" in result.output
