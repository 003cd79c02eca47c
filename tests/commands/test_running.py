"""Generated code that docpact runs is kept by content, and does not pile up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from docpact import running
from docpact.output import FileSet

CONTRACT = """openapi: 3.1.0
info: {title: Demo, version: '2020-01-01'}
paths:
  /PutThing:
    get:
      operationId: PutThing
      x-docpact-rpc: {action: PutThing, path: /}
      responses: {'200': {description: Done.}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of projects, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(running, "_held", [])
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def kept(here: Path) -> list[Path]:
    return sorted((here.parent / "cache/docpact/serve").iterdir(), key=lambda path: path.stat().st_mtime)


def release() -> None:
    """Lets go of all folders, as the end of the process does."""
    while running._held:
        os.close(running._held.pop())


def test_the_folders_used_last_are_kept(here: Path) -> None:
    for number in range(9):
        folder = running.filled("serve", FileSet.of({"a.py": f"{number}"}))
        assert (folder / "a.py").read_text() == str(number)
        os.utime(folder, (number, number))
        release()
    again = running.filled("serve", FileSet.of({"a.py": "7"}))
    assert sorted((path / "a.py").read_text() for path in kept(here)) == ["5", "6", "7", "8"]
    release()
    assert running.filled("serve", FileSet.of({"a.py": "7"})) == again
    release()


@pytest.mark.skipif(sys.platform == "win32", reason="files in use cannot be removed there")
def test_a_folder_that_somebody_runs_from_is_kept(here: Path) -> None:
    for number in range(9):
        os.utime(running.filled("serve", FileSet.of({"a.py": f"{number}"})), (number, number))
    assert len(kept(here)) == 9
    release()
    running.filled("serve", FileSet.of({"a.py": "9"}))
    assert len(kept(here)) == 4
    release()


def test_where_nothing_can_be_kept_the_folder_is_a_temporary_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "file"))
    folder = running.filled("serve", FileSet.of({"a.py": "1"}))
    assert (folder / "a.py").read_text() == "1"


@pytest.mark.skipif(sys.platform == "win32", reason="ends processes as POSIX does")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_a_server_leaves_no_folder_behind_however_it_ends(here: Path, end: signal.Signals) -> None:
    (here / "openapi.yaml").write_text(CONTRACT)
    scratch = here.parent / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "docpact", "serve", "openapi.yaml"]
    process = subprocess.Popen(
        command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"http")
    process.send_signal(end)
    process.communicate(timeout=30)
    assert list(scratch.iterdir()) == []
    assert [path.name for path in here.iterdir()] == ["openapi.yaml"]
    assert len(kept(here)) == 1


def test_publish_fills_a_folder_beside_outside_of_projects(here: Path) -> None:
    (here / "openapi.yaml").write_text(CONTRACT)
    command = [sys.executable, "-m", "docpact", "publish", "openapi.yaml"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (here / "site/index.html").is_file()
