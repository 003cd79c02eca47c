"""What a comparison costs beside reading the two sides: where nothing, one page and every row differs.

    python tests/bench/bench_diff.py [FOLDER]

FOLDER holds pages; without it, the reference pages of one product beside the checkout are taken, or else the project's own.
"""

from __future__ import annotations

import gc
import random
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import TypeVar

from docpact import understand
from docpact.contract import openapi, yaml_reader
from docpact.diff.compare import compare
from docpact.diff.places import ContractPlaces
from docpact.diff.report import report
from docpact.diff.sides import Side, located, pages_side

ROOT = Path(__file__).parents[2]
T = TypeVar("T")


def main() -> None:
    gc.disable()
    corpus = ROOT.parent / "shared" / "corpus" / "ecs" / "intl.en-US"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else corpus if corpus.is_dir() else ROOT / "spec"
    pages = [(path.as_posix(), path.name, path.read_bytes()) for path in understand.page_paths(folder)]
    reading, side = timed(lambda: pages_side("old", pages))
    number = len(side.contract.operations)
    text = openapi.dump(side.contract)
    print(f"{number} operations, {len(text) / 1e6:.1f} MB of contract")

    changed = [
        pages[0],
        *((shown, path, data.replace(b"404", b"409", 1)) for shown, path, data in pages[1:2]),
        *pages[2:],
    ]
    for name, files in (("the same pages again", pages), ("one page changed", changed)):
        cost, other = timed(partial(pages_side, "new", files))
        more, _ = timed(partial(told, side, other))
        print(
            f"{name}: reading the second side / the first {cost / reading:.2f}, comparing / reading {more / reading:.2f}"
        )

    loading, old = timed(lambda: contract_side("old.yaml", text))
    new = contract_side("new.yaml", respelt(text))
    cost, changes = timed(lambda: told(old, new))
    print(
        f"every row changed: {changes} changes, comparing and reporting / loading both files {cost / loading / 2:.2f}"
    )


def timed(run: Callable[[], T]) -> tuple[float, T]:
    start = process_time()
    result = run()
    return process_time() - start, result


def told(old: Side, new: Side) -> int:
    comparison = located(compare(old.contract, new.contract), old, new)
    report(comparison, "text", "old", "new")
    return len(comparison.changes)


def contract_side(name: str, text: str) -> Side:
    document = yaml_reader.load(text)
    return Side(name, openapi.from_document(document), ContractPlaces(name, text, document))


def respelt(text: str) -> str:
    """The contract with another letter at the end of every third word of its names, codes and sentences."""
    rng = random.Random(1)

    def word(match: re.Match[str]) -> str:
        return match[0] if rng.random() < 0.7 else match[0][:-1] + rng.choice("aeiou")

    def line(text: str) -> str:
        if not re.match(r"\s*(?:description|example|message|- code|- name):", text):
            return text
        key, _, value = text.partition(":")
        return f"{key}:{re.sub('[A-Za-z]{6,}', word, value)}"

    return "\n".join(map(line, text.split("\n")))


if __name__ == "__main__":
    main()
