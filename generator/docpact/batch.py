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
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from docpact import pages, understand
from docpact.cache import Store, key_of, program_key
from docpact.contract import openapi, yaml_writer
from docpact.contract.model import Contract, ErrorRow, Parameter
from docpact.counting import Counts, count
from docpact.diagnostics import Code, Diagnostic, Edit, Findings, Note, Span
from docpact.pages import codes as page_codes
from docpact.pages.files import decode
from docpact.understand import codes as meaning_codes
from docpact.understand.operations import Draft
from docpact.understand.services import Choice, Outline, choose, head, insist, outline

_WARM = 24
"""About so many pages are read before other processes start: they begin with what that made ready."""
_SHARE = 40
"""Fewer pages are not worth a process."""

Record = dict[str, Any]
"""What a page came to, in the values of JSON; see `_record`."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The text of the contract file, empty where no page documents an operation, how much there is in it, what was found."""

    text: str
    counts: Counts
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Page:
    path: Path
    name: str
    dialect: str | None
    data: bytes | None
    """None where the file cannot be read."""
    digest: str


@dataclass(frozen=True, slots=True)
class _Head:
    """A page as the head of the contract sees it."""

    page: str
    product: str
    version: str
    usual_version: str
    hosts: tuple[str, ...]
    common_parameters: tuple[Parameter, ...] = ()
    common_errors: tuple[ErrorRow, ...] = ()
    unparsed: tuple[str, ...] = ()


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
    work = [_page(path, base, dialect) for given in sources for path in understand.page_paths(given)]
    key = key_of("batch", program_key(), _dialect_key(dialect), source, str(base))
    memory = _remembered(store.get(key))
    records: list[Record | None] = [memory.get(page.digest) for page in work]
    shares = _Shares([(index, page) for index, page in enumerate(work) if records[index] is None], jobs)
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


def _page(path: Path, base: Path, dialect: str | None) -> _Page:
    name = understand.page_name(path, base)
    try:
        data = path.read_bytes()
    except OSError:
        return _Page(path, name, dialect, None, key_of(name, "unreadable"))
    return _Page(path, name, dialect, data, key_of(name, data))


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


# ------------------------------------------------------------------------------------------ the whole


def _assemble(work: Sequence[_Page], records: list[Record], source: str, shares: _Shares) -> tuple[Batch, int]:
    """The contract of all pages, and how many operations had to be printed."""
    findings = Findings()
    for page, record in zip(work, records, strict=True):
        findings.extend(_load_finding(page.name, plain) for plain in record["findings"])
    outlines = [_load_outline(page.name, record["outline"]) for page, record in zip(work, records, strict=True)]
    choices, found = choose(outlines)
    contract, more = head(
        [_load_head(p.name, r) for p, r in zip(work, records, strict=True) if r["product"] is not None]
    )
    findings.extend([*found, *more])
    wanted = [c for c in choices if records[c.index].get("text", {}).get("also_on") != list(c.also_on)]
    for index, text in shares.print(wanted, work):
        records[index]["text"] = text
    if not choices:
        return Batch("", Counts(), Findings(insist(findings))), len(wanted)
    printed = [records[choice.index]["text"] for choice in choices]
    counts = Counts(*map(sum, zip(*(one["counts"] for one in printed), strict=True)))
    return Batch(openapi.lead(source) + _text(contract, printed), counts, findings), len(wanted)


def _text(contract: Contract, operations: Sequence[Record]) -> str:
    """The document as `yaml_writer.dump` prints it, from the head and the printed operations."""
    document: Any = openapi.to_document(contract)
    paths: dict[str, list[str]] = {}
    schemas = _schemas(document)
    for operation in operations:
        paths.setdefault(operation["path"], []).append(operation["method"])
        schemas.update(operation["schemas"])
    if "Error" in schemas:
        schemas["Error"] = schemas.pop("Error")  # the last one
    out: list[str] = []
    for key, value in document.items():
        if key == "paths":
            out.append("paths:\n")
            out += (part for path, methods in paths.items() for part in (path, *methods))
            if schemas:
                out += ["components:\n  schemas:\n", *schemas.values()]
        elif key != "components":
            out.append(yaml_writer.dump({key: value}))
    return "".join(out)


