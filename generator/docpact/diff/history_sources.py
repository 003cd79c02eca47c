"""Where the revisions of pages come from: a folder of dated files, or the commits of a git repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docpact.diff.history import Revision, side_of
from docpact.revisions import Blob, Commit, Repository

_REVISION = re.compile(r"(\d+)-(\d{4}-\d{2}-\d{2})\.md")


def is_replayable(folder: Path) -> bool:
    """Whether the folder holds revisions as files: `<Operation>/<number>-<date>.md`."""
    return any(_REVISION.fullmatch(path.name) for path in folder.rglob("*.md"))


def folder_revisions(folder: Path) -> Iterator[Revision]:
    """The revisions in a folder of `<Operation>/<number>-<date>.md`, by name. Raises OSError."""
    for path in sorted(folder.rglob("*.md"), key=lambda p: p.as_posix()):
        match = _REVISION.fullmatch(path.name)
        if match is not None:
            yield Revision(match[2], path.as_posix(), path.read_bytes())


def git_revisions(path: Path) -> Iterator[Revision]:
    """The revisions of the pages at or below `path` in its git repository, oldest first. Raises GitError."""
    repository = Repository(path if path.is_dir() else path.parent)
    commits = list(repository.log(repository.relative(path)))
    blobs = {blob.id: blob for commit in commits for blob in commit.changed}
    texts = dict(zip(blobs, repository.read(list(blobs.values())), strict=True))
    replay = _Replay(texts)
    for commit in commits:
        yield from replay.revisions(commit)


class _Replay:
    """Which page describes which operation, commit by commit.

    A page is followed through renames by the operation that it describes. Where a further page describes the same
    operation at the same time, it is told apart by its path.
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
        gone: list[tuple[str, tuple[str, str]]] = []
        for path in (*commit.deleted, *came):
            before = self.live.get(path)
            if before is not None and before[0] != came.get(path, ""):
                gone.append((path, self.live.pop(path)))
        for blob in commit.changed:
            name = came[blob.path]
            if blob.path not in self.live and name:
                heir = next((entry for entry in gone if entry[1][0] == name), None)
                if heir is not None:
                    gone.remove(heir)
                self.live[blob.path] = heir[1] if heir is not None else (name, self._page(name, blob.path))
            page = self.live.get(blob.path, ("", ""))[1]
            place = f"{commit.id[:12]}:{blob.path}"
            yield Revision(day, place, self.texts[blob.id], name, page, self.order)
        for path, (name, page) in gone:
            yield Revision(day, f"{commit.id[:12]}:{path}", None, name, page, self.order)

    def _page(self, name: str, path: str) -> str:
        """What tells a page from others that describe the operation now; nothing for the first one."""
        return path if any(operation == name and not page for operation, page in self.live.values()) else ""

    def _operation(self, blob: Blob) -> str:
        """The operation that a file describes, or nothing."""
        if blob.id not in self.names:
            side = side_of(self.texts[blob.id], blob.path)
            self.names[blob.id] = side.contract.operations[0].name if side is not None else ""
        return self.names[blob.id]
