"""Pages become a contract, where only what changed is worked on.

Understanding is kept for each page, the printed form and the check against OpenAPI for each operation. The result is
that of `docpact.pipeline.compile_pages`, to the byte.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docpact import pages, understand
from docpact.building import values
from docpact.building.inputs import ServiceInputs, relative
from docpact.building.pool import Pool
from docpact.building.skeleton import skeleton
from docpact.cache import Store, key_of, program_key
from docpact.contract import openapi
from docpact.contract.model import Operation
from docpact.diagnostics import Diagnostic, Findings
from docpact.pages.files import decode
from docpact.pipeline import Compiled, check_openapi, openapi_errors, overlaid
from docpact.reporting.here import within
from docpact.understand.operations import Understood

_FEW = 24
"""So many pages or operations are done here: to start other processes would take longer."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A page to understand: its name in messages, its bytes, and the dialect to read it in."""

    name: str
    data: bytes
    dialect: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What the pages and the overlay of a service become.

    `digests` are digests of the operations, by name, and `fresh` is the number of pieces of the document that were not
    known from an earlier build. `unproved` are small documents that are not known to be valid
    OpenAPI: the caller finds out with `is_valid`, beside other work, and calls `prove` with the answers.
    """

    compiled: Compiled
    digests: Mapping[str, str] = field(default_factory=dict)
    unproved: Sequence[str] = ()
    prove: Callable[[Sequence[bool]], None] = lambda answers: None
    fresh: int = 0


def compile_service(inputs: ServiceInputs, root: Path, store: Store, pool: Pool) -> Result:
    """What the pages and the overlay of a service become. Raises DialectError."""
    service = inputs.service
    findings = Findings()
    understood = list(_understood(inputs, root, store, pool, findings))
    contract, found, sources = understand.contract(understood)
    findings.extend(found)
    findings = Findings(
        within(findings, relative(service.contract.parent, root))
    )  # pages are called as in the contract
    findings.extend(understand.empty_folders([service.pages], root))
    if not contract.operations:
        return Result(Compiled(None, "", Findings(understand.insist(findings)), sources))
    document: Any = openapi.to_document(contract)
    if service.overlay is not None:
        laid = overlaid(contract, document, service.overlay, service.contract.parent, findings)
        if laid is None:
            return Result(Compiled(None, "", findings, sources))
        contract, document = laid, openapi.to_document(laid)
    source = understand.page_name(service.pages, root)
    memo = _Memo(store, key_of("pieces", program_key(), service.contract.as_posix()))
    text = openapi.lead(source) + openapi.printed(document, memo.piece)
    digests = {o.name: _digest(*(memo.digests.get(piece) for piece in _pieces(o))) for o in contract.operations}
    unproved = list(_unproved(document, memo))

    def prove(answers: Sequence[bool]) -> None:
        memo.passed |= {digest: bones for (digest, bones, _), valid in zip(unproved, answers, strict=True) if valid}
        memo.save()
        names = [o.name for o in contract.operations]
        if not all(answers) or len(set(names)) < len(names):
            check_openapi(document, source, findings)

    fresh = len(memo.used.keys() - memo.texts.keys())
    compiled = Compiled(contract, text, findings, sources)
    return Result(compiled, digests, [text for _, _, text in unproved], prove, fresh)


def _pieces(operation: Operation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pieces of the document that an operation is made of."""
    return ("paths", openapi.place(operation)[0]), ("components", "schemas", f"{operation.name}Response")


# ------------------------------------------------------------------------------------------ understanding


def _understood(
    inputs: ServiceInputs, root: Path, store: Store, pool: Pool, findings: Findings
) -> Iterator[Understood]:
    """What each page says, in the order of the pages; their findings are added."""
    service = inputs.service
    dialect_key = _dialect_key(service.dialect)
    tasks: list[_Task] = []
    for path in understand.page_paths(service.pages):
        name = understand.page_name(path, service.contract.parent)
        data = inputs.files.get(understand.page_name(path, root))
        if data is None:
            findings.extend(pages.load(path, name)[1])
        else:
            tasks.append(_Task(name, data, service.dialect))
    keys = [key_of("page", program_key(), dialect_key, task.name, task.data) for task in tasks]
    results = [_loaded(store.get(key)) for key in keys]
    missing = [index for index, result in enumerate(results) if result is None]
    if missing:
        understand.dialects(service.dialect)  # a wrong name is told once, before any work
        done = pool.map(_work, [tasks[index] for index in missing], few=_FEW)
        for index, data in zip(missing, done, strict=True):
            store.put(keys[index], data)
            results[index] = values.loads(data)
    for result in results:
        assert result is not None
        page, problems = result
        findings.extend(problems)
        if page is not None:
            findings.extend(page.diagnostics)
            yield page


