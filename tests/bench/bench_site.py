"""Publishing 400 operations, and searching them in a browser.

Prints the CPU time of publishing as a ratio to that of reading the contract file, the largest page, and how long a search
takes in Chromium (where `make browser` installed one). Run: `.venv/bin/python tests/bench/bench_site.py`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from docpact import output, pipeline, understand
from docpact.contract import openapi
from docpact.contract.model import Contract
from docpact.targets import registry
from docpact.targets.base import Settings

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
OPERATIONS = 400
QUERIES = ("d", "eip", "describe instances", "The specified parameter is not valid", "RequestId", "assocaddr")


def service() -> Contract:
    """400 operations: those of the reference pages beside the checkout, else this project's, multiplied."""
    folders = [CORPUS / "ecs/intl.en-US", CORPUS / "vpc/intl.en-US"]
    if CORPUS.is_dir():
        operations = [o for folder in folders for o in understand.service([folder], base=folder)[0].operations]
        operations = list({operation.name.casefold(): operation for operation in operations}.values())
    else:
        operations = list(understand.service([ROOT / "spec/eip/pages"], base=ROOT / "spec/eip")[0].operations)
    many = [replace(o, name=f"{o.name}{n or ''}") for n in range(OPERATIONS) for o in operations][:OPERATIONS]
    return Contract(title="Many", version="1", operations=tuple(many))


def searched(site: Path) -> list[str]:
    """The time of each search in milliseconds, after the first one built the index."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return ["no browser: `make browser` installs what it needs"]
    binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as running:
        page = running.chromium.launch(executable_path=binary, args=["--no-sandbox", "--disable-gpu"]).new_page()
        page.goto((site / "index.html").as_uri())
        page.evaluate("docpact.loadAll(docpact.assets + 'search.js', docpact.up + 'index.js')")
        took = "(text) => { const t = performance.now(); docpact.search.query(text); return performance.now() - t; }"
        first = page.evaluate(took, "warm")
        lines = [f"first search, with the index: {first:.0f} ms"]
        for query in QUERIES:
            best = min(page.evaluate(took, query) for _ in range(7))
            lines.append(f"search for {query!r}: {best:.1f} ms")
        return lines


def main() -> None:
    contract = service()
    text = openapi.dump(contract)
    start = time.process_time()
    openapi.load(text)
    read = time.process_time()
    files = pipeline.generate(contract, registry.find("site"), Settings("openapi.yaml"))
    made = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output.write(files, folder)
        written = time.process_time()
        pages = [(len(text.encode()), path) for path, text in files if path.endswith(".html")]
        size, path = max(pages)
        print(f"{len(contract.operations)} operations, {len(pages)} pages; the largest has {size:,} bytes ({path})")
        print(
            f"reading the contract {read - start:.2f} s, making the site {made - read:.2f} s, writing {written - made:.2f} s"
        )
        print(f"publishing takes {(written - read) / (read - start):.2f} times as long as reading the contract")
        print("\n".join(searched(folder)))


if __name__ == "__main__":
    main()
