"""Only what changed is worked on and written, and the result is that of a build from nothing, to the byte."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docpact import config
from docpact.building import inputs, journal, project, recovery, values
from docpact.building.compiling import compile_service, is_valid
from docpact.building.pool import Pool
from docpact.building.project import Outcome, Request
from docpact.cache import Store
from docpact.contract.model import Contract
from docpact.pipeline import compile_pages

PAGE = """# {name}

Does {words}.

## Debug

[OpenAPI Explorer](https://api.aliyun.com/#product=Demo&api={name}&type=RPC&version=2020-01-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|{name}|The operation. Set the value to **{name}**. |
|Colour|String|No|red|The colour. Valid values: **red** and **blue**. |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|

## Error codes

|HTTP status code|Error code|Error message|Description|
|----------------|----------|-------------|-----------|
|400|InvalidColour|No such colour.|The colour is unknown.|
"""
CONFIG = """[services.demo]
pages = "spec/pages"
contract = "spec/openapi.yaml"
{overlay}
[services.demo.targets.python]
output = "out/python"
[services.demo.targets.server]
output = "out/server"
"""
SITE = """
[services.demo.targets.site]
output = "out/site"
"""
OVERLAY = """overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions:
- target: $.paths['/PutThing1'].get
  description: It is the first.
  update: {x-docpact-read-only: true}
"""
NAMES = [f"PutThing{n}" for n in range(5)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "demo"
    (root / "spec/pages").mkdir(parents=True)
    for name in NAMES:
        write(root, name)
    (root / "docpact.toml").write_text(CONFIG.format(overlay=""))
    return root


def write(root: Path, name: str, words: str = "something") -> None:
    (root / f"spec/pages/{name}.md").write_text(PAGE.format(name=name, words=words))


def build(root: Path, **request: object) -> Outcome:
    inputs.templates_key.cache_clear()
    (outcome,) = project.build(config.load(root / "docpact.toml"), Request(**request))  # type: ignore[arg-type]
    return outcome


def outputs(root: Path) -> dict[str, bytes]:
    found = [*(root / "out").rglob("*"), root / "spec/openapi.yaml"]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(found) if p.is_file()}


def states(root: Path) -> dict[str, tuple[int, int]]:
    return {path: ((s := os.stat(root / path)).st_mtime_ns, s.st_ino) for path in outputs(root)}


def touched(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_nothing_changed_touches_nothing(root: Path) -> None:
    assert not build(root).fresh
    before = states(root)
    outcome = build(root)
    assert outcome.fresh
    assert not outcome.failed
    assert states(root) == before


def test_one_changed_page_writes_only_its_files(root: Path) -> None:
    build(root)
    before = states(root)
    write(root, "PutThing3", "something else")
    assert not build(root).failed
    changed = touched(before, states(root))
    assert "spec/openapi.yaml" in changed
    assert any("put_thing3" in path for path in changed)
    assert not any(f"put_thing{n}" in path for path in changed for n in (0, 1, 2, 4))


def test_the_cache_changes_nothing_but_time(root: Path, tmp_path: Path) -> None:
    build(root)
    write(root, "PutThing3", "something else")
    (root / "spec/pages/PutThing0.md").unlink()
    (root / "spec/overlay.yaml").write_text(OVERLAY)
    (root / "docpact.toml").write_text(CONFIG.format(overlay='overlay = "spec/overlay.yaml"'))
    build(root)
    incremental = outputs(root)
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".docpact", "out", "openapi.yaml"))
    build(fresh)
    assert outputs(fresh) == incremental
    before = states(root)
    shutil.rmtree(root / ".docpact")
    build(root)
    assert states(root) == before


@pytest.mark.parametrize("change", ["words", "enum", "code", "many errors", "gone", "new", "title", "release", "label"])
def test_a_site_in_pieces_is_a_site_made_at_once(root: Path, tmp_path: Path, change: str) -> None:
    config_file, page, overlay = root / "docpact.toml", root / "spec/pages/PutThing3.md", root / "spec/overlay.yaml"
    config_file.write_text(CONFIG.format(overlay='overlay = "spec/overlay.yaml"') + SITE)
    overlay.write_text(OVERLAY)
    build(root)
    before = states(root)
    text = page.read_text()
    match change:
        case "words":
            write(root, "PutThing3", "something else, see PutThing1")
        case "enum":
            page.write_text(text.replace("**blue**", "**green**"))
        case "code":
            page.write_text(text.replace("InvalidColour", "InvalidColor"))
        case "many errors":
            rows = "".join(f"|400|Bad{n}|No {n}.|{'It is wrong. ' * 30}|\n" for n in range(300))
            page.write_text(text + rows)
        case "gone":
            page.unlink()
        case "new":
            write(root, "GetThing9")
        case "title":
            overlay.write_text(OVERLAY + "- {target: $.info, description: Better., update: {title: Things}}\n")
        case "release":
            (root / "spec/releases").mkdir()
            old = (root / "spec/openapi.yaml").read_text().replace("is unknown", "is not known")
            (root / "spec/releases/1.0.0.yaml").write_text(old)
        case "label":
            config_file.write_text(config_file.read_text() + 'label = "latest"\n')
    build(root)
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".docpact", "out", "openapi.yaml"))
    build(fresh)
    assert outputs(fresh) == outputs(root)
    if change in ("words", "code"):
        changed = touched(before, states(root))
        assert {path for path in changed if "site/operations" in path} == {
            f"out/site/operations/PutThing3.{end}"
            for end in ("html", "md", "console.js")
            if (change, end) != ("words", "console.js")
        }


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"docpact cache 1\n" + bytes(32)])
def test_a_damaged_cache_changes_nothing_but_time(root: Path, damage: bytes) -> None:
    build(root)
    before = states(root)
    for path in (root / ".docpact/cache").rglob("*"):
        if path.is_file():
            path.write_bytes(damage)
    assert not build(root).failed
    assert states(root) == before


@pytest.mark.parametrize("laid", [False, True])
def test_compiling_in_pieces_is_compiling_at_once(root: Path, laid: bool) -> None:
    overlay = root / "spec/overlay.yaml"
    overlay.write_text(OVERLAY)
    (root / "docpact.toml").write_text(CONFIG.format(overlay='overlay = "spec/overlay.yaml"' if laid else ""))
    found = config.load(root / "docpact.toml")
    (service,) = found.services
    whole = compile_pages([service.pages], base=root / "spec", overlay=service.overlay, source="spec/pages")
    store = Store(root / "cache")
    for _ in range(2):
        result = compile_service(inputs.read(found, service), found.root, store, Pool(1))
        result.prove([is_valid(text) for text in result.unproved])
        pieces = result.compiled
        assert pieces.text == whole.text
        assert pieces.contract == whole.contract
        assert pieces.findings.sorted() == whole.findings.sorted()


def test_an_output_that_is_missing_or_wrong_is_made_again(root: Path) -> None:
    build(root)
    wanted = outputs(root)
    (root / "out/server/README.md").unlink()
    shutil.rmtree(root / "out/python")
    (root / "spec/openapi.yaml").write_text("")
    build(root)
    assert outputs(root) == wanted


def test_what_is_not_ours_stays(root: Path) -> None:
    build(root)
    (root / "out/python/.venv/bin").mkdir(parents=True)
    (root / "out/python/.venv/bin/python").symlink_to("/usr/bin/python3")
    (root / "out/python/NOTES.txt").write_text("mine")
    inode = os.stat(root / "out/python/.venv").st_ino
    write(root, "PutThing3", "something else")
    build(root)
    assert (root / "out/python/NOTES.txt").read_text() == "mine"
    assert (root / "out/python/.venv/bin/python").is_symlink()
    assert os.stat(root / "out/python/.venv").st_ino == inode
    assert [p.name for p in (root / "out").iterdir() if p.name.startswith(".")] == []


def test_edited_files_are_kept_and_told_each_time(root: Path) -> None:
    build(root)
    (root / "out/server/README.md").write_text("edited")
    for _ in range(2):
        assert build(root).failed
        assert (root / "out/server/README.md").read_text() == "edited"
    assert not build(root, force=True).failed
    assert (root / "out/server/README.md").read_text() != "edited"


def test_findings_are_told_again_when_nothing_changed(root: Path) -> None:
    page = root / "spec/pages/PutThing2.md"
    page.write_text(page.read_text() + '\n```\n{ "RequestId": \n```\n' + "|broken|\n")
    first, again = build(root), build(root)
    assert again.findings.sorted() == first.findings.sorted()
    assert again.summary[0] == first.summary[0]


def test_check_names_the_page_that_makes_a_file_stale(root: Path) -> None:
    build(root)
    before = outputs(root)
    write(root, "PutThing3", "something else")
    write(root, "PutThing1", "another thing")
    outcome = build(root, mode="check")
    assert outputs(root) == before
    why = {d.span.path: d.message for d in outcome.findings}
    (one,) = [
        message
        for path, message in why.items()
        if path.endswith("put_thing3.py") and "python" in path and "operations" in path
    ]
    assert one == "this file is stale: because of spec/pages/PutThing3.md"
    assert "spec/pages/PutThing1.md, spec/pages/PutThing3.md" in why["spec/openapi.yaml"]
    shutil.rmtree(root / ".docpact")
    assert {d.span.path: d.message for d in build(root, mode="check").findings} == why


def test_check_says_why_a_file_is_stale_where_no_page_changed(root: Path) -> None:
    config_file, overlay = root / "docpact.toml", root / "spec/overlay.yaml"
    settings = CONFIG.format(overlay='overlay = "spec/overlay.yaml"')
    config_file.write_text(settings)
    overlay.write_text(OVERLAY)
    build(root)

    def why(path: str) -> str:
        shutil.rmtree(root / ".docpact", ignore_errors=True)
        (message,) = [d.message for d in build(root, mode="check").findings if d.span.path == path]
        return message.removeprefix("this file is stale: ")

    handler = "out/server/spec_server/operations/put_thing1.py"
    overlay.write_text(OVERLAY.replace("update: {", "update: {summary: Better., "))
    assert why(handler) == "because of spec/pages/PutThing1.md or spec/overlay.yaml"
    overlay.write_text(OVERLAY + "- {target: $.info, description: Better., update: {title: Things}}\n")
    assert why("out/server/README.md") == (
        "because of what the pages say about the service as a whole, or spec/overlay.yaml"
    )
    overlay.write_text(OVERLAY)
    config_file.write_text(settings + 'package = "things"\n')
    assert why("out/server/README.md").startswith("the target is made otherwise now: [services.demo.targets.server]")
    config_file.write_text(settings)
    (root / handler).unlink()
    assert why(handler) == "it is missing"
    contract = root / "spec/openapi.yaml"
    contract.write_text(contract.read_text() + "\n")
    assert why("spec/openapi.yaml").startswith("it says the same in another form")


def test_every_size_of_pool_builds_the_same(root: Path, tmp_path: Path) -> None:
    for n in range(30):
        write(root, f"GetThing{n}")
    build(root, processes=1)
    wanted = outputs(root)
    for path in (root / ".docpact", root / "out"):
        shutil.rmtree(path)
    build(root, processes=3)
    assert outputs(root) == wanted


COMMAND = [sys.executable, "-m", "docpact", "build"]


def test_two_builds_at_once_do_not_harm_each_other(root: Path) -> None:
    build(root)
    wanted: dict[str, dict[str, bytes]] = {}
    for words in ("one thing", "two things"):
        write(root, "PutThing3", words)
        build(root)
        wanted[words] = outputs(root)
    for round in range(3):
        write(root, "PutThing3", "one thing")
        running = [subprocess.Popen(COMMAND, cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
        time.sleep(0.05 * round)
        write(root, "PutThing3", "two things")
        running.append(subprocess.Popen(COMMAND, cwd=root, stderr=subprocess.PIPE))
        for process in running:
            _, err = process.communicate(timeout=60)
            assert process.returncode == 0, err
        assert outputs(root) == wanted["two things"]


KILLING = [sys.executable, str(Path(__file__).with_name("killing.py"))]


@pytest.fixture
def two(root: Path) -> tuple[Path, list[dict[str, bytes]]]:
    """A project built of two versions of its pages, the second one last, and the outputs of each."""
    known = []
    for words in ("one thing", "two things"):
        save_all(root, words)
        build(root)
        known.append(outputs(root))
    (root / "out/python/.venv").mkdir()
    (root / "out/python/.venv/kept").write_text("kept")
    return root, known


def save_all(root: Path, words: str) -> None:
    for name in NAMES:
        write(root, name, words)


def ours(root: Path) -> dict[str, bytes]:
    """The outputs that are docpact's, when no process puts any in place."""
    with (root / recovery.LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return {path: data for path, data in outputs(root).items() if ".venv" not in path}


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
def test_a_build_killed_at_any_moment_leaves_the_old_outputs_or_the_new_ones(
    two: tuple[Path, list[dict[str, bytes]]],
) -> None:
    root, known = two
    start = time.monotonic()
    subprocess.run(COMMAND, cwd=root, check=True, capture_output=True)
    whole = max(time.monotonic() - start, 0.3) * 2
    kills = 24
    for number in range(kills):
        save_all(root, ("one thing", "two things")[number % 2])
        shutil.rmtree(root / ".docpact/cache", ignore_errors=True)
        process = subprocess.Popen(COMMAND, cwd=root, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(whole * number / kills)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert ours(root) in known
    subprocess.run(COMMAND, cwd=root, check=True, capture_output=True)
    assert ours(root) == known[(kills - 1) % 2]
    assert (root / "out/python/.venv/kept").read_text() == "kept"
    assert [p.name for p in root.rglob(".*docpact*") if p.name != ".docpact"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
@pytest.mark.parametrize("who", ["build", "all"])
def test_a_build_killed_before_it_changes_the_disk_is_made_good(
    two: tuple[Path, list[dict[str, bytes]]], who: str
) -> None:
    """`test_delivery` looks at every single change; here it is the whole command, and each 15th."""
    root, known = two
    for at in range(1, 2000, 15):
        new = 1 - known.index(ours(root))
        save_all(root, ("one thing", "two things")[new])
        killed = subprocess.run([*KILLING, who, str(at), str(root), "build"], cwd=root, capture_output=True)
        if who == "all":  # nobody was left to finish it: the next command does, whatever it is for
            subprocess.run([*COMMAND[:-1], "explain", "DP602"], cwd=root, check=True, capture_output=True)
        assert ours(root) in known
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    else:
        pytest.fail("this takes more changes than were looked at")
    assert at > 100
    build(root)
    assert ours(root) == known[new]
    assert (root / "out/python/.venv/kept").read_text() == "kept"


def test_where_folders_cannot_be_exchanged_files_are_replaced(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "exchange", lambda one, other: False)
    build(root)
    write(root, "PutThing3", "something else")
    before = states(root)
    build(root)
    assert not any("put_thing1" in path for path in touched(before, states(root)))
    wanted = outputs(root)
    shutil.rmtree(root / "out")
    build(root)
    assert outputs(root) == wanted


def test_watching_builds_after_each_save(root: Path) -> None:
    from docpact.building.watch import watch

    seen: list[int] = []

    def once(found: config.Config) -> None:
        project.build(found, Request())
        seen.append(1)
        write(root, "PutThing3", f"thing number {len(seen)}")

    watch(lambda: root / "docpact.toml", once, rounds=3)
    assert len(seen) == 3
    assert b"thing number 2" in outputs(root)["spec/openapi.yaml"]


def test_watching_tells_what_is_wrong_and_ends_with_ctrl_c(root: Path) -> None:
    page = root / "spec/pages/PutThing3.md"
    good = page.read_text()
    with subprocess.Popen([*COMMAND, "--watch"], cwd=root, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None

        def until(words: str) -> None:
            for line in process.stderr or ():
                if words in line:
                    return
            pytest.fail(f"it ended and did not say {words!r}")

        until("server: ")
        page.write_bytes(b"\xff\x00")
        until("spec/pages/PutThing3.md:1:1: error")
        new = page.with_name(".new")
        new.write_text(good.replace("something", "something else"))
        new.replace(page)
        until("server: ")
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[1] == ""
    assert process.returncode == 0
    assert b"something else" in outputs(root)["spec/openapi.yaml"]


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch bomb",))


@pytest.mark.parametrize("value", [Bomb(), open, Path("/"), [os.getcwd]])
def test_bytes_from_a_stranger_run_nothing(value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(values.UnknownValue):
        values.loads(values.dumps(value))
    assert list(tmp_path.iterdir()) == []
    assert values.loads(values.dumps(Contract(title="a", version="1"))) == Contract(title="a", version="1")
