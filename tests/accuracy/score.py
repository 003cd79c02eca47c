"""Scores what docpact makes of the reference pages, and prints what is wrong page by page: `make score`.

The pages, the truth and the scorer lie beside the checkout (`../shared`); where they are absent this says so and ends.
The pages are compiled in this process, one contract each, and the contracts are handed to the scorer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import subprocess
import sys
import tempfile
from pathlib import Path

from docpact import understand
from docpact.contract import openapi

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
SCORER = SHARED / "score" / "score_contract.py"
TRUTH = SHARED / "truth"


def compile_page(job: tuple[str, Path]) -> None:
    name, folder = job
    contract, _, _ = understand.service(CORPUS / name, base=CORPUS)
    out = folder / f"{hashlib.sha1(name.encode()).hexdigest()}.yaml"
    out.write_text(openapi.dump(contract), encoding="utf-8")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hand-checked", action="store_true", help="leave the metadata out")
    options.add_argument("--limit", type=int, default=400, help="how many faults to print of each kind of truth")
    options.add_argument("--page", default="", help="print only pages whose path holds this")
    chosen = options.parse_args()
    if not SCORER.exists():
        print(f"make score: nothing to score, the reference pages are not at {SHARED}")
        return 0
    truths = {"--truth": TRUTH / "handchecked.jsonl"}
    if not chosen.hand_checked:
        truths["--params"] = TRUTH / "params.jsonl"
    names = {}
    for path in truths.values():
        with path.open(encoding="utf-8") as lines:
            names.update(dict.fromkeys(row["path"] for row in map(json.loads, lines) if row.get("scorable", True)))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with multiprocessing.Pool() as pool:
            pool.map(compile_page, [(name, folder) for name in names], chunksize=16)
        report = folder / "scores.json"
        arguments = [word for option, path in truths.items() for word in (option, str(path))]
        command = [sys.executable, str(SCORER), "--corpus", str(CORPUS), "--contracts", str(folder), *arguments]
        subprocess.run([*command, "--json", str(report), "--details"], check=True)
        details = json.loads(report.read_text(encoding="utf-8")).get("details", {})
    for kind, pages in details.items():
        faults = [(page, note) for page, notes in pages.items() for note in notes if chosen.page in page]
        print(f"\n{kind}: {len(faults)} faults")
        last = ""
        for page, note in faults[: chosen.limit]:
            if page != last:
                print(page)
            last = page
            print(f"    {note}")
        if len(faults) > chosen.limit:
            print(f"    … and {len(faults) - chosen.limit} more (--limit)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
