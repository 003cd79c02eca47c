"""The last moment of a delivery: renames that are written down before the first is made, so that none of them stays alone.

When all files lie ready in staging areas, only renames are left to do: the steps of a journal. Each may be taken again
without harm, so a delivery that was cut off is finished by taking all steps once more; every command of docpact does so
first. They are taken in a process of its own session: what kills a build, or its process group, does not kill these.

A journal names paths below its root only, in staging areas of docpact's own, so that one from a stranger's repository
reaches nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from docpact.building.exchange import exchange
from docpact.interrupts import held_back

_AREA = re.compile(r"\..*docpact-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Paths are relative to the journal's root, with `/`.

    `exchange`: the folders `source`, whose inode is `inode`, and `target` change places. Where that cannot be done, the
    files `put` are put from the one into the other, one by one, and the files `gone` removed.
    `put`: the file `source` takes the place of `target`. `remove`: the file `target` goes.
    `carry`: the folder `source`, which is not docpact's, goes to `target`, its place, if that is free.
    """

    kind: str
    target: str
    source: str = ""
    inode: int = 0
    put: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class Interrupted(OSError):
    """A delivery could not be finished: some outputs are new, some old. The message says why, and what to do."""


@dataclass(slots=True)
class Journal:
    """The journal in the file `path` about a delivery to places below `root`."""

    root: Path
    path: Path
    areas: Sequence[str] = ()
    steps: Sequence[Step] = field(default=())

    def begin(self, areas: Sequence[str]) -> None:
        """Says which staging areas there will be: who finds them later may remove them. Raises OSError."""
        self.areas = areas
        self._save()

    def deliver(self, steps: Sequence[Step]) -> None:
        """Takes the steps. Raises OSError where none could be taken, Interrupted where some are left to take."""
        self.steps = steps
        try:
            self._save(flush=True)
        except OSError:
            self.clear()
            raise
        self.finish()

    def finish(self) -> None:
        """Takes all steps, and clears up. Raises as `deliver` does."""
        with held_back("SIGINT", "SIGTERM", "SIGHUP"):
            try:
                if self.steps and not _apart(self._take):
                    self._take()
            except OSError as error:
                if not self._begun():
                    self.clear()
                    raise
                raise Interrupted(
                    error.errno,
                    f"{error.strerror}; not all outputs are in place yet: mend that and run any docpact command here",
                    error.filename2 or error.filename,
                ) from None
        self.clear()

    def clear(self) -> None:
        """Removes the staging areas and the journal."""
        for area in self.areas:
            path = self.root / area
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _take(self) -> None:
        number = 0
        while number < len(self.steps):
            step = self.steps[number]
            if step.kind != "exchange":
                self._file(step)
            elif not self._exchange(step):
                self.steps = [*self.steps[:number], *one_by_one(step), *self.steps[number + 1 :]]
                self._save(flush=True)
                continue
            number += 1
        self.steps = ()
        self._save()

    def _exchange(self, step: Step) -> bool:
        tree, top = self.root / step.source, self.root / step.target
        if _inode(tree) != step.inode:
            return True  # it has been done
        if not top.exists():
            os.rename(tree, top)
            return True
        return exchange(tree, top)

    def _file(self, step: Step) -> None:
        source, target = self.root / step.source, self.root / step.target
        if step.kind == "remove":
            target.unlink(missing_ok=True)
            _remove_empty(target.parent, self.root)
        elif os.path.lexists(source) and (step.kind == "put" or not os.path.lexists(target)):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)

    def _begun(self) -> bool:
        """Whether the first step has been taken."""
        first = self.steps[0]
        inode = _inode(self.root / first.source)
        return inode != first.inode if first.kind == "exchange" else inode == 0

    def _save(self, *, flush: bool = False) -> None:
        document = {"areas": self.areas, "steps": [asdict(step) for step in self.steps]}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(json.dumps(document))
                if flush:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(new, self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            error.filename = str(self.path)
            raise


def one_by_one(step: Step) -> list[Step]:
    """What an exchange comes to where folders cannot be exchanged: steps for files."""
    put = [Step("put", f"{step.target}/{path}", f"{step.source}/{path}") for path in step.put]
    return [*put, *(Step("remove", f"{step.target}/{path}") for path in step.gone)]


def recover(root: Path, path: Path) -> bool:
    """Finishes what a delivery has left, or clears it away; says whether any output is new. Raises OSError.

    For who holds the lock: the delivery may be going on.
    """
    found = left(root, path)
    if found is None:
        return False
    said = len(found.steps) > 0
    found.finish()
    return said


def left(root: Path, path: Path) -> Journal | None:
    """The journal that a delivery has left behind, or None. What is no journal of docpact's is none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        journal = Journal(root, path, [str(area) for area in document["areas"]], [*map(_step, document["steps"])])
        return journal if _is_harmless(journal) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _step(document: Mapping[str, Any]) -> Step:
    kind, target, source = (str(document[key]) for key in ("kind", "target", "source"))
    put, gone = (tuple(str(path) for path in document[key]) for key in ("put", "gone"))
    return Step(kind, target, source, int(document["inode"]), put, gone)


def _is_harmless(journal: Journal) -> bool:
    """Whether all of it happens below the root, and whatever is taken or removed comes from staging areas."""
    areas = [area for area in journal.areas if _AREA.fullmatch(os.path.basename(area))]
    steps = journal.steps
    files = [f"{top}/{path}" for s in steps for top in (s.target, s.source or s.target) for path in (*s.put, *s.gone)]
    paths = [*areas, *files, *(step.target for step in steps), *(step.source for step in steps if step.source)]
    return (
        len(areas) == len(journal.areas)
        and all(_is_below(journal.root, path) for path in paths)
        and all(step.kind == "remove" or any(_is_in(step.source, area) for area in areas) for step in steps)
    )


def _is_in(path: str, area: str) -> bool:
    return path == area or path.startswith(f"{area}/")


def _is_below(root: Path, path: str) -> bool:
    if not {"", ".", ".."}.isdisjoint(path.split("/")):
        return False
    top, folder = (os.path.join(os.path.realpath(p), "") for p in (root, root / os.path.dirname(path)))
    return folder.startswith(top)


def _inode(path: Path) -> int:
    try:
        return os.lstat(path).st_ino
    except OSError:
        return 0


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _apart(work: Callable[[], None]) -> bool:
    """Does the work in a process in a session of its own; says whether that went well. `work` may be done again here."""
    if not hasattr(os, "fork"):
        return False
    with warnings.catch_warnings():  # of threads, which are no danger to a child that only renames and ends
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            child = os.fork()
        except OSError:
            return False
    if child == 0:
        code = 1
        try:
            os.setsid()
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0
