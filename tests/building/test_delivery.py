"""What a build puts on the disk is there as a whole or not at all, whenever who is killed, and takes nothing away."""

import errno
import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from docpact.building import exchange, journal, recovery
from docpact.building.delivery import Delivery
from docpact.output import FileSet

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")

Wanted = Mapping[str, Mapping[str, object]]
OLD: Wanted = {
    "folders": {
        "out/one": {"a.py": "old a", "b/c.py": "old c", "b/d.py": "same"},
        "out/two": {"x.py": "old x", "gone/y.py": "y"},
        "elsewhere": {"z.py": "old z"},
    },
    "texts": {"spec/contract.yaml": "old contract"},
}
NEW: Wanted = {
    "folders": {
        "out/one": {"a.py": "new a", "b/c.py": "new c", "b/d.py": "same"},
        "out/two": {"x.py": "new x", "more/w.py": "w"},
        "elsewhere": {"z.py": "new z"},
    },
    "texts": {"spec/contract.yaml": "new contract"},
}


MOST = 80
"""More than a delivery of these makes changes to the disk."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    deliver(root, OLD)
    foreign(root)
    return root


def deliver(root: Path, wanted: Wanted) -> None:
    with recovery.delivering(root, [], print):
        one = Delivery(root, root / recovery.RECORD)
        for path, text in wanted["texts"].items():
            one.text(root / path, str(text))
        for path, files in wanted["folders"].items():
            assert isinstance(files, Mapping)
            one.folder(FileSet.of(files), root / path)
        one.commit()


def foreign(root: Path) -> None:
    """What is nobody's: folders, files with their modes, links."""
    (root / "out/one/.venv/bin").mkdir(parents=True)
    (root / "out/one/.venv/bin/python").symlink_to("/usr/bin/python3")
    (root / "out/one/b/notes.txt").write_text("mine")
    (root / "out/one/b/notes.txt").chmod(0o600)
    (root / "out/one/b").chmod(0o750)
    (root / "out/README").write_text("mine")
    (root / "out/two/gone/kept").symlink_to("nowhere")


def files(root: Path) -> dict[str, bytes]:
    """All files by path, apart from what is in staging areas, in the cache, and in folders that are nobody's."""
    paths = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {name: p.read_bytes() for name, p in paths.items() if "docpact" not in name and "/.venv/" not in name}


def foreigners(root: Path) -> list[object]:
    paths = ("out/one/.venv", "out/one/.venv/bin/python", "out/one/b/notes.txt", "out/README", "out/two/gone/kept")
    stats = [os.lstat(root / path) for path in paths]
    return [(s.st_ino, s.st_mode, s.st_mtime_ns) for s in stats] + [(root / "out/one/b").stat().st_mode & 0o777]


def litter(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if "docpact" in path.name and path.name != ".docpact"]