def _work(task: _Task) -> bytes:
    """One page, as bytes for the cache: what it says (None where it is empty), and what was wrong with reading it."""
    text, problems = decode(task.data, task.name)
    page, more = pages.read(task.name, text)
    problems = [*problems, *more]
    said = understand.understand(page, problems, understand.dialects(task.dialect))
    if said is not None:  # of all places, a build only tells where an operation is documented
        said = replace(said, sources={key: span for key, span in said.sources.items() if key == ("operation",)})
    return values.dumps((said, problems))


def _loaded(data: bytes | None) -> tuple[Understood | None, list[Diagnostic]] | None:
    if data is None:
        return None
    try:
        page, problems = values.loads(data)
    except (values.UnknownValue, TypeError, ValueError):
        return None
    return (page, problems) if isinstance(page, Understood | None) and isinstance(problems, list) else None


def _dialect_key(dialect: str | None) -> bytes:
    if dialect is None:
        return b""
    try:
        return dialect.encode() + b"\0" + Path(dialect).read_bytes()
    except OSError:
        return dialect.encode()


# ------------------------------------------------------------------------------------------ printing and checking


class _Memo:
    """What is known of pieces of the document by their digests: their printed form, and that they are valid.

    With the digest of what is valid goes that of its skeleton, which proves what differs from it in words alone.
    """

    def __init__(self, store: Store, key: str) -> None:
        self.store = store
        self.key = key
        self.texts: dict[str, str] = {}
        self.valid: dict[str, str] = {}
        with contextlib.suppress(values.UnknownValue, ValueError, TypeError):
            self.texts, self.valid = map(dict, values.loads(store.get(key) or b""))
        self.used: dict[str, str] = {}
        self.passed: dict[str, str] = {}
        self.digests: dict[tuple[str, ...], str] = {}
        """The digests of this run's pieces, by their place in the document."""

    def piece(self, parents: Sequence[str], name: str, item: Any) -> str:
        """The printed form of a path or schema."""
        digest = self.digests[*parents, name] = _digest(parents, name, item)
        text = self.texts.get(digest)
        if text is None:
            text = openapi.printed_piece(parents, name, item)
        self.used[digest] = text
        return text

    def save(self) -> None:
        """Keeps what this run used, where that is anything new."""
        if self.used.keys() - self.texts.keys() or self.passed.keys() - self.valid.keys():
            self.store.put(self.key, values.dumps((self.used, self.passed)))


def _digest(*values: Any) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def _unproved(document: Mapping[str, Any], memo: _Memo) -> Iterator[tuple[str, str, str]]:
    """The document in pieces not known to be valid: the digest of each, that of its skeleton, the skeleton as JSON.

    Operations are proved valid one by one, each in a small document with its schemas. That one of these is not valid
    does not say yet that the whole is not.
    """
    head = {key: document[key] for key in ("openapi", "info")}
    frame = {key: value for key, value in document.items() if key not in ("paths", "components")} | {"paths": {}}
    pieces: list[tuple[str, Callable[[], dict[str, Any]]]] = [(_digest("frame", frame), lambda: frame)]
    schemas = document.get("components", {}).get("schemas", {})
    for path, item in document["paths"].items():
        names = [f"{node.get('operationId')}Response" for node in item.values() if isinstance(node, dict)]
        wanted = {name: schemas[name] for name in (*names, "Error") if name in schemas}
        known = [
            memo.digests.get(("components", "schemas", name)) or _digest(schema) for name, schema in wanted.items()
        ]

        def small(path: str = path, item: Any = item, wanted: dict[str, Any] = wanted) -> dict[str, Any]:
            return {**head, "paths": {path: item}, "components": {"schemas": wanted}}

        pieces.append((_digest("path", head, memo.digests.get(("paths", path)), known), small))
    proved = frozenset(memo.valid.values())
    for digest, make in pieces:
        if digest in memo.valid:
            memo.passed[digest] = memo.valid[digest]
            continue
        text = json.dumps(skeleton(make()))
        bones = _digest(text)
        if bones in proved:
            memo.passed[digest] = bones
        else:
            yield digest, bones, text


def is_valid(text: str) -> bool:
    """Whether openapi-spec-validator finds nothing wrong with a document in JSON."""
    return not openapi_errors(json.loads(text))
