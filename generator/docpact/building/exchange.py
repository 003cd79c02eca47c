"""Two folders change places in one step, where the system can do that; and what keeps it from it."""

from __future__ import annotations

import ctypes
import functools
import os
import re
import sys
from pathlib import Path

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders of one file system; says whether that could be done."""
    call = _renameat2()
    if call is None:
        return False
    sys.audit("os.rename", os.fspath(one), os.fspath(other), -1, -1)  # as of every other rename
    return int(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)) == 0


def mounts() -> list[str]:
    """The places where something is mounted: they cannot be renamed, and go along with a folder that they lie in."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            places = [line.split()[4] for line in file]
    except (OSError, IndexError):
        return []
    return [re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place) for place in places]


@functools.cache
def _renameat2() -> ctypes._FuncPointer | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
