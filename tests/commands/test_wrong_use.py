"""What commands say when they are used wrongly: what is wrong, where, and how to mend it; and how they end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PAGE = """# OpenBox

[Explorer](https://api.aliyun.com/#product=Box&api=OpenBox&type=RPC&version=2020-01-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|OpenBox|Names the action. |
|BoxId|String|Yes|b-1|The box. |

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The request. |

## Examples

```
{"RequestId": "1"}
```
"""
DOCPACT = [sys.executable, "-m", "docpact"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a page, its contract, a broken file of each kind and an empty folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text(PAGE)
    (tmp_path / "binary").write_bytes(b"\xff\x00\xfe")
    (tmp_path / "empty").mkdir()
    assert run("compile", "page.md", "-o", "box.yaml").returncode == 0
    return tmp_path


def run(*arguments, cwd=None, env=None):
    done = subprocess.run(
        [*DOCPACT, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("compile empty", 1, "empty:1:1: error[DP109]: this folder holds no Markdown page"),
        ("lint empty", 1, "empty:1:1: error[DP109]: this folder holds no Markdown page"),
        ("compile page.md --overlay none", 1, "check the path, in docpact.toml or after --overlay"),
        ("build", 2, "there is no docpact.toml here or in a folder above"),
        ("build --config empty", 2, "cannot read the project file: Is a directory"),
        (
            "generate none.yaml -t python -o out",
            2,
            "none.yaml:1:1: error[DP303]: cannot read the contract: No such file",
        ),
        ("generate binary -t python -o out", 2, "cannot read the contract: it is not UTF-8"),
        ("generate box.yaml -t python -o page.md", 2, "page.md: it is no folder; move it away or name another folder"),
        ("publish none.yaml", 2, "none.yaml:1:1: error[DP303]"),
        ("publish box.yaml --older one", 2, "'one' is not LABEL=SIDE"),
        ("serve none.yaml", 2, "none.yaml:1:1: error[DP303]"),
        ("serve box.yaml --behaviour page.md", 2, "page.md is no Python module"),
        ("verify none.yaml", 2, "none.yaml:1:1: error[DP303]"),
        ("verify box.yaml --fixtures none.json", 2, "cannot read the fixtures none.json: No such file or directory\n"),
        ("verify box.yaml --fixtures binary", 2, "cannot read the fixtures binary: the file is not UTF-8\n"),
        ("verify box.yaml --fixtures page.md", 2, "cannot read the fixtures page.md: the file is not JSON: "),
        ("verify box.yaml --signatures v9", 2, "'v9' is not one of 'rpc', 'v3', 'rpc,v3'"),
        ("verify box.yaml --jobs 0", 2, "Invalid value for '--jobs'"),
        ("verify box.yaml --timeout -1", 2, "Invalid value for '--timeout'"),
        ("verify box.yaml --state-url foo", 2, "--state-url: 'foo' is no URL"),
        ("verify box.yaml --endpoint foo", 2, "'foo' is no URL"),
        ("diff box.yaml", 2, "box.yaml is no revision: say what to compare it with"),
        ("diff box.yaml box.yaml --rules none", 2, "cannot read the rules: No such file or directory\n"),
        ("history empty", 2, "no revisions of empty: "),
    ],
)
def test_a_wrong_use_is_told_once_with_its_place_and_mend(place, command, code, said):
    done = run(*command.split())
    told = done.stdout + done.stderr
    assert (done.returncode, said in told) == (code, True), told
    name = said.partition(":")[0]
    assert told.count(f"{name}: ") <= 1 or "/" in name


def test_an_empty_folder_of_pages_fails_the_build(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "docpact.toml").write_text('[services.box]\npages = "pages"\ncontract = "box.yaml"\n')
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "pages:1:1: error[DP109]" in done.stderr


@pytest.fixture
def project(tmp_path):
    """A built project in a folder whose name has blanks and letters of several alphabets."""
    root = tmp_path / "prö ject 箱"
    assert run("init", str(root), "--service", "box").returncode == 0
    assert run("build", cwd=root).returncode == 0
    below = root / "spec" / "deeper"
    below.mkdir()
    return root, below


def test_places_are_told_as_seen_from_where_the_user_stands(project):
    root, below = project
    page = root / "spec" / "box" / "pages" / "Lost.md"
    page.write_text("# Lost\n\n## Request parameters\n\nNothing.\n")
    broken = run("build", cwd=below)
    assert "\n../box/pages/Lost.md:1:1: " in broken.stderr
    assert "    1 | # Lost" in broken.stderr, "the place leads to the file"
    page.unlink()
    readme = root / "generated" / "python" / "README.md"
    readme.write_text(readme.read_text() + "by hand\n")
    edited = run("build", cwd=below)
    assert "\n../../generated/python/README.md:1:1: error[DP601]" in edited.stderr
    assert "in ../../generated/python\n" in edited.stderr
    assert "box: reading ../box/pages\n" in edited.stderr
    readme.unlink()
    stale = run("build", "--check", cwd=below)
    assert "\n../../generated/python/README.md:1:1: error[DP602]" in stale.stderr
    from_root = run("build", "--check", cwd=root)
    assert "\ngenerated/python/README.md:1:1: error[DP602]" in from_root.stderr


def test_a_site_published_outside_a_project_stays(place):
    assert run("publish", "box.yaml").returncode == 0
    assert (place / "site" / "index.html").is_file()


def test_nothing_but_the_path_is_needed_of_the_environment(place):
    done = run("compile", "page.md", "-o", "again.yaml", env={"LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.returncode == 0
    assert (place / "again.yaml").read_text().splitlines()[1:] == (place / "box.yaml").read_text().splitlines()[1:]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_and_is_no_defect(place):
    with open("/dev/full", "w") as full:
        done = subprocess.run([*DOCPACT, "compile", "page.md"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (2, "docpact: the output: No space left on device\n")


def test_closed_streams_are_no_defect(place):
    for closing in (">&-", "2>&-", ">&- 2>&-"):
        done = subprocess.run(f'"{sys.executable}" -m docpact lint page.md {closing}', shell=True, check=False)
        assert done.returncode in (0, 1)


@pytest.mark.parametrize(("command", "code"), [("serve box.yaml", 0), ("verify box.yaml --examples", 130)])
def test_interrupting_ends_in_good_order(place, command, code):
    started = subprocess.Popen(
        [*DOCPACT, *command.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    if command.startswith("serve"):
        started.stdout.readline()
    else:
        while not (place / ".docpact/verify").exists() and started.poll() is None:
            time.sleep(0.02)  # until it has begun
    os.killpg(started.pid, signal.SIGINT)
    _, said = started.communicate(timeout=30)
    assert "Traceback" not in said
    assert started.returncode == code or (code == 130 and started.returncode in (0, 130)), said
