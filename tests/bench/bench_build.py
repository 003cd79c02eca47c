"""How much less a build does when little or nothing changed: 400 made-up pages, a Python client and a server.

    python tests/bench/bench_build.py [--pages 400] [--rounds 3]

Printed are CPU times with all child processes, wall times, and ratios to the build from nothing and to `python -c pass`.
Ratios mean something on every machine, seconds on none. Bytecode is kept from one run to the next, as in an installed
docpact, whatever PYTHONDONTWRITEBYTECODE says.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGE = """# Describe{name}

Queries the things of kind {name}.

## Debugging

[OpenAPI Explorer](https://api.aliyun.com/#product=Demo&api=Describe{name}&type=RPC&version=2020-01-01)

## Request parameters

|Parameter|Type|Required|Example|Description|
|---------|----|--------|-------|-----------|
|Action|String|Yes|Describe{name}|The operation. Set the value to **Describe{name}**. |
{rows}

## Response parameters

|Parameter|Type|Example|Description|
|---------|----|-------|-----------|
|RequestId|String|1|The ID of the request.|
{answer}

## Error codes

|HTTP status code|Error code|Error message|Description|
|----------------|----------|-------------|-----------|
{errors}
"""
CONFIG = """[services.demo]
[services.demo.targets.python]
output = "generated/python"
[services.demo.targets.server]
output = "generated/server"
"""


def page(number: int, words: str = "thing") -> str:
    rows = "\n".join(
        f"|Size{n}|Integer|{'Yes' if n < 2 else 'No'}|20|The size of {words} {n}. Valid values: {n} to {n + 90}.|"
        for n in range(8)
    )
    answer = "\n".join(f"|Field{n}|String|x|What {words} {n} is.|" for n in range(12))
    errors = "\n".join(f"|400|InvalidSize{n}.Malformed|The size {n} is wrong.|Give another one.|" for n in range(8))
    return PAGE.format(name=f"Thing{number:04}", rows=rows, answer=answer, errors=errors)


def spent(command: list[str], folder: Path) -> tuple[float, float]:
    """The CPU time of a command with all its processes, and the time it took."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / ".bytecode")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output = subprocess.DEVNULL
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=output, stderr=output)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--pages", type=int, default=400)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    build = [sys.executable, "-m", "docpact", "build"]
    best: dict[str, tuple[float, float]] = {}

    def measure(name: str, command: list[str], folder: Path) -> None:
        best[name] = min(best.get(name, (9e9, 9e9)), spent(command, folder))

    with tempfile.TemporaryDirectory(prefix="docpact-bench-") as temporary:
        root = Path(temporary)
        pages = root / "spec" / "demo" / "pages"
        pages.mkdir(parents=True)
        (root / "docpact.toml").write_text(CONFIG)
        for number in range(given.pages):
            (pages / f"{number:04}.md").write_text(page(number))
        for number in range(given.rounds):
            shutil.rmtree(root / ".docpact", ignore_errors=True)
            shutil.rmtree(root / "generated", ignore_errors=True)
            measure("python -c pass", [sys.executable, "-c", "pass"], root)
            measure("from nothing", build, root)
            measure("nothing changed", build, root)
            (pages / "0007.md").write_text(page(7, f"object {number}"))
            measure("one page changed", build, root)
    start, whole = best["python -c pass"][0], best["from nothing"][0]
    for name, (cpu, wall) in best.items():
        print(
            f"{name:18} CPU {cpu:7.3f} s  wall {wall:7.3f} s  {cpu / whole:7.4f} of a build  {cpu / start:6.1f} x python"
        )


if __name__ == "__main__":
    main()
