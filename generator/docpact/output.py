"""Files in memory, and the three things that can be done with them: write, check, show the difference.

A `FileSet` is what generation makes. A file that is known to stand in the output folder as it would be made again need
not be made: the set holds its hash in place of its text. Its manifest records the hash of every file as it was written, so that
a later run can tell a file edited by hand (reported and kept) from a stale one (replaced) and a leftover
(removed). Writing goes through a temporary file and a rename: a reader sees the old file or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = "MANIFEST.json"
_RESERVED = frozenset("con prn aux nul".split()) | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}
_UNPORTABLE = re.compile(r"""[^ -~]|[\\:*?"<>|]""")


class UnsafePath(ValueError):
    """A path that would leave the output folder, or that some file system could not hold."""


@dataclass(slots=True)
class FileSet:
    """Texts by path, relative to one output folder. Iterates over the texts in the order of the paths."""

    _files: dict[str, str] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> FileSet:
        """The file set of texts by path. Raises UnsafePath as `add` does."""
        files = cls()
        for path, text in texts.items():
            files.add(path, text)
        return files

    def add(self, path: str, text: str) -> None:
        """Adds a file. Raises UnsafePath for paths that leave the folder, are not portable or stand already."""
        self._claim(path)
        self._files[path] = text

    def stand(self, path: str, digest: str) -> None:
        """Adds a file that stands in the output folder already, by its hash. Raises UnsafePath as `add` does."""
        self._claim(path)
        self._hashes[path] = digest

    def _claim(self, path: str) -> None:
        if any(
            part in ("", ".", "..") or part.lower().split(".")[0] in _RESERVED for part in path.split("/")
        ) or _UNPORTABLE.search(path):
            raise UnsafePath(f"{path!r} is no portable path inside the output folder")
        twin = self._folded.setdefault(path.lower(), path)
        if path in self or twin != path:
            raise UnsafePath(f"{path!r} is made twice (as {twin!r})")

    def hashes(self) -> dict[str, str]:
        """The hash of every file, those that stand included, in the order of the paths."""
        for path in self._files.keys() - self._hashes.keys():
            self._hashes[path] = hash_of_text(self._files[path])
        return dict(sorted(self._hashes.items()))

    def stands(self, path: str) -> bool:
        """Whether the file is in the output folder already, as far as the maker of this set has seen."""
        return path in self._hashes and path not in self._files

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(sorted(self._files.items()))

    def __len__(self) -> int:
        return len(self._files.keys() | self._hashes.keys())

    def __getitem__(self, path: str) -> str:
        return self._files[path]

    def get(self, path: str) -> str:
        """The text of a file; empty where there is none."""
        return self._files.get(path, "")

    def __contains__(self, path: str) -> bool:
        return path in self._files or path in self._hashes


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing a FileSet to a folder would do. Paths are relative to the folder, sorted.

    `edited` are files changed by hand since they were written: they are kept as they are.
    """

    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return not (self.changed or self.leftover or self.edited)

    def counts(self, overwrite_edited: bool = False) -> str:
        """`2 written, 54 unchanged, 0 removed`, once this is done."""
        written = len(self.changed) + (len(self.edited) if overwrite_edited else 0)
        return f"{written} written, {len(self.unchanged)} unchanged, {len(self.leftover)} removed"


def manifest_text(hashes: Mapping[str, str]) -> str:
    """The manifest of files by their hashes: the SHA-256 of every file's bytes."""
    return json.dumps({"made_by": "docpact", "files": hashes}, indent=1, ensure_ascii=True) + "\n"


def delivered_manifest(files: FileSet, recorded: Mapping[str, str], kept: Sequence[str]) -> str:
    """The manifest of `files`, where those in `kept` were left as somebody edited them: their old hashes stay."""
    hashes = files.hashes() | {path: recorded[path] for path in kept if path in recorded}
    return manifest_text(dict(sorted(hashes.items())))


def plan(files: FileSet, root: Path) -> Plan:
    """Compares `files` with what stands in `root`. Changes nothing."""
    recorded = read_manifest(root)
    changed: list[str] = []
    unchanged: list[str] = []
    leftover: list[str] = []
    edited: list[str] = []
    hashes = files.hashes()
    for path, digest in hashes.items():
        present = digest if files.stands(path) else hash_of(root / path)
        if present == digest:
            unchanged.append(path)
        elif present is None or path not in recorded or present == recorded[path]:
            changed.append(path)
        else:
            edited.append(path)
    for path, digest in sorted(recorded.items()):
        if path not in hashes:
            present = hash_of(root / path)
            if present is not None:
                (leftover if present == digest else edited).append(path)
    if _read(root / MANIFEST) != manifest_text(hashes).encode() and not edited:
        changed.append(MANIFEST)
    return Plan(tuple(changed), tuple(unchanged), tuple(leftover), tuple(edited))


def write(files: FileSet, root: Path, *, overwrite_edited: bool = False) -> Plan:
    """Makes `root` hold `files`: writes only what changed, removes leftovers, keeps files edited by hand.

    Raises OSError where the folder cannot be written.
    """
    todo = plan(files, root)
    recorded = read_manifest(root)
    for path in todo.changed + (todo.edited if overwrite_edited else ()):
        if path in files:
            write_atomically(root / path, files[path])
    for path in todo.leftover:
        (root / path).unlink(missing_ok=True)
        _remove_empty_parents(root / path, root)
    text = delivered_manifest(files, recorded, () if overwrite_edited else todo.edited)
    if _read(root / MANIFEST) != text.encode():
        write_atomically(root / MANIFEST, text)
    return todo


def diff(files: FileSet, root: Path, shown: str = "") -> str:
    """The unified difference from what stands in `root` to `files`; empty where there is none.

    `shown` is the folder that the paths of the files are told with.
    """
    todo = plan(files, root)
    out: list[str] = []
    for path in sorted({*todo.changed, *todo.edited, *todo.leftover} - {MANIFEST}):
        old = (_read(root / path) or b"").decode("utf-8", "replace")
        out.append(difference(old, files.get(path), f"{shown}/{path}" if shown else path))
    return "".join(out)


def difference(old: str, new: str, path: str) -> str:
    """The unified difference of one file's texts."""
    import difflib

    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def write_atomically(path: Path, text: str) -> None:
    """Replaces the file by one with `text`, in one step for every reader."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_manifest(root: Path) -> dict[str, str]:
    """The hashes that the last run recorded; empty where there is no manifest that can be read."""
    try:
        recorded = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(path): str(digest) for path, digest in recorded.items() if _inside(str(path))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/")


def hash_of(path: Path | str) -> str | None:
    """The hash of a file's bytes; None where it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            return _hash(file.read())
    except OSError:
        return None


def hash_of_text(text: str) -> str:
    """The hash of a text's bytes."""
    return _hash(text.encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _remove_empty_parents(path: Path, root: Path) -> None:
    for parent in path.parents:
        if parent == root or root not in parent.parents:
            return
        try:
            parent.rmdir()
        except OSError:
            return