def run(who: str, number: int, root: Path, *arguments: str) -> int:
    command = [sys.executable, str(Path(__file__).with_name("killing.py")), who, str(number), str(root), *arguments]
    done = subprocess.run(command, cwd=root.parent, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


def when_idle(root: Path) -> None:
    """Returns when no process puts files in place any more."""
    with (root / recovery.LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


@pytest.mark.parametrize("who", ["build", "all", "switch"])
def test_killed_before_any_change_it_is_all_old_or_all_new(root: Path, tmp_path: Path, who: str) -> None:
    (tmp_path / "new").write_text(json.dumps(NEW))
    old, theirs = files(root), foreigners(root)
    deliver(root, NEW)
    new = files(root)
    outcomes = []
    for number in range(1, MOST):
        deliver(root, OLD)
        assert (files(root), foreigners(root), litter(root)) == (old, theirs, [])
        code = run(who, number, root, "deliver", str(tmp_path / "new"))
        when_idle(root)
        if who == "all":  # nobody was left to finish it: the next command does
            recovery.finish(root, print)
        assert files(root) in (old, new), number
        outcomes.append(files(root) == new)
        if code == 0 and who != "switch":
            break
    else:
        assert who == "switch", "this takes more changes than were looked at"
    assert set(outcomes) == ({True} if who == "switch" else {True, False})


def test_where_folders_cannot_be_exchanged_files_take_their_places(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(journal, "exchange", lambda one, other: False)
    theirs = foreigners(root)
    unchanged = os.stat(root / "out/one/b/d.py").st_ino
    deliver(root, NEW)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    deliver(fresh, NEW)
    mine = ("out/README", "out/one/b/notes.txt")
    assert files(fresh) == {path: data for path, data in files(root).items() if path not in mine}
    assert (foreigners(root), litter(root)) == (theirs, [])
    assert os.stat(root / "out/one/b/d.py").st_ino == unchanged


@pytest.mark.parametrize("error", [errno.EXDEV, errno.EPERM])
def test_without_hard_links_files_take_their_places(root: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    def link(*args: object, **more: object) -> None:
        raise OSError(error, os.strerror(error), str(args[0]))

    theirs = foreigners(root)
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", link)
        deliver(root, NEW)
    assert (foreigners(root), litter(root)) == (theirs, [])
    found = files(root)
    deliver(root, OLD)
    deliver(root, NEW)
    assert files(root) == found
    assert found["out/two/more/w.py"] == b"w"


@pytest.mark.parametrize("point", ["link", "fsync", "mkdir"])
def test_a_full_disk_leaves_what_was_there(root: Path, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    def full(*args: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(args[0]))

    old, theirs = files(root), foreigners(root)
    with monkeypatch.context() as patch:
        patch.setattr(os, point, full)
        with pytest.raises(OSError, match="No space left"):
            deliver(root, NEW)
    assert (files(root), foreigners(root), litter(root)) == (old, theirs, [])


def test_a_delivery_that_cannot_go_on_says_so_and_is_finished_later(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace
    old = files(root)

    def stopped(source: Path, target: Path) -> None:
        if target.name == "contract.yaml":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stopped)
        with pytest.raises(journal.Interrupted, match="run any docpact command"):
            deliver(root, NEW)
    assert files(root) != old
    recovery.finish(root, print)
    found = files(root)
    assert found["spec/contract.yaml"] == b"new contract"
    assert found["out/one/a.py"] == b"new a"
    assert found["elsewhere/z.py"] == b"new z"


@pytest.mark.parametrize("place", ["out/two", "out/one/b"])
def test_a_folder_that_cannot_be_written_is_named_and_nothing_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    access = os.access
    old, theirs = files(root), foreigners(root)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(root / place) and access(path, mode))
    with pytest.raises(PermissionError) as refused:
        deliver(root, NEW)
    assert refused.value.filename == str(root / place)
    assert (files(root), foreigners(root), litter(root)) == (old, theirs, [])


@pytest.mark.parametrize("stands", ["file for a folder", "folder for a file", "link for a folder"])
def test_what_stands_in_the_way_is_told_and_kept(root: Path, tmp_path: Path, stands: str) -> None:
    if stands == "folder for a file":
        (root / "out/two/more/w.py").mkdir(parents=True)
        (root / "out/two/more/w.py/mine").touch()
    elif stands == "file for a folder":
        (root / "out/two/more").write_text("mine")
    else:
        (tmp_path / "more").mkdir()
        (root / "out/two/more").symlink_to(tmp_path / "more")
    old = files(root)
    with pytest.raises(OSError, match="move"):
        deliver(root, NEW)
    assert (files(root), litter(root)) == (old, [])


def test_a_folder_that_somebody_stands_in_stays_the_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "out/two")
    deliver(root, NEW)
    assert Path("x.py").read_text() == "new x"
    assert files(root)["out/one/a.py"] == b"new a"


def test_outputs_in_a_folder_with_others_are_exchanged_apart(root: Path) -> None:
    (root / "out/other").mkdir()
    (root / "out/other/file").write_text("mine")
    inode = os.stat(root / "out").st_ino
    deliver(root, NEW)
    assert os.stat(root / "out").st_ino == inode
    assert (root / "out/other/file").read_text() == "mine"
    assert files(root)["out/two/x.py"] == b"new x"


def test_outputs_in_a_folder_of_their_own_change_in_one_step(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, str]] = []
    real = exchange.exchange
    monkeypatch.setattr(journal, "_apart", lambda work: False)
    monkeypatch.setattr(journal, "exchange", lambda one, other: done.append((one.name, other.name)) or real(one, other))
    deliver(root, NEW)
    assert [other for _, other in done] == ["out", "elsewhere"]


def test_a_contract_among_outputs_is_one_of_them(root: Path) -> None:
    for words in ("one", "two"):
        deliver(root, {"folders": {"out/one": {"a.py": words}}, "texts": {"out/one/contract.yaml": words}})
        assert (root / "out/one/contract.yaml").read_text() == words
        assert (root / "out/one/a.py").read_text() == words


@pytest.mark.parametrize(
    "steps",
    [
        [{"kind": "put", "source": ".x.docpact-00000000", "target": "../victim"}],
        [{"kind": "put", "source": "../victim", "target": "mine"}],
        [{"kind": "remove", "source": "", "target": "../victim"}],
        [{"kind": "remove", "source": "", "target": "link/victim"}],
        [{"kind": "exchange", "source": ".x.docpact-00000000", "target": "a", "put": ["../../victim"]}],
    ],
)
def test_a_journal_from_a_stranger_reaches_nothing_outside(tmp_path: Path, steps: list[dict[str, object]]) -> None:
    (tmp_path / "victim").write_text("kept")
    root = tmp_path / "project"
    (root / ".docpact").mkdir(parents=True)
    (root / ".x.docpact-00000000").write_text("bad")
    (root / "link").symlink_to("..")
    document = {"areas": [".x.docpact-00000000"], "steps": [{"inode": 0, "put": [], "gone": [], **s} for s in steps]}
    (root / recovery.RECORD).write_text(json.dumps(document))
    recovery.finish(root, print)
    with recovery.delivering(root, [], print):
        pass
    assert (tmp_path / "victim").read_text() == "kept"


@pytest.mark.parametrize("areas", [["../victim"], ["spec"], ["link/.victim.docpact-00000000"]])
def test_a_journal_from_a_stranger_removes_nothing_but_staging_areas(tmp_path: Path, areas: list[str]) -> None:
    for path in ("victim", "project/spec", ".victim.docpact-00000000", "project/.docpact"):
        (tmp_path / path).mkdir(parents=True)
    root = tmp_path / "project"
    (root / "link").symlink_to("..")
    (root / recovery.RECORD).write_text(json.dumps({"areas": areas, "steps": []}))
    with recovery.delivering(root, [], print):
        pass
    assert all((tmp_path / path).is_dir() for path in ("victim", "project/spec", ".victim.docpact-00000000"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"areas": 1, "steps": []}', '{"areas": [], "steps": [1]}', "\0"])
def test_a_journal_that_is_none_is_no_hindrance(root: Path, text: str) -> None:
    (root / recovery.RECORD).write_text(text)
    recovery.finish(root, print)
    deliver(root, NEW)
    assert litter(root) == []
