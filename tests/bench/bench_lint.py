"""What the rules cost beside reading and understanding, and which rules cost most.

    python tests/bench/bench_lint.py [FOLDER]

FOLDER holds pages; without it, the reference pages beside the checkout are taken, or else the project's own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from docpact.lint import engine
from docpact.lint.rule import rules

ROOT = Path(__file__).parents[2]


def main() -> None:
    corpus = ROOT.parent / "shared" / "corpus"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else corpus if corpus.is_dir() else ROOT / "spec"
    start = process_time()
    subjects = [subject for subject in engine.load([folder]) if subject.is_readable]
    for subject in subjects:
        subject.understood  # noqa: B018  (computed when first asked for)
    understood = process_time() - start

    start = process_time()
    for subject in subjects:
        subject.request, subject.response, subject.errors  # noqa: B018
    shared = process_time() - start

    costs: dict[str, float] = {}
    for rule in rules():
        start = process_time()
        if rule.check is not None:
            for subject in subjects:
                list(rule.check(subject))
        elif rule.check_all is not None:
            list(rule.check_all(subjects))
        costs[rule.code.name] = process_time() - start

    whole = shared + sum(costs.values())
    print(f"{len(subjects)} pages, {len(costs)} rules")
    print(f"rules / reading and understanding: {whole / understood:.2f}")
    for name, cost in sorted(costs.items(), key=lambda item: -item[1])[:5]:
        print(f"  {name:<34}{cost / understood:.3f}")


if __name__ == "__main__":
    main()
