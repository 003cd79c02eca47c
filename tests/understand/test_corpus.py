"""Real pages, where they lie beside the checkout: each compiles, and no row of any table is lost.

One page in eight is read; DOCPACT_ALL_PAGES=1 reads them all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docpact import pages, understand
from docpact.contract import openapi

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the reference pages are not at {CORPUS}"),
]

_NOISE = str.maketrans("", "", "\\*` \u00a0\u200b")
_OTHER_CELLS = re.compile("公共请求参数|Common ?request|CommonParam|^(?:是|否|Yes|No|Path|Query|Body)$")


def manifest() -> list[dict[str, str]]:
    with (CORPUS / "manifest.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows if os.environ.get("DOCPACT_ALL_PAGES") else rows[::8]


def first_cells(text: str) -> Iterator[tuple[int, str]]:
    """The first cell of each row, found without the reader: lines that begin with a bar after one that ends with one."""
    lines = text.split("\n")
    fenced, before = False, "|"
    for number, line in enumerate(lines):
        if line.strip().startswith("```"):
            fenced = not fenced
        found = re.match(r"\s*\|([^|]+?)(?:\||$)", line)
        closed, before = before.endswith("|"), line.strip() or before
        if fenced or found is None or is_dashes(line) or (number + 1 < len(lines) and is_dashes(lines[number + 1])):
            continue
        if closed or line.count("|") > 2:
            yield number + 1, re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", found[1]).translate(_NOISE)


def is_dashes(line: str) -> bool:
    return "-" in line and set(line.strip()) <= set("|-: ")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def test_every_page_compiles_and_no_row_is_lost():
    lost = []
    for row in manifest():
        path = row["path"]
        page, _ = pages.load(CORPUS / path, path)
        found = understand.operation(page)
        assert (found.operation is not None) == (row["kind"] == "operation"), path
        contract, _, _ = understand.contract([found])
        if found.kind is understand.Kind.OTHER:
            continue
        everything = "\n".join(strings(openapi.to_document(contract))).translate(_NOISE)
        for number, cell in first_cells(page.text):
            parts = [part for part in re.split(r"[.└├]", cell) if part and not re.fullmatch(r"[NnMm]|\d+", part)]
            lost += [f"{path}:{number}: {p}" for p in parts if p not in everything and not _OTHER_CELLS.search(p)]
    assert not lost


def test_contracts_of_real_pages_round_trip():
    for row in manifest()[::4]:
        contract, _, _ = understand.service(CORPUS / row["path"], base=CORPUS)
        assert openapi.load(openapi.dump(contract)) == contract, row["path"]
