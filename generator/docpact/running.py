"""Folders of generated code that docpact runs itself, such as the server of `docpact serve`.

They are kept by content, so that the next run finds its code, bytecode included: in the project's `.docpact`, or outside
of projects in the user's cache folder. A folder is locked while a process runs from it, however that process ends;
of those that nobody runs from, all but the last few go.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from docpact import config, output
from docpact.output import FileSet

try:
    import fcntl
except ImportError:  # Windows does not remove files that are in use
    fcntl = None  # type: ignore[assignment]

_KEPT = 4
_held: list[int] = []
"""The folders that this process runs from, open and locked until it ends."""


def filled(kind: str, files: FileSet) -> Path:
    """A folder that holds these files for as long as this process lives; `kind` tells what they are for."""
    digest = hashlib.sha256("".join(f"{path}\0{text}\0" for path, text in files).encode()).hexdigest()[:16]
    try:
        folder = _held_folder(_home() / kind / digest)
        output.write(files, folder, overwrite_edited=True)
    except (OSError, RuntimeError):  # nothing can be kept: a read-only project, a user without a home
        folder = Path(tempfile.mkdtemp(prefix="docpact-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        output.write(files, folder)
        return folder
    _prune(folder.parent)
    return folder


def _home() -> Path:
    """Raises RuntimeError where the user has no home folder."""
    found = config.find(Path.cwd())
    if found is not None:
        return found.parent / ".docpact"
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    return Path(cache).expanduser().absolute() / "docpact"


def _held_folder(folder: Path) -> Path:
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)  # by this, `_prune` knows what was used last
        if fcntl is None:
            return folder
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH)
        with contextlib.suppress(FileNotFoundError):
            if os.stat(folder).st_ino == os.fstat(handle).st_ino:  # nobody has removed it meanwhile
                _held.append(handle)
                return folder
        os.close(handle)


def _prune(top: Path) -> None:
    """Removes what was not used for the longest time, where nobody runs from it."""
    with contextlib.suppress(OSError):
        folders = sorted(top.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
        for folder in folders[_KEPT:]:
            if fcntl is None:
                shutil.rmtree(folder, ignore_errors=True)
                continue
            handle = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            except BlockingIOError:
                continue
            finally:
                os.close(handle)