def _print(draft: Draft, choice: Choice) -> Record:
    """The text of an operation and of its schemas, as lines of the document."""
    operation = draft.operation()
    assert operation is not None
    alone = Contract(title="", version="", operations=(choice.applied(operation),))
    document: Any = openapi.to_document(alone)
    _, method = openapi.place(operation)
    text = _below({"paths": document["paths"]}, 1)
    at = text.index(f"\n    {method}:") + 1
    return {
        "also_on": list(choice.also_on),
        "path": text[:at],
        "method": text[at:],
        "schemas": _schemas(document),
        "counts": count(alone),
    }


def _schemas(document: Any) -> dict[str, str]:
    """The printed form of each schema of the components."""
    schemas = document.get("components", {}).get("schemas", {})
    return {name: _below({"components": {"schemas": {name: form}}}, 2) for name, form in schemas.items()}


def _below(nested: Mapping[str, Any], parents: int) -> str:
    """The printed form without the lines of its outermost keys."""
    text = yaml_writer.dump(nested)
    for _ in range(parents):
        text = text.partition("\n")[2]
    return text


# ------------------------------------------------------------------------------------------ the processes


class _Shares:
    """The pages to work on, spread over processes. The first share is this process's own."""

    def __init__(self, work: list[tuple[int, _Page]], jobs: int | None) -> None:
        self.drafts: dict[int, Draft] = {}
        every = len(work) // _WARM + 1
        self.ready = [self.record(index, page) for index, page in work[::every]]  # of all folders and languages
        rest = [item for number, item in enumerate(work) if number % every]
        count = min(jobs or _processors(), len(rest) // _SHARE + 1) if sys.platform == "linux" else 1
        shares = _split(rest, count)
        self.own = shares[0]
        self.owner: dict[int, Connection] = {}
        self.workers: list[tuple[Connection, multiprocessing.process.BaseProcess]] = []
        for share in shares[1:]:
            self.start(share)

    def start(self, share: list[tuple[int, _Page]]) -> None:
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, share), daemon=True)
        process.start()
        there.close()
        self.workers.append((here, process))
        self.owner.update(dict.fromkeys((index for index, _ in share), here))

    def records(self) -> Iterable[tuple[int, Record]]:
        """What each page came to."""
        yield from self.ready
        yield from [self.record(index, page) for index, page in self.own]
        for connection, _ in self.workers:
            yield from connection.recv()

    def record(self, index: int, page: _Page) -> tuple[int, Record]:
        record, draft = _record(page)
        if draft is not None:
            self.drafts[index] = draft
        return index, record

    def print(self, choices: Sequence[Choice], work: Sequence[_Page]) -> Iterable[tuple[int, Record]]:
        """The text of the operations chosen, each printed where its page was understood."""
        orders: dict[Connection, list[Choice]] = {connection: [] for connection, _ in self.workers}
        mine: list[Choice] = []
        for choice in choices:
            owner = self.owner.get(choice.index)
            (mine if owner is None else orders[owner]).append(choice)
        for connection, order in orders.items():
            connection.send([(choice.index, choice.also_on) for choice in order])
        for choice in mine:
            if choice.index not in self.drafts:  # remembered, but not printed before
                self.record(choice.index, work[choice.index])
            yield choice.index, _print(self.drafts[choice.index], choice)
        for connection in orders:
            yield from connection.recv()

    def close(self) -> None:
        for connection, process in self.workers:
            connection.close()
            process.join()


