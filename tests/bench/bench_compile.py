"""How fast pages are compiled: the CPU time of `docpact compile` against what markdown-it-py takes to tokenise the same text.

    python tests/bench/bench_compile.py [--pages FOLDER] [--rounds 3]

Measured are the cold run (no cache; reading, understanding, printing and writing one contract of all pages, in all its
processes) and a second run after one page has changed. Rounds alternate between the two, the best of each is taken.
Modules are compiled to bytecode beforehand, as those of an installed program are, whatever the environment says.
Ratios mean something on every machine, seconds on none.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"

TOKENISE = """
import resource, sys
from pathlib import Path
from markdown_it import MarkdownIt
texts = [path.read_text(encoding="utf-8", errors="replace") for path in Path(sys.argv[1]).rglob("*.md")]
parser = MarkdownIt("commonmark").enable("table")
before = resource.getrusage(resource.RUSAGE_SELF)
for text in texts:
    parser.parse(text)
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""


def spent(command: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[float, float]:
    """The CPU time of a command with all its processes, and the time it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet, check=False)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def copy_pages(source: Path, target: Path) -> int:
    """Copies the pages, of the reference corpus those that no newer page replaces; returns their size in bytes."""
    manifest = source / "manifest.jsonl"
    paths = [path.relative_to(source) for path in source.rglob("*.md")]
    if manifest.exists():
        rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
        paths = [Path(row["path"]) for row in rows if not row["superseded"]]
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, target / path)
    return sum((target / path).stat().st_size for path in paths)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=Path, default=SHARED)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    if not chosen.pages.is_dir():
        print(f"no pages to measure with: there is no folder {chosen.pages}")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        size = copy_pages(chosen.pages, folder / "pages")
        command = [sys.executable, "-m", "docpact", "compile", "pages", "-o", "openapi.yaml"]
        page = max((folder / "pages").rglob("*.md"), key=lambda path: path.stat().st_size)
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        spent(command, folder, environment)
        tokenised, cold, warm = [], [], []
        for _ in range(chosen.rounds):
            tokenise = [sys.executable, "-c", TOKENISE, "pages"]
            done = subprocess.run(tokenise, cwd=folder, env=environment, capture_output=True, text=True, check=True)
            tokenised.append(float(done.stdout))
            shutil.rmtree(folder / ".docpact", ignore_errors=True)
            cold.append(spent(command, folder, environment))
            page.write_text(page.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
            warm.append(spent(command, folder, environment))
    least = min(tokenised)
    print(f"{size / 1e6:.1f} MB of pages; tokenising them takes {least:.2f} s of CPU")
    print(
        f"cold:        {min(cold)[0]:.2f} s of CPU, {min(cold)[0] / least:.2f} times as much; {min(c[1] for c in cold):.2f} s"
    )
    print(
        f"one changed: {min(warm)[0]:.2f} s of CPU, {min(warm)[0] / least:.2f} times as much; {min(w[1] for w in warm):.2f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
