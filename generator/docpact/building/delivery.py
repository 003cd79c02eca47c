"""Puts files on the disk so that a build killed at any moment leaves what was there, or what is now meant to be there.

All that changed is staged first, beside its place. A folder of outputs is made anew: unchanged files are hard links
(their inodes and times stay), changed ones are written, and files that are nobody's are linked too. Where several
outputs changed in a folder that holds nothing but outputs and single files, that folder is made anew as a whole.
When everything is ready, the new folders and files take their places by the steps of a journal (`building.journal`).

Where a folder cannot be made of links or exchanged (another system than Linux, a mount point, a file system without
hard links), the steps replace its files one by one, the manifest last.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docpact import output
from docpact.building import recovery
from docpact.building.exchange import mounts
from docpact.building.journal import Journal, Step, one_by_one
from docpact.output import MANIFEST, FileSet, Plan

_NOT_ANEW = frozenset(
    (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EACCES, errno.EROFS)
)
"""Errors that keep a folder from being made anew beside the old one, and not from being changed."""


def fill(folder: Path, files: FileSet, *, overwrite_edited: bool = False) -> Plan:
    """Makes a folder hold these files, all at once; for who is `recovery.delivering`. Raises OSError as `commit` does."""
    folder = folder.resolve()
    delivery = Delivery(folder.parent, recovery.beside(folder), overwrite_edited)
    plan = delivery.folder(files, folder)
    delivery.commit()
    return plan


@dataclass(slots=True)
class Delivery:
    """Everything that one build puts on the disk below `root`. Name all of it, then `commit` once."""

    root: Path
    record: Path
    """Where the journal is kept; `building.recovery` must know to look there."""

    overwrite_edited: bool = False
    _texts: dict[Path, bytes] = field(default_factory=dict)
    _folders: list[_Folder] = field(default_factory=list)

    def text(self, path: Path, text: str) -> bool:
        """A single file. Says whether that changes it."""
        path = path.resolve()
        if _read(path) == text.encode():
            return False
        self._texts[path] = text.encode()
        return True

    def folder(self, files: FileSet, root: Path) -> Plan:
        """A folder of files with its manifest."""
        folder = _Folder.of(files, root.resolve(), self.overwrite_edited)
        self._folders.append(folder)
        return folder.plan

    def commit(self) -> None:
        """Stages everything, and puts it in place. Raises OSError: then nothing has changed, unless it is Interrupted."""
        root = self.root.resolve()
        tops = self._tops(root)
        beside = [path for path in self._texts if not any(top in path.parents for top in tops)]
        within = [path for path in beside if root in path.parents]
        if tops or within:
            token = f"docpact-{secrets.token_hex(4)}"
            staging = [_Staging(top, members, self._texts, token, root) for top, members in tops.items()]
            singles = {path: path.with_name(f".{path.name}.{token}") for path in within}
            areas = [*(area for one in staging for area in one.areas), *singles.values()]
            record = Journal(root, self.record)
            try:
                record.begin([_relative(area, root) for area in areas])
                steps = [step for one in staging for step in one.stage()]
                for path, area in singles.items():
                    if str(path) in mounts():
                        raise OSError(errno.EBUSY, "something is mounted here; it cannot be replaced", str(path))
                    area.parent.mkdir(parents=True, exist_ok=True)
                    _write(area, self._texts[path])
                    steps.append(Step("put", _relative(path, root), _relative(area, root)))
            except BaseException:
                record.clear()
                raise
            record.deliver(steps)
        for path in beside:
            if path not in within:  # out of reach of the journal
                output.write_atomically(path, self._texts[path].decode())

    def _tops(self, root: Path) -> dict[Path, list[_Folder]]:
        """The folders to make anew, each with the outputs in it."""
        tops: dict[Path, list[_Folder]] = {}
        for parent in dict.fromkeys(folder.root.parent for folder in self._folders):
            members = [folder for folder in self._folders if folder.root.parent == parent]
            changed = [folder for folder in members if folder.changes]
            if len(changed) > 1 and root in parent.parents and _is_ours(parent, members):
                tops[parent] = members
            else:
                tops |= {folder.root: [folder] for folder in changed}
        return tops


@dataclass(frozen=True, slots=True, eq=False)
class _Folder:
    """An output folder: what it is to hold, and what that means for what it holds."""

    root: Path
    files: FileSet
    plan: Plan
    changes: bool
    written: frozenset[str]
    manifest: str
    """The text of the new manifest."""

    ours: frozenset[str]
    """The files that are docpact's, now or until now."""

    @classmethod
    def of(cls, files: FileSet, root: Path, overwrite_edited: bool) -> _Folder:
        plan = output.plan(files, root)
        recorded = output.read_manifest(root)
        kept = () if overwrite_edited else plan.edited
        return cls(
            root,
            files,
            plan,
            bool(plan.changed or plan.leftover or (plan.edited and overwrite_edited)),
            frozenset(path for path in (*plan.changed, *plan.edited) if path in files and path not in kept),
            output.delivered_manifest(files, recorded, kept),
            frozenset((*files.hashes(), *recorded, MANIFEST)),
        )

    def new(self) -> Iterator[tuple[str, bytes]]:
        """The files to be written, the manifest last."""
        for path in sorted(self.written):
            yield path, self.files[path].encode()
        if self.changes:
            yield MANIFEST, self.manifest.encode()