def _split(work: list[tuple[int, _Page]], count: int) -> list[list[tuple[int, _Page]]]:
    """Shares of about as much text each. Pages that say much the same go to one process, which remembers what it read:

    those of one folder, and in it those of one name (an operation's pages on several sites and in several languages).
    """
    paths = {index: page.name.split("/") for index, page in work}
    first, last = min(paths.values(), default=[""]), max(paths.values(), default=[""])
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))

    def kin(item: tuple[int, _Page]) -> tuple[list[str], str]:
        path = paths[item[0]]
        return path[shared : shared + 1], path[-1]

    shares: list[list[tuple[int, _Page]]] = [[] for _ in range(count)]
    size = sum(len(page.data or b"") for _, page in work) + 1
    before = 0
    for item in sorted(work, key=kin):
        shares[before * count // size].append(item)
        before += len(item[1].data or b"")
    return shares


def _serve(connection: Connection, share: list[tuple[int, _Page]]) -> None:
    """Another process: understands its share, then prints what it is asked to."""
    gc.disable()
    drafts: dict[int, Draft] = {}
    out = []
    for index, page in share:
        record, draft = _record(page)
        out.append((index, record))
        if draft is not None:
            drafts[index] = draft
    try:
        connection.send(out)
        order = connection.recv()
        connection.send([(index, _print(drafts[index], Choice(index, also_on))) for index, also_on in order])
    except (EOFError, OSError):
        pass  # the first process has ended


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ------------------------------------------------------------------------------------------ what a page came to


def _record(page: _Page) -> tuple[Record, Draft | None]:
    """What a page came to, and the draft of its operation."""
    if page.data is None:
        read, problems = pages.load(page.path, page.name)
    else:
        text, problems = decode(page.data, page.name)
        read, more = pages.read(page.name, text)
        problems = problems + more
    draft = understand.draft(read, problems, understand.dialects(page.dialect))
    record: Record = {"product": None, "outline": None}
    if draft is None:
        record["findings"] = [_dump_finding(finding) for finding in problems]
        return record, None
    said = draft.said
    record["findings"] = [_dump_finding(finding) for finding in (*problems, *said.diagnostics)]
    record.update(product=said.product, version=said.version, usual=said.usual_version, hosts=list(said.hosts))
    if said.operation is None:
        common = Contract(
            title="",
            version="",
            common_parameters=said.common_parameters,
            common_errors=said.common_errors,
            unparsed=said.unparsed,
        )
        record["common"] = openapi.to_document(common)
        return record, None
    shown = outline(said)
    assert shown is not None
    record["outline"] = [
        shown.name,
        shown.place,
        shown.newer,
        shown.parameters,
        shown.errors,
        _dump_span(shown.span),
    ]
    return record, draft


def _load_outline(name: str, plain: Sequence[Any] | None) -> Outline | None:
    if plain is None:
        return None
    return Outline(
        page=name,
        name=plain[0],
        place=(plain[1][0], plain[1][1]),
        newer=plain[2],
        parameters=tuple((p[0], p[1], p[2]) for p in plain[3]),
        errors=tuple((e[0], e[1], e[2]) for e in plain[4]),
        span=Span(name, *plain[5]),
    )


def _load_head(name: str, record: Record) -> _Head:
    common = openapi.from_document(record["common"]) if "common" in record else Contract(title="", version="")
    return _Head(
        name,
        record["product"],
        record["version"],
        record["usual"],
        tuple(record["hosts"]),
        common.common_parameters,
        common.common_errors,
        common.unparsed,
    )


def _dump_span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _dump_finding(finding: Diagnostic) -> list[Any]:
    return [
        finding.code.id,
        _dump_span(finding.span),
        finding.message,
        finding.help,
        [[_dump_span(note.span), note.message] for note in finding.notes],
        [[_dump_span(edit.span), edit.text] for edit in finding.edits],
    ]


def _load_finding(name: str, plain: Sequence[Any]) -> Diagnostic:
    return Diagnostic(
        _CODES[plain[0]],
        Span(name, *plain[1]),
        plain[2],
        plain[3],
        tuple(Note(Span(name, *span), message) for span, message in plain[4]),
        tuple(Edit(Span(name, *span), text) for span, text in plain[5]),
    )


_CODES = {
    value.id: value
    for module in (page_codes, meaning_codes)
    for value in vars(module).values()
    if isinstance(value, Code)
}
