"""The level of the changes decides the version; the changelog says why; a breaking change is no minor one."""

import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from docpact import versions
from docpact.building import recovery
from docpact.cli import cli

PAGE = """# CreateDisk

{summary}

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|CreateDisk|The operation to perform. Set the value to **CreateDisk**.|
|Size|Integer|No|20|The size of the disk. Valid values: 5 to {most}.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|DiskId|String|d-1|The ID of the disk.|

## Error codes

|HttpCode|Error code|Error message|Description|
|--------|----------|-------------|-----------|
|400|{code}|The disk belongs to another account.|Check the owner.|
"""
CONFIG = """[services.disks]
overlay = "spec/disks/overlay.yaml"
[services.disks.targets.python]
output = "out/python"
[services.disks.targets.server]
output = "out/server"
"""
OVERLAY = """overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions:
- target: $.info
  description: The pages do not say.
  update: {title: Disks, version: '2020-01-01'}
"""
ALIAS = """- target: $.paths[*][?@.operationId == 'CreateDisk'].responses[*]['x-docpact-errors'][?@.code == 'Forbidden']
  description: A slip was corrected.
  update: {x-docpact-aliases: [Forbiden]}
"""


class Project:
    def __init__(self, root: Path) -> None:
        self.folder = root / "spec" / "disks"
        self.root = root
        (self.folder / "pages").mkdir(parents=True)
        (root / "docpact.toml").write_text(CONFIG)
        self.write()

    def write(self, summary: str = "Creates a disk.", most: int = 90, code: str = "Forbiden", extra: str = "") -> None:
        (self.folder / "pages/CreateDisk.md").write_text(PAGE.format(summary=summary, most=most, code=code))
        (self.folder / "overlay.yaml").write_text(OVERLAY + extra)

    def release(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["release", "--date", "2030-01-02", *arguments])
        assert result.exit_code == code, result.output
        return result

    def state(self) -> dict[str, bytes]:
        return {
            str(p): p.read_bytes() for p in sorted(self.root.rglob("*")) if p.is_file() and ".docpact" not in p.parts
        }

    def restore(self, state: dict[str, bytes]) -> None:
        for path in self.state().keys() - state.keys():
            Path(path).unlink()
        for path, data in state.items():
            Path(path).write_bytes(data)

    @property
    def version(self) -> str:
        kept = tomllib.loads((self.folder / "release.toml").read_text())
        assert set(kept["packages"].values()) == {kept["version"]}
        for package in ("python", "server"):
            text = (self.root / "out" / package / "pyproject.toml").read_text()
            assert tomllib.loads(text)["project"]["version"] == kept["version"]
        return str(kept["version"])

    @property
    def aliases(self) -> dict[str, str]:
        kept: dict[str, str] = tomllib.loads((self.folder / "release.toml").read_text())["aliases"]
        return kept

    @property
    def contract(self) -> str:
        return (self.folder / "openapi.yaml").read_text()

    def raises(self, code: str) -> str:
        """The class that the generated client raises for a code."""
        package = next((self.root / "out/python").rglob("errors.py")).parent
        script = f"import {package.name} as p; from {package.name} import errors as e; print(e.BY_CODE.get({code!r}))"
        source = package.parent
        done = subprocess.run([sys.executable, "-c", script], cwd=source, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def changelog(self) -> str:
        return (self.folder / "CHANGELOG.md").read_text()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    project.release()
    assert project.version == "1.0.0"
    assert "## 1.0.0 (2030-01-02)\n\nFirst release." in project.changelog
    return project


@pytest.mark.parametrize(
    ("change", "version", "says"),
    [
        ({"summary": "Makes a disk."}, "1.0.1", "### Words only"),
        ({"most": 100}, "1.1.0", "### New and compatible"),
        ({"most": 80}, "2.0.0", "### Breaking"),
    ],
)
def test_the_changes_decide_the_version(project: Project, change, version: str, says: str) -> None:
    project.write(**change)
    project.release()
    assert project.version == version
    assert project.changelog.index(f"## {version} ") < project.changelog.index("## 1.0.0 ")
    assert says in project.changelog
    assert (project.folder / f"releases/{version}.yaml").read_bytes() == (project.folder / "openapi.yaml").read_bytes()


def test_a_breaking_change_is_no_minor_release(project: Project) -> None:
    project.write(most=80)
    CliRunner().invoke(cli, ["build"])
    before = project.state()
    for bump in ("minor", "patch"):
        result = project.release("--as", bump, code=1)
        assert "DP804" in result.output
        assert "`Size` of CreateDisk must now be at most 80" in re.sub(r"\s+", " ", result.output)
        assert project.state() == before
    project.release("--as", "major")
    assert project.version == "2.0.0"


def test_a_reason_makes_it_a_smaller_one(project: Project) -> None:
    project.write(most=80)
    rule = '[[diff.rules]]\nkind = "maximum-lowered"\nlevel = "compatible"\nreason = "More was never accepted."\n'
    (project.root / "docpact.toml").write_text(CONFIG + rule)
    project.release("--as", "minor")
    assert project.version == "1.1.0"
    assert "More was never accepted." in project.changelog


def test_an_alias_lives_until_the_next_major_release(project: Project) -> None:
    project.write(code="Forbidden")
    project.release("--as", "minor", code=1)
    project.write(code="Forbidden", extra=ALIAS)
    project.release("--as", "minor")
    assert project.version == "1.1.0"
    assert project.raises("Forbiden") == project.raises("Forbidden")
    project.write(code="Forbidden", extra=ALIAS, summary="Makes a disk.")
    project.release()
    assert (project.version, project.aliases) == ("1.1.1", {"CreateDisk, error Forbidden: Forbiden": "1.1.0"})
    assert project.raises("Forbiden") == project.raises("Forbidden")

    project.write(code="Forbidden", extra=ALIAS, most=80)
    assert "ends the old name" in project.release("--dry-run").output
    project.release()
    assert project.version == "2.0.0"
    assert "no longer known under its old code `Forbiden`" in project.changelog.partition("## 1.")[0]
    assert "Forbiden" not in project.contract.partition("x-docpact-overlay")[0]
    assert project.raises("Forbiden") == project.raises("Elsewhere") != project.raises("Forbidden")
    assert (project.folder / "releases/2.0.0.yaml").read_text() == project.contract

    built = CliRunner().invoke(cli, ["build"])
    assert (built.exit_code, "DP315" in built.output) == (0, True), built.output
    project.release(code=1)
    CliRunner().invoke(
        cli, ["compile", "spec/disks/pages", "--overlay", "spec/disks/overlay.yaml", "-o", "spec/disks/other.yaml"]
    )
    assert "x-docpact-aliases" not in (project.folder / "other.yaml").read_text().partition("x-docpact-overlay")[0]
    between = CliRunner().invoke(cli, ["diff", "spec/disks/releases/2.0.0.yaml", "spec/disks/pages"])
    assert between.output.startswith("No changes."), between.output


def test_an_alias_that_comes_with_a_major_release_lives_through_it(project: Project) -> None:
    project.write(code="Forbidden", extra=ALIAS, most=80)
    project.release()
    assert (project.version, project.aliases) == ("2.0.0", {"CreateDisk, error Forbidden: Forbiden": "2.0.0"})
    project.write(code="Forbidden", extra=ALIAS, most=90)
    project.release()
    assert project.version == "2.1.0"
    assert project.raises("Forbiden") == project.raises("Forbidden")


def test_comments_in_the_release_file_stay(project: Project) -> None:
    record = project.folder / "release.toml"
    text = record.read_text().replace('python = "1.0.0"', 'python = "1.0.0"  # on the index')
    record.write_text(f"# Ask Ada before a major one.\n{text}# The end.\n")
    project.write(most=95, code="Forbidden", extra=ALIAS)
    project.release()
    kept = record.read_text()
    assert kept.startswith("# Ask Ada before a major one.\n")
    assert 'python = "1.1.0"  # on the index' in kept
    assert "# The end." in kept
    assert (project.version, project.aliases) == ("1.1.0", {"CreateDisk, error Forbidden: Forbiden": "1.1.0"})


def test_an_older_side_for_the_changelog_makes_no_breaking_change_a_minor_one(project: Project) -> None:
    first = project.folder / "releases" / "1.0.0.yaml"
    project.write(most=99)
    project.release()
    project.write(most=95)
    refused = project.release("--as", "minor", "--since", str(first), code=1)
    assert "must now be at most 95; the limit was 99" in refused.stderr
    project.release("--since", str(first))
    assert project.version == "2.0.0"
    assert "may now be as high as 95; the limit was 90" in project.changelog.partition("## 1.1.0")[0]


def test_a_day_that_is_none(project: Project) -> None:
    for day in ("2020-13-45", "20200101", "2020-1-1", "today"):
        result = CliRunner().invoke(cli, ["release", "--as", "patch", "--date", day])
        assert result.exit_code == 2
        assert "no day in the form YYYY-MM-DD" in result.output


def test_versions_below_one_are_raised_like_all_others(project: Project) -> None:
    record = project.folder / "release.toml"
    record.write_text(record.read_text().replace("1.0.0", "0.3.0"))
    (project.folder / "releases" / "1.0.0.yaml").rename(project.folder / "releases" / "0.3.0.yaml")
    project.write(most=95)
    project.release()
    assert project.version == "0.4.0"
    project.write(most=80)
    project.release()
    assert project.version == "1.0.0"


def test_nothing_to_release(project: Project) -> None:
    before = project.state()
    project.release(code=1)
    assert project.state() == before
    project.release("--as", "patch")
    assert project.version == "1.0.1"


def test_a_dry_run_writes_nothing(project: Project) -> None:
    project.write(most=80)
    CliRunner().invoke(cli, ["build"])
    before = project.state()
    assert "### Breaking" in project.release("--dry-run").stdout
    assert project.state() == before


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
def test_a_release_that_was_killed_is_none_or_whole_and_is_done_again(project: Project) -> None:
    """It is killed, with all its processes, before each 30th of its changes to the disk."""
    project.write(most=80)
    before = project.state()
    names = ("release.toml", "CHANGELOG.md", "2.0.0.yaml")
    killing = Path(__file__).parents[1] / "building" / "killing.py"
    seen = set()
    for number in range(1, 2000, 30):
        command = [
            sys.executable,
            str(killing),
            "all",
            str(number),
            str(project.root),
            "release",
            "--date",
            "2030-01-02",
        ]
        done = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
        recovery.finish(project.root, print)
        state = {path: data for path, data in project.state().items() if "docpact-" not in path}
        written = {path for path in state if path.endswith(names) and state[path] != before.get(path)}
        assert len(written) in (0, 3), written
        seen.add(len(written))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert CliRunner().invoke(cli, ["build"] if written else ["release", "--date", "2030-01-02"]).exit_code == 0
        assert project.version == "2.0.0"
        assert project.changelog.count("## 2.0.0 ") == 1
        assert len(re.findall("(?m)^## ", project.changelog)) == 2
        assert CliRunner().invoke(cli, ["build", "--check"]).exit_code == 0
        project.restore(before)
    assert seen == {0, 3}


def test_a_changelog_edited_by_hand_keeps_what_was_written(project: Project) -> None:
    by_hand = """# What is new

Words of ours.

## Unreleased

We moved to a new office.

### Details

- It is larger.

## [0.9.0] - 2029-01-01

- The time before docpact.
"""
    (project.folder / "CHANGELOG.md").write_text(by_hand)
    project.write(most=100)
    project.release()
    top, _, rest = project.changelog.partition("## [0.9.0]")
    assert rest == by_hand.partition("## [0.9.0]")[2]
    assert top.startswith(
        "# What is new\n\nWords of ours.\n\n## 1.1.0 (2030-01-02)\n\nWe moved to a new office.\n\n### Details"
    )
    assert "Unreleased" not in project.changelog
    assert "### New and compatible" in top
    (project.folder / "CHANGELOG.md").write_bytes(b"\xff\xfe")
    project.write(most=110)
    before = project.state()
    result = project.release(code=2)
    assert "CHANGELOG.md" in result.output
    assert {path for path, data in project.state().items() if data != before[path]} <= {
        str(project.folder / "openapi.yaml"),
        *(p for p in before if "/out/" in p),
    }


def test_the_contract_of_the_last_release_is_missing(project: Project) -> None:
    (project.folder / "releases/1.0.0.yaml").unlink()
    assert "--since" in project.release(code=2).output


def test_a_bad_release_file_is_told(project: Project) -> None:
    (project.folder / "release.toml").write_text('version = "1.x"\n')
    for command in ("build", "release"):
        result = CliRunner().invoke(cli, [command])
        assert result.exit_code in (1, 2)
        assert "1.x" in result.output
        assert "internal error" not in result.output


@given(st.tuples(*[st.integers(0, 999)] * 3), st.sampled_from(versions.BUMPS))
def test_a_bumped_version_is_greater(numbers: tuple[int, int, int], bump: str) -> None:
    version = ".".join(map(str, numbers))
    after = versions.bumped(version, bump)
    assert versions.parse(version) == numbers
    parsed = versions.parse(after)
    assert parsed is not None
    assert parsed > numbers
    assert (parsed[0] > numbers[0]) == (bump == "major")