def _is_ours(parent: Path, members: Sequence[_Folder]) -> bool:
    """Whether a folder holds no other folders than these outputs, and can change places with another."""
    names = {member.root.name for member in members}
    try:
        others = [entry for entry in os.scandir(parent) if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return True
    return all(entry.name in names for entry in others) and not _is_bound(parent)


class _Staging:
    """A folder that is made anew, `top`: one output, or several that lie in it."""

    def __init__(self, top: Path, members: Sequence[_Folder], texts: dict[Path, bytes], token: str, root: Path) -> None:
        self.top = top
        self.root = root
        self.tree = top.with_name(f".{top.name}.{token}")
        self.inside = top / f".{token}"
        self.areas = (self.tree, self.inside)
        inner = {member: "" if member.root == top else f"{member.root.name}/" for member in members}
        self.new = {prefix + path: data for member, prefix in inner.items() for path, data in member.new()}
        self.new |= {_relative(path, top): data for path, data in texts.items() if top in path.parents}
        self.gone = [prefix + path for member, prefix in inner.items() for path in member.plan.leftover]
        self.ours = {prefix + path for member, prefix in inner.items() for path in member.ours} | self.new.keys()

    def stage(self) -> list[Step]:
        """Makes what the steps need. Raises OSError."""
        self._refuse_conflicts()
        self.top.parent.mkdir(parents=True, exist_ok=True)
        if _is_bound(self.top):
            return self._in_pieces()
        try:
            self._probe()
            return self._whole()
        except OSError as error:
            if error.errno not in _NOT_ANEW:
                raise
            shutil.rmtree(self.tree, ignore_errors=True)
            return self._in_pieces()

    def _whole(self) -> list[Step]:
        """Makes the whole new folder. Folders that hold nothing of ours are carried over at the end."""
        tree = _Tree(str(self.top), str(self.tree))
        foreign = list(tree.link({*self.new, *self.gone}, _folders_of(self.ours)))
        for path, data in self.new.items():
            tree.make(path.rpartition("/")[0])
            _write(self.tree / path, data)
        old, new = self._at(self.tree), self._at(self.top)
        return [self._step(self.tree), *(Step("carry", f"{new}/{path}", f"{old}/{path}") for path in foreign)]

    def _in_pieces(self) -> list[Step]:
        """Writes new files beside the old ones, in a folder from where they can be renamed."""
        for path, data in self.new.items():
            (self.inside / path).parent.mkdir(parents=True, exist_ok=True)
            _write(self.inside / path, data)
            (self.top / path).parent.mkdir(parents=True, exist_ok=True)
        for folder in {(self.top / path).parent for path in (*self.new, *self.gone)}:
            _insist_writable(str(folder))
        return one_by_one(self._step(self.inside))

    def _step(self, tree: Path) -> Step:
        inode = os.lstat(tree).st_ino
        return Step("exchange", self._at(self.top), self._at(tree), inode, tuple(self.new), tuple(self.gone))

    def _at(self, path: Path) -> str:
        return _relative(path, self.root)

    def _probe(self) -> None:
        """Raises OSError where no file can be renamed from beside the folder into it."""
        if not self.top.exists():
            return
        self.tree.touch()
        os.rename(self.tree, self.inside)
        self.inside.unlink()

    def _refuse_conflicts(self) -> None:
        """Raises OSError where something that is not docpact's stands in the way: it would be lost."""
        folders = {self.top} | {self.top / path for path in _folders_of(self.ours)}
        for folder in folders:
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise NotADirectoryError(
                    errno.ENOTDIR, "it is no folder; move it away or name another folder", str(folder)
                )
        for path in self.new:
            if (self.top / path).is_dir():
                raise IsADirectoryError(
                    errno.EISDIR, "a file of this name is to be written; move the folder away", str(self.top / path)
                )


class _Tree:
    """The folder `new`, which is made to take the place of `old`, if that exists."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.made: set[str] = set()

    def make(self, inside: str) -> None:
        """Makes a folder and those that it lies in, with the owner and the permissions of the old ones."""
        if inside in self.made:
            return
        if inside:
            self.make(inside.rpartition("/")[0])
        self.made.add(inside)
        new, old = os.path.join(self.new, inside), os.path.join(self.old, inside)
        os.mkdir(new)
        with contextlib.suppress(OSError):
            stat = os.stat(old)
            shutil.copystat(old, new)
            os.chown(new, stat.st_uid, stat.st_gid)

    def link(self, without: set[str], folders: set[str], inside: str = "") -> Iterator[str]:
        """Links the old files. Yields the paths of folders that are not among `folders`; they are left out."""
        try:
            entries = sorted(os.scandir(os.path.join(self.old, inside)), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        _insist_writable(os.path.join(self.old, inside))  # else the old folder could not be removed later
        for entry in entries:
            path = f"{inside}/{entry.name}" if inside else entry.name
            if entry.is_dir(follow_symlinks=False):
                if path in folders:
                    yield from self.link(without, folders, path)
                else:
                    yield path
            elif path not in without:
                self.make(inside)
                os.link(entry.path, os.path.join(self.new, path), follow_symlinks=False)


def _insist_writable(folder: str) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _folders_of(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return folders


def _is_bound(folder: Path) -> bool:
    """Whether something would stay with the old folder: what is mounted in it, or this process and its shell."""
    try:
        inside = [Path.cwd(), *map(Path, mounts())]
    except FileNotFoundError:
        return False
    return any(path.is_relative_to(folder) for path in inside)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
        path.chmod(0o644)
    except OSError as error:  # of a full disk, Python does not say with which file
        error.filename = error.filename or str(path)
        raise


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
