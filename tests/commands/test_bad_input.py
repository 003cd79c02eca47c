"""What bad input gets: a diagnostic with its place, its line and a mend; never a traceback; the other pages still compile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docpact.cli import cli
from docpact.contract import openapi

GOOD = """# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Paint|The name of this action.|
|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
"""
SCRAPE = GOOD.replace("Paint", "Scrape")
CONFIG = """[services.wall]
pages = "pages"
contract = "openapi.yaml"
overlay = "overlay.yaml"

[services.wall.targets.python]
output = "generated/python"
package = "wall"
"""
OVERLAY = """overlay: 1.0.0
info: {title: T, version: 1.0.0}
actions:
  - target: $.paths['/Paint'].*.parameters[?@.name=='Colour'].schema.enum
    description: Green is sold too.
    update: green
"""


@dataclass(frozen=True)
class Bad:
    """A kind of bad input: what makes a good project bad, and the finding that has to come of it."""

    make: Callable[[Path], object]
    code: str
    place: str
    stops: bool = True
    """Whether it is an error, for which nothing is built."""


def page(text: str, name: str = "Bad.md") -> Callable[[Path], object]:
    return lambda project: (project / "pages" / name).write_text(text)


def instead(name: str, old: str, new: str) -> Callable[[Path], object]:
    def write(project: Path) -> None:
        text = (project / name).read_text()
        assert old in text
        (project / name).write_text(text.replace(old, new))

    return write


KINDS = {
    "a page that is a broken link": Bad(
        lambda project: (project / "pages" / "Bad.md").symlink_to("nowhere"), "DP101", "pages/Bad.md:1:1"
    ),
    "a page that is no text": Bad(
        lambda project: (project / "pages" / "Bad.md").write_bytes(b"\x00\x01PNG\xff" * 99), "DP103", "pages/Bad.md:1:1"
    ),
    "a page in another encoding": Bad(
        lambda project: (project / "pages" / "Bad.md").write_bytes(
            SCRAPE.replace("a wall", "粉刷墙壁" * 40).encode("gb18030")
        ),
        "DP102",
        "pages/Bad.md:3:",
        stops=False,
    ),
    "a page of something else": Bad(
        page("# Overview\n\nPaint comes in many colours.\n"), "DP218", "pages/Bad.md:1:1", stops=False
    ),
    "a page with an operation's name only": Bad(page("# ScrapeWall\n\nScrapes.\n"), "DP201", "pages/Bad.md:1:1"),
    "a page with parts of an operation": Bad(
        page(SCRAPE.replace("Action", "Verb").replace("# Scrape\n", "# Scrape a wall\n")), "DP201", "pages/Bad.md:1:1"
    ),
    "an empty page": Bad(page(""), "DP201", "pages/Bad.md:1:1"),
    "a row that never ends": Bad(
        page(SCRAPE.replace("**blue**.|\n", "**blue**.\n")), "DP105", "pages/Bad.md:10:1", stops=False
    ),
    "a row with cells missing": Bad(
        page(
            SCRAPE.replace("|Colour|String|No|red|The colour. Valid values: **red** and **blue**.|", "|Colour|String|")
        ),
        "DP106",
        "pages/Bad.md:10:1",
        stops=False,
    ),
    "a type that nobody knows": Bad(
        page(SCRAPE.replace("|Colour|String|", "|Colour|Quaternion|")), "DP202", "pages/Bad.md:10:9", stops=False
    ),
    "an operation on two pages": Bad(
        page(GOOD.replace("**red** and **blue**", "**pink** and **blue**")), "DP211", "pages/", stops=False
    ),
    "an overlay whose path is no path": Bad(
        instead("overlay.yaml", "$.paths['/Paint']", "$.paths['/Paint"), "DP311", "overlay.yaml:4:5"
    ),
    "an overlay whose path leads nowhere": Bad(
        instead("overlay.yaml", "'Colour'", "'Color'"), "DP312", "overlay.yaml:4:5"
    ),
    "an overlay that is no YAML": Bad(instead("overlay.yaml", "actions:", "actions: ["), "DP310", "overlay.yaml:"),
    "a configuration that is no TOML": Bad(
        instead("docpact.toml", 'pages = "pages"', "pages = pages"), "DP001", "docpact.toml:2:"
    ),
    "a configuration with an unknown key": Bad(
        instead("docpact.toml", "overlay =", "overlays ="), "DP001", "docpact.toml:4:1"
    ),
    "a target that would leave the project": Bad(
        instead("docpact.toml", "generated/python", "../elsewhere"), "DP001", "docpact.toml:7:1"
    ),
    "a target that nobody knows": Bad(
        instead("docpact.toml", "targets.python", "targets.cobol"), "DP001", "docpact.toml:6:1"
    ),
    "a target with an option that it does not know": Bad(
        instead("docpact.toml", "package =", "pakage ="), "DP001", "docpact.toml:8:1"
    ),
    "two targets in one folder": Bad(
        instead("docpact.toml", 'package = "wall"', '[services.wall.targets.server]\noutput = "generated/python/"'),
        "DP001",
        "docpact.toml:9:1",
    ),
    "a target in the folder of another": Bad(
        instead("docpact.toml", 'package = "wall"', '[services.wall.targets.server]\noutput = "generated/python/wall"'),
        "DP001",
        "docpact.toml:9:1",
    ),
}
OF_PAGES = {name: bad for name, bad in KINDS.items() if bad.code < "DP3" and bad.code != "DP001"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "Paint.md").write_text(GOOD)
    (tmp_path / "overlay.yaml").write_text(OVERLAY)
    (tmp_path / "docpact.toml").write_text(CONFIG)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    return result


def shown(result: Result, bad: Bad) -> str:
    """The finding as it was shown, up to the next one."""
    pattern = rf"^(?:\S*/)?{re.escape(bad.place)}\S*: \w+\[{bad.code}\]: .+?(?=^\S|\Z)"
    match = re.search(pattern, result.output, re.MULTILINE | re.DOTALL)
    assert match is not None, result.output
    return match[0]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".docpact" not in p.parts
    }


@pytest.mark.parametrize("name", KINDS)
def test_build_says_what_is_wrong_and_leaves_no_half_written_output(project: Path, name: str) -> None:
    assert run("build").exit_code == 0
    (project / "pages" / "Paint.md").write_text(GOOD.replace("The colour.", "The colour of it."))
    bad = KINDS[name]
    bad.make(project)
    before = contents(project)
    result = run("build")
    assert "help: " in shown(result, bad)
    if bad.stops:
        assert result.exit_code == (2 if bad.code == "DP001" else 1)
        assert contents(project) == before
    else:
        assert result.exit_code == 0
        assert "/Paint:" in (project / "openapi.yaml").read_text()
    assert [
        p for p in project.rglob(".*.*") if p.is_file() and ".docpact" not in p.parts
    ] == [], "a temporary file was left"


@pytest.mark.parametrize("name", OF_PAGES)
def test_compile_says_what_is_wrong_and_compiles_the_other_pages(project: Path, name: str) -> None:
    bad = OF_PAGES[name]
    bad.make(project)
    result = run("compile", "pages", "-o", "out.yaml")
    assert "help: " in shown(result, bad)
    assert result.exit_code == (1 if bad.stops else 0)
    contract = openapi.load((project / "out.yaml").read_text())
    assert contract.operation("Paint") is not None


@pytest.mark.parametrize("name", [name for name in OF_PAGES if name != "an operation on two pages"])
def test_lint_says_what_is_wrong_and_lints_the_other_pages(project: Path, name: str) -> None:
    bad = OF_PAGES[name]
    bad.make(project)
    (project / "pages" / "Paint.md").write_text(GOOD.replace("|red|", "|pink|"))
    result = run("lint", "pages")
    assert result.exit_code == 1
    assert "help: " in shown(result, bad)
    assert "pages/Paint.md:10:19: warning[DP701]" in result.output


def test_a_finding_shows_the_line_with_a_mark_under_what_is_meant(project: Path) -> None:
    bad = KINDS["a type that nobody knows"]
    bad.make(project)
    lines = shown(run("compile", "pages", "-o", "out.yaml"), bad).split("\n")
    assert lines[1] == "   10 | |Colour|Quaternion|No|red|The colour. Valid values: **red** and **blue**.|"
    assert lines[2] == "      |         ^^^^^^^^^^"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("compile", "pages/Gone.md", "-o", "out.yaml"), 1),
        (("compile", "pages/Gone.md", "pages/Paint.md", "-o", "out.yaml"), 1),
        (("compile", "pages", "-o", "pages"), 2),
        (("compile", "pages", "-o", "pages/Paint.md/x.yaml"), 2),
        (("compile", "pages", "--dialect", "nothing.toml"), 2),
        (("compile",), 2),
        (("build", "--config", "none.toml"), 2),
        (("build", "--service", "floor"), 2),
        (("generate", "none.yaml", "-t", "python", "-o", "out"), 2),
        (("generate", "overlay.yaml", "-t", "python", "-o", "out"), 2),
        (("lint", "pages/Gone.md"), 1),
        (("nonsense",), 2),
    ],
)
def test_exit_codes(project: Path, arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.output) == (code, result.output)
    assert result.output


@pytest.mark.parametrize("pages", [1, 30])
def test_where_no_page_documents_an_operation_each_is_an_error(project: Path, pages: int) -> None:
    (project / "pages" / "Paint.md").unlink()
    for number in range(pages):
        (project / "pages" / f"About{number}.md").write_text("# Overview\n\nPaint comes in many colours.\n")
    for arguments in (("compile", "pages", "-o", "out.yaml"), ("compile", "pages/About0.md"), ("build",)):
        result = run(*arguments)
        assert (result.exit_code, result.output) == (1, result.output)
        assert "pages/About0.md:1:1: error[DP201]: `Overview` describes no operation" in result.output


def test_an_unknown_option_is_wrong_usage(project: Path) -> None:
    assert run("compile", "pages", "-o", "out.yaml").exit_code == 0
    result = run("generate", "out.yaml", "-t", "python", "-o", "out", "--option", "pakage=wall")
    assert (result.exit_code, "package" in result.output) == (2, True)
    assert not (project / "out").exists()


def test_a_difference_and_a_finding_name_files_by_their_paths_in_the_project(project: Path) -> None:
    assert run("build").exit_code == 0
    readme = project / "generated" / "python" / "README.md"
    readme.write_text(readme.read_text() + "mine\n")
    assert "--- a/generated/python/README.md\n" in run("build", "--diff").stdout
    assert "\ngenerated/python/README.md:1:1: error[DP601]" in run("build").output
    assert "python: 1 written, " in run("build", "--force").output


def test_an_unknown_target_is_wrong_usage(project: Path) -> None:
    assert run("compile", "pages", "-o", "out.yaml").exit_code == 0
    result = run("generate", "out.yaml", "-t", "cobol", "-o", "out")
    assert (result.exit_code, "python" in result.output) == (2, True)


def test_an_output_that_cannot_be_written_is_left_as_it_was(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("compile", "pages", "-o", "out.yaml").exit_code == 0
    before = (project / "out.yaml").read_bytes()
    (project / "pages" / "Paint.md").write_text(GOOD.replace("The colour.", "The colour of it."))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    result = run("compile", "pages", "-o", "out.yaml")
    assert (result.exit_code, "No space left on device" in result.output) == (2, True)
    assert (project / "out.yaml").read_bytes() == before
    assert sorted(p.name for p in project.iterdir() if not p.name.startswith(".docpact")) == [
        "docpact.toml",
        "out.yaml",
        "overlay.yaml",
        "pages",
    ]


@pytest.mark.parametrize("arguments", [("--endpoint", "nonsense"), ("--only", "Nothing/"), ("--fixtures", "none.json")])
def test_what_the_suite_refuses_is_told_once(
    project: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run("compile", "pages", "-o", "out.yaml").exit_code == 0
    result = run("verify", "out.yaml", *arguments)
    assert result.exit_code == 2
    told = capfd.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in told] == ["error"], told
    assert "exit code" not in result.output
