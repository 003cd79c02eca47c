"""Generating the client of 1,000 operations: CPU time beside openapi-python-client, then again with nothing changed.

Aims: five times less CPU, output as black leaves it; under 0.3 s with nothing changed, well under a second with one
operation changed. `--types` also runs `mypy --strict` over a package of 400 operations, `--black` checks its format.
"""

from __future__ import annotations

import dataclasses
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sdk_bench import ROOM, contract, package, rival


def cpu(command: list[str], cwd: Path) -> tuple[float, float]:
    """The CPU and wall seconds of a command and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def shallow(whole: Any) -> Any:
    """The contract with answers cut where they are nested so deep that openapi-python-client makes file names of them
    that no file system holds."""
    kept = []
    for operation in whole.operations:
        schema = operation.response.schema
        deepest = max((len(place) for place, _ in schema.walk()), default=0) if schema is not None else 0
        if deepest > 110:
            operation = dataclasses.replace(operation, response=dataclasses.replace(operation.response, schema=None))
        kept.append(operation)
    return dataclasses.replace(whole, operations=tuple(kept))


def main() -> None:
    from docpact.contract import openapi

    ROOM.mkdir(parents=True, exist_ok=True)
    path = ROOM / "thousand.yaml"
    if not path.is_file():
        path.write_text(openapi.dump(shallow(contract(1000))), encoding="utf-8")
    out = ROOM / "thousand"
    shutil.rmtree(out, ignore_errors=True)
    docpact = str(Path(sys.executable).parent / "docpact")
    command = [docpact, "generate", str(path), "-t", "python", "-o", str(out), "--option", "package=thousand"]
    first = cpu(command, ROOM)
    again = cpu(command, ROOM)
    lines = sum(p.read_text(encoding="utf-8").count("\n") for p in out.rglob("*.py"))
    print(f"docpact, 1,000 operations       {first[0]:6.1f} s of CPU, {lines:,} lines")
    print(f"again, nothing changed          {again[0]:6.2f} s of CPU, {again[1]:.2f} s (aim 0.3)")
    text = path.read_text(encoding="utf-8")
    changed = ROOM / "changed.yaml"
    shutil.copy(path, changed)
    try:
        path.write_text(text.replace("summary: ", "summary: Changed. ", 1), encoding="utf-8")
        one = cpu(command, ROOM)
        print(f"again, one operation changed    {one[0]:6.2f} s of CPU, {one[1]:.2f} s")
    finally:
        shutil.move(changed, path)
    if python := rival("openapi-python-client"):
        folder = ROOM / "theirs"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        theirs = cpu([str(python), "-m", "openapi_python_client", "generate", "--path", str(path)], folder)
        print(
            f"openapi-python-client           {theirs[0]:6.1f} s of CPU: {theirs[0] / first[0]:.1f} times ours (aim 5)"
        )
    if {"--types", "--black"} & set(sys.argv):
        name, folder = package(400)
        if "--types" in sys.argv:
            mypy = cpu([sys.executable, "-m", "mypy", "--strict", "--no-incremental", name], folder)
            print(f"mypy --strict, 400 operations   {mypy[0]:6.1f} s of CPU")
        if "--black" in sys.argv:
            black = cpu([sys.executable, "-m", "black", "--check", "--quiet", name], folder)
            print(f"black --check, 400 operations   {black[0]:6.1f} s of CPU")


main()
