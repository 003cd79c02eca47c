"""Runs a program that is killed when it is about to change the disk for the n-th time.

    killing.py WHO N ROOT COMMAND ARGUMENTS...   docpact with these arguments
    killing.py WHO N ROOT deliver FILE           a delivery: JSON {"folders": {path: {path: text}}, "texts": {path: text}}

Counted are changes below ROOT, the cache aside, in the order in which the processes make them. WHO is killed: `build`, the
process that was started; `all`, that one and the one that makes the change; `switch`, the latter where it is another.
"""

import json
import os
import signal
import sys
from pathlib import Path

EVENTS = frozenset(f"os.{name}" for name in ("rename", "link", "mkdir", "remove", "rmdir", "chmod", "symlink"))


def main() -> None:
    who, number, root, command, *arguments = sys.argv[1:]
    started, left = os.getpid(), int(number)
    cache = os.path.join(root, ".docpact/cache")

    def count(event: str, details: tuple[object, ...]) -> None:
        nonlocal left
        changes = event in EVENTS or (event == "open" and isinstance(details[1], str) and details[1][0] in "wxa")
        if not changes or not isinstance(details[0], str | os.PathLike):
            return
        path = os.fspath(details[0])
        if not path.startswith(root) or path.startswith(cache):
            return
        left -= 1
        if left == 0:
            if who != "switch":
                os.kill(started, signal.SIGKILL)
            if who == "all" or (who == "switch" and os.getpid() != started):
                os.kill(os.getpid(), signal.SIGKILL)

    if command != "deliver":
        from docpact.cli import main as docpact

        sys.addaudithook(count)
        docpact([command, *arguments])
    else:
        from docpact.building import recovery
        from docpact.building.delivery import Delivery
        from docpact.output import FileSet

        wanted = json.loads(Path(arguments[0]).read_text())
        folder = Path(root)
        sys.addaudithook(count)
        with recovery.delivering(folder, [], print):
            delivery = Delivery(folder, folder / recovery.RECORD)
            for path, text in wanted["texts"].items():
                delivery.text(folder / path, text)
            for path, files in wanted["folders"].items():
                delivery.folder(FileSet.of(files), folder / path)
            delivery.commit()


if __name__ == "__main__":
    main()
