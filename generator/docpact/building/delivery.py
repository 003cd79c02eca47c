"""Puts files on the disk so that a build killed at any moment leaves each target as it was, or as it is now meant to be.

A target's folder is made anew beside the old one: unchanged files are hard links (their inodes and times stay), changed
ones are written, and files that are nobody's are linked too. When all targets are ready, each folder is exchanged
with its new one in a single system call, one right after the other; then folders that are not docpact's (`.venv`,
`__pycache__`) move over, and the old tree goes. What a killed build leaves behind is put right by the next one.

Where a folder cannot be exchanged (another system than Linux, a mount point), files are replaced one by one, the
manifest last, which the next build completes.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docpact import output
from docpact.output import MANIFEST, FileSet, Plan

_SUFFIX = ".docpact"
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


@dataclass(slots=True)
class Delivery:
    """Everything that one build puts on the disk. Stage all of it, then `commit` once."""

    overwrite_edited: bool = False
    _texts: list[tuple[Path, Path]] = field(default_factory=list)
    _folders: list[_Folder] = field(default_factory=list)

    def text(self, path: Path, text: str) -> bool:
        """Stages a single file. Says whether that changes it. Raises OSError."""
        path = path.resolve()
        if _read(path) == text.encode():
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_name(f".{path.name}{_SUFFIX}")
        staged.write_bytes(text.encode())
        self._texts.append((staged, path))
        return True

    def folder(self, files: FileSet, root: Path) -> Plan:
        """Stages a folder of files with its manifest. Raises OSError."""
        root = root.resolve()
        recover(root)
        plan = output.plan(files, root)
        if plan.changed or plan.leftover or (plan.edited and self.overwrite_edited):
            self._folders.append(_stage(files, root, plan, self.overwrite_edited))
        return plan

    def commit(self) -> None:
        """Switches everything that was staged. Raises OSError."""
        with _undisturbed():
            for staged, path in self._texts:
                os.replace(staged, path)
            switched = [folder for folder in self._folders if folder.switch()]
        for folder in self._folders:
            if folder not in switched:
                output.write(folder.files, folder.root, overwrite_edited=self.overwrite_edited)
        for folder in self._folders:
            _settle(folder.root)


@dataclass(slots=True)
class _Folder:
    files: FileSet
    root: Path
    tree: Path

    def switch(self) -> bool:
        """Puts the new tree in the place of the old one; says whether that could be done."""
        if not self.root.exists():
            os.rename(self.tree, self.root)
            return True
        return _exchange(self.tree, self.root)


def recover(root: Path) -> None:
    """Puts right what a killed build has left beside a folder or a file."""
    root = root.resolve()
    area = _area(root)
    if area.is_dir():
        _settle(root)
    else:
        area.unlink(missing_ok=True)


def _area(root: Path) -> Path:
    return root.with_name(f".{root.name}{_SUFFIX}")


def _stage(files: FileSet, root: Path, plan: Plan, overwrite_edited: bool) -> _Folder:
    area = _area(root)
    shutil.rmtree(area, ignore_errors=True)
    tree = area / "tree"
    tree.mkdir(parents=True)
    recorded = output.read_manifest(root)
    edited = () if overwrite_edited else plan.edited
    written = {path for path in (*plan.changed, *plan.edited) if path in files and path not in edited}
    gone = {*plan.leftover, MANIFEST}
    ours = {path for path, _ in files} | recorded.keys()
    foreign = list(_link_all(root, tree, written | gone, ours))
    for path in sorted(written):
        target = tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[path].encode())
        target.chmod(0o644)
    (tree / MANIFEST).write_text(output.delivered_manifest(files, recorded, edited), encoding="utf-8")
    (area / "foreign.json").write_text(json.dumps(foreign), encoding="utf-8")
    return _Folder(files, root, tree)


def _link_all(root: Path, tree: Path, without: set[str], ours: set[str]) -> Iterator[str]:
    """Links the files of `root` into `tree`. Yields the folders that hold nothing of ours; they are left out."""
    folders: set[str] = set()
    for path in ours:
        while path and (path := path.rpartition("/")[0]) not in folders:
            folders.add(path)
    yield from _link(str(root), str(tree), "", without, folders)


def _link(old: str, new: str, inside: str, without: set[str], folders: set[str]) -> Iterator[str]:
    """`_link_all` for one folder, given by its path from the root with a slash at the end."""
    made = not inside
    try:
        entries = sorted(os.scandir(f"{old}/{inside}"), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = f"{inside}{entry.name}"
        if entry.is_dir() and (path not in folders or entry.is_symlink()):
            yield path
        elif entry.is_dir():
            yield from _link(old, new, f"{path}/", without, folders)
        elif path not in without:
            if not made:
                os.makedirs(f"{new}/{inside}", exist_ok=True)
                made = True
            os.link(entry.path, f"{new}/{path}", follow_symlinks=False)


def _settle(root: Path) -> None:
    """Moves folders that are not ours out of the old tree, where it is the old one, and removes the staging area."""
    area = _area(root)
    tree = area / "tree"
    try:
        foreign = json.loads((area / "foreign.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        foreign = []
    for path in foreign if isinstance(foreign, list) else []:
        source, target = tree / str(path), root / str(path)
        if os.path.lexists(source) and not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(source, target)
    shutil.rmtree(area, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; says whether the system can do that."""
    call = _renameat2()
    return call is not None and call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@functools.cache
def _renameat2() -> ctypes._FuncPointer | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds back signals that can be held back, for the moment of the switch."""
    block = getattr(signal, "pthread_sigmask", None)
    if block is None:
        yield
        return
    before = block(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        block(signal.SIG_SETMASK, before)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
