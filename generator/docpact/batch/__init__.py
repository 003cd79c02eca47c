"""Many pages become one contract file: every processor works, and only on what has changed since the last run.

Each process understands a share of the pages and keeps drafts of the operations it found. Only outlines travel to the first
process, which chooses the page that speaks for each operation; each process then reads the descriptions of the operations
chosen from its share and prints them, and that text travels. The result is that of `docpact.pipeline.compile_pages`, to the byte.

What each page came to is remembered under a digest of its name and content, and with it the text of its operation, in one
entry of the cache for each contract file.
"""

from __future__ import annotations

import contextlib
import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docpact import understand
from docpact.batch.printing import document_text
from docpact.batch.records import Page, Record, load_finding, load_head, load_outline, load_page
from docpact.batch.shares import Shares
from docpact.cache import Store, key_of, program_key
from docpact.contract import openapi
from docpact.counting import Counts
from docpact.diagnostics import Findings
from docpact.understand.services import choose, head, insist


@dataclass(frozen=True, slots=True)
class Batch:
    """The text of the contract file, empty where no page documents an operation, how much there is in it, what was found."""

    text: str
    counts: Counts
    findings: Findings


def compile_batch(
    sources: Iterable[Path], *, base: Path, dialect: str | None, source: str, store: Store, jobs: int | None = None
) -> Batch:
    """The contract file of pages and folders of pages. `source` names them in its first line. Raises DialectError."""
    understand.dialects(dialect)  # a wrong name is told before any work
    with _no_collection():
        return _compile(list(sources), base, dialect, source, store, jobs)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector: nothing here makes cycles, and looking for them costs a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()  # what was made lives as long as the result
            gc.enable()


def _compile(
    sources: list[Path], base: Path, dialect: str | None, source: str, store: Store, jobs: int | None
) -> Batch:
    work = [load_page(path, base, dialect) for given in sources for path in understand.page_paths(given)]
    key = key_of("batch", program_key(), _dialect_key(dialect), source, str(base))
    memory = _remembered(store.get(key))
    records: list[Record | None] = [memory.get(page.digest) for page in work]
    shares = Shares([(index, page) for index, page in enumerate(work) if records[index] is None], jobs)
    try:
        for index, record in shares.records():
            records[index] = record
        made, texts = _assemble(work, [record or {} for record in records], source, shares)
    finally:
        shares.close()
    fresh = {page.digest: record for page, record in zip(work, records, strict=True)}
    if fresh.keys() != memory.keys() or texts:
        store.put(key, json.dumps(fresh, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return made


def _dialect_key(dialect: str | None) -> bytes:
    try:
        return b"" if dialect is None else dialect.encode() + Path(dialect).read_bytes()
    except OSError:
        return (dialect or "").encode()


def _remembered(data: bytes | None) -> dict[str, Record]:
    try:
        known = json.loads(data or b"{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _assemble(work: Sequence[Page], records: list[Record], source: str, shares: Shares) -> tuple[Batch, int]:
    """The contract of all pages, and how many operations had to be printed."""
    findings = Findings()
    for page, record in zip(work, records, strict=True):
        findings.extend(load_finding(page.name, plain) for plain in record["findings"])
    outlines = [load_outline(page.name, record["outline"]) for page, record in zip(work, records, strict=True)]
    choices, found = choose(outlines)
    contract, more = head(
        [load_head(p.name, r) for p, r in zip(work, records, strict=True) if r["product"] is not None]
    )
    findings.extend([*found, *more])
    wanted = [c for c in choices if records[c.index].get("text", {}).get("also_on") != list(c.also_on)]
    for index, text in shares.print(wanted, work):
        records[index]["text"] = text
    if not choices:
        return Batch("", Counts(), Findings(insist(findings))), len(wanted)
    printed = [records[choice.index]["text"] for choice in choices]
    counts = Counts(*map(sum, zip(*(one["counts"] for one in printed), strict=True)))
    return Batch(openapi.lead(source) + document_text(contract, printed), counts, findings), len(wanted)
