"""Reads revisions of files out of a git repository, through plumbing: the work tree and the index stay untouched."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class GitError(Exception):
    """git cannot answer: no repository, no such revision, or no git. The message says which."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file at a revision: its path from the top of the repository, and the id of its content."""

    path: str
    id: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and the files that it touched: `changed` with their new content, `deleted` by path. `date` is ISO 8601."""

    id: str
    date: str
    changed: tuple[Blob, ...]
    deleted: tuple[str, ...]


class Repository:
    """A git repository. Raises GitError from every method."""

    def __init__(self, folder: Path) -> None:
        self.top = folder  # until git says better, which every later command depends on: it reads paths from there
        self.top = Path(self._run("rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n"))

    def relative(self, path: Path) -> str:
        """A path as git names it: from the top, with `/`. Raises GitError where it lies outside."""
        try:
            return path.resolve().relative_to(self.top.resolve()).as_posix()
        except ValueError:
            raise GitError(f"{path} lies outside the repository {self.top}") from None

    def resolve(self, revision: str) -> str | None:
        """The id of the commit that `revision` names, or None where it names none. `a...b` is where the two parted."""
        if not revision or revision.startswith("-") or "\0" in revision:
            return None
        if "..." in revision:
            ends = [self.resolve(end) for end in revision.split("...", 1)]
            if None in ends:
                return None
            return self._run("merge-base", *map(str, ends)).decode().strip()
        try:
            return self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip() or None
        except GitError:
            return None

    def is_shallow(self) -> bool:
        """Whether the repository lacks the older part of its history."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def untracked(self, paths: Sequence[str]) -> list[str]:
        """The files at or below the paths that git neither tracks nor ignores."""
        out = self._run("ls-files", "--others", "--exclude-standard", "-z", "--", *paths)
        return sorted(out.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")) if out else []

    def files(self, commit: str, path: str) -> list[Blob]:
        """The files below `path` (or the file `path` itself) at a commit, sorted by path. Links are left out."""
        out = self._run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *([path] if path != "." else []))
        blobs = []
        for entry in out.split(b"\0"):
            head, _, name = entry.partition(b"\t")
            if head[:6] in (b"100644", b"100755"):
                blobs.append(Blob(name.decode("utf-8", "surrogateescape"), head.split()[2].decode()))
        return sorted(blobs, key=lambda blob: blob.path)

    def former(self, commit: str, path: str) -> str | None:
        """What a path of the work tree (a file or a folder) was called at a commit, by git's own search for renames."""
        return self._renamed(path, commit)

    def renamed_from(self, commit: str, path: str) -> str | None:
        """What a file or a folder was called before a commit gave it the name that it has there."""
        try:
            return self._renamed(path, f"{commit}^", commit)
        except GitError:
            return None  # the first commit has no parent

    def _renamed(self, path: str, *between: str) -> str | None:
        options = ("--name-status", "-z", "--no-relative", "--find-renames", "--diff-filter=R")
        out = self._run("diff", *options, *between, "--")
        fields = out.decode("utf-8", "surrogateescape").split("\0")
        found: Counter[str] = Counter()
        for old, new in zip(fields[1::3], fields[2::3], strict=False):
            inner = "" if new == path else new.removeprefix(f"{path}/")
            if inner != new and old.endswith(inner):
                found[old.removesuffix(inner).rstrip("/")] += 1
        return found.most_common(1)[0][0] if found else None

    def read(self, blobs: Sequence[Blob]) -> Iterator[bytes]:
        """The contents of blobs, in order, from one process."""
        if not blobs:
            return
        asked = "".join(f"{blob.id}\n" for blob in blobs).encode()
        out = self._run("cat-file", "--batch", given=asked)
        at = 0
        for blob in blobs:
            end = out.index(b"\n", at)
            words = out[at:end].split()
            if len(words) != 3:
                raise GitError(f"the content of {blob.path} is missing from the repository")
            size = int(words[2])
            yield out[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def log(self, paths: Sequence[str], suffix: str = ".md") -> list[Commit]:
        """The commits that touched files of that suffix at or below the paths, oldest first.

        Of merges only the first parent's side counts: what a branch did happens when it is merged.
        """
        commits: list[Commit] = []
        out = self._run(
            *("-c", "core.quotePath=false", "log", "--reverse", "--first-parent", "-m", "--root", "--no-renames"),
            *("--raw", "--no-abbrev", "-z", "--format=%x01%H %cI", "HEAD", "--", *paths),
        )
        for record in out.split(b"\x01")[1:]:
            head, _, rest = record.partition(b"\0")
            commit, _, date = head.decode().strip().partition(" ")
            fields = rest.strip(b"\n").split(b"\0")
            changed: list[Blob] = []
            deleted: list[str] = []
            for info, name in zip(fields[::2], fields[1::2], strict=False):
                words = info.strip().lstrip(b":").split()
                file = name.decode("utf-8", "surrogateescape")
                if len(words) < 5 or not file.endswith(suffix):
                    continue
                if words[4][:1] == b"D":
                    deleted.append(file)
                elif words[1] in (b"100644", b"100755"):
                    changed.append(Blob(file, words[3].decode()))
            commits.append(Commit(commit, date.strip(), tuple(changed), tuple(deleted)))
        return commits

    def _run(self, *arguments: str, given: bytes | None = None) -> bytes:
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "--no-pager", "--literal-pathspecs", "-C", str(self.top), *arguments],  # noqa: S607
                input=given,
                capture_output=True,
                env=environment,
                check=False,
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(lines[0].removeprefix("fatal: ") if lines else f"git ended with {done.returncode}")
        return done.stdout
