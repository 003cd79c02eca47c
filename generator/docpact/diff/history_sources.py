"""Where the revisions of pages come from: a folder of dated files, or the commits of a git repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from docpact.diff.history import Revision, side_of
from docpact.revisions import Blob, Commit, Repository

_MOST_NAMES = 50
_REVISION = re.compile(r"(\d+)-(\d{4}-\d{2}-\d{2})\.md")


def is_replayable(folder: Path) -> bool:
    """Whether the folder holds revisions as files: `<Operation>/<number>-<date>.md`."""
    return any(_REVISION.fullmatch(path.name) for path in folder.rglob("*.md"))


def folder_revisions(folder: Path) -> Iterator[Revision]:
    """The revisions in a folder of `<Operation>/<number>-<date>.md`, by name. Raises OSError."""
    names: dict[Path, str] = {}
    for path in sorted(folder.rglob("*.md"), key=lambda p: p.as_posix()):
        match = _REVISION.fullmatch(path.name)
        if match is not None:
            data = path.read_bytes()
            before = names.get(path.parent, "")
            name = names[path.parent] = _operation(data, path.as_posix()) or before
            yield Revision(match[2], path.as_posix(), data, name, formerly=before if before != name else "")


def git_revisions(paths: Sequence[Path]) -> Iterator[Revision]:
    """The revisions of the pages at or below paths in their git repositories, oldest first. Raises GitError."""
    repositories: dict[Path, tuple[Repository, list[str]]] = {}
    for path in paths:
        repository = Repository(path if path.is_dir() else path.parent)
        repositories.setdefault(repository.top, (repository, []))[1].append(repository.relative(path))
    for repository, below in repositories.values():
        commits = _commits(repository, below)
        blobs = {blob.id: blob for commit in commits for blob in commit.changed}
        texts = dict(zip(blobs, repository.read(list(blobs.values())), strict=True))
        replay = _Replay(texts)
        for commit in commits:
            yield from replay.revisions(commit)


def _commits(repository: Repository, paths: list[str]) -> list[Commit]:
    """The commits that touched files at or below the paths, also under the names that these had before."""
    known: list[str] = []
    for path in paths:
        while path not in known and len(known) < _MOST_NAMES:
            known.append(path)
            commits = repository.log([path])
            path = (repository.renamed_from(commits[0].id, path) if commits else None) or path
    return repository.log(known)


def _operation(data: bytes, place: str) -> str:
    """The operation that a page describes, or nothing."""
    side = side_of(data, place)
    return side.contract.operations[0].name if side is not None else ""


class _Replay:
    """Which page describes which operation, commit by commit.

    A page is followed through renames by the operation that it describes. Where a further page describes the same
    operation at the same time, it is told apart by its path. A page that cannot be read is still that of its operation.
    """

    def __init__(self, texts: dict[str, bytes]) -> None:
        self.texts = texts
        self.names: dict[str, str] = {}
        self.live: dict[str, tuple[str, str]] = {}  # path -> operation, and the page's name among its rivals
        self.order = ""

    def revisions(self, commit: Commit) -> Iterator[Revision]:
        """What the commit did to pages. Its date may lie before that of its parent; its place in the order does not."""
        day = commit.date[:10]
        self.order = max(self.order, day)
        came = {blob.path: self._operation(blob) for blob in commit.changed}
        gone: dict[str, tuple[str, str]] = {}
        for path in (*commit.deleted, *(path for path, name in came.items() if name)):
            before = self.live.get(path)
            if before is not None and before[0] != came.get(path, ""):
                gone[path] = self.live.pop(path)
        for path, name in came.items():
            if path not in self.live and name:
                heir = next((old for old, entry in gone.items() if entry[0] == name), None)
                self.live[path] = gone.pop(heir) if heir is not None else (name, self._page(name, path))
        for blob in commit.changed:
            name, page = self.live.get(blob.path, ("", ""))
            former = gone.pop(blob.path, ("", ""))[0]
            place = f"{commit.id[:12]}:{blob.path}"
            yield Revision(day, place, self.texts[blob.id], name, page, self.order, former)
        for path, (name, page) in gone.items():
            yield Revision(day, f"{commit.id[:12]}:{path}", None, name, page, self.order)

    def _page(self, name: str, path: str) -> str:
        """What tells a page from others that describe the operation now; nothing for the first one."""
        return path if any(operation == name and not page for operation, page in self.live.values()) else ""

    def _operation(self, blob: Blob) -> str:
        """The operation that a file describes, or nothing."""
        if blob.id not in self.names:
            self.names[blob.id] = _operation(self.texts[blob.id], blob.path)
        return self.names[blob.id]
