"""The two sides of a comparison: contract files, pages, folders of pages, and any of these at a git revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docpact.contract import openapi, overlay, yaml_reader
from docpact.contract.model import Contract
from docpact.diagnostics import Code, Diagnostic, Findings, Span
from docpact.diff.codes import NO_SIDE, NOTHING_THERE
from docpact.diff.model import Address, Change, Comparison, Place
from docpact.diff.places import ContractPlaces, Locator, PagePlaces
from docpact.revisions import Blob, GitError, Repository

_SINGLE = "page.md"  # what a page compared by itself is called in its contract: its file's name means nothing
CONTRACT_SUFFIXES = (".yaml", ".yml", ".json")


class SideError(Exception):
    """A side cannot be read; `diagnostic` says why and how to name one."""

    def __init__(self, code: Code, name: str, message: str, help: str = "run `docpact explain DP802`") -> None:
        super().__init__(message)
        self.diagnostic: Diagnostic = code.at(Span.whole(name), message, help=help)


@dataclass(frozen=True, slots=True)
class Side:
    """A contract, what it is called, and where its facts stand. `findings` are those of compiling its pages."""

    name: str
    contract: Contract
    places: Locator
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class Subject:
    """What to look at on both sides where a side is only a revision: a path of the work tree, and its overlay."""

    path: Path
    overlay: Path | None = None
    dialect: str | None = None


def split(old: str, new: str | None) -> tuple[str, str]:
    """The names of the two sides: `v1..v2` is both, `v1..` ends at the work tree (an empty name), `..v2` begins at HEAD."""
    if new is None and ".." in old and not Path(old).exists():
        first, _, second = old.partition("..")
        return first or "HEAD", second.lstrip(".")
    return old, new or ""


def read(name: str, subject: Subject | None = None) -> Side:
    """The side of that name: a path, a revision (of `subject`), `REVISION:PATH`, or, empty, `subject` as it is now.

    Raises SideError.
    """
    if not name:
        if subject is None:
            raise SideError(NO_SIDE, "", "a revision is compared with the work tree: say of what", "add `--pages PATH`")
        return _of_path(subject.path, subject)
    path = Path(name)
    if path.exists():
        return _of_path(path, replace(subject, path=path) if subject else None)
    return _of_revision(name, subject)


def located(comparison: Comparison, old: Side, new: Side) -> Comparison:
    """The comparison with the places of its changes filled in."""

    def place(side: Side, address: Address | None) -> Place | None:
        return None if address is None else side.places.place(address)

    def fill(change: Change) -> Change:
        return replace(change, old_place=place(old, change.old), new_place=place(new, change.new))

    return Comparison(tuple(map(fill, comparison.changes)), tuple(map(fill, comparison.ignored)))


def _of_path(path: Path, subject: Subject | None) -> Side:
    name = path.as_posix()
    try:
        if path.is_file() and path.suffix in CONTRACT_SUFFIXES:
            return _contract(name, path.read_bytes())
        if not path.exists():
            raise SideError(NO_SIDE, name, f"there is no {name}")
        from docpact import understand

        files = [
            (page.as_posix(), page.relative_to(path).as_posix() if path.is_dir() else _SINGLE, page.read_bytes())
            for page in understand.page_paths(path)
        ]
        extra = subject.overlay if subject else None
        laid = (extra.as_posix(), extra.read_bytes()) if extra and extra.is_file() else None
    except OSError as error:
        raise SideError(NO_SIDE, name, f"cannot read {name}: {error.strerror}", "check the path") from None
    return pages_side(name, files, laid, subject.dialect if subject else None)


def _of_revision(name: str, subject: Subject | None) -> Side:
    where = subject.path if subject else Path.cwd()
    folder = next((parent for parent in (where, *where.resolve().parents) if parent.is_dir()), Path.cwd())
    revision, colon, inner = name.partition(":")
    try:
        repository = Repository(folder)
        commit = repository.resolve(revision)
        if commit is None:
            raise SideError(NO_SIDE, name, f"{name!r} is neither a file, nor a folder, nor a git revision")
        if not colon and subject is None:
            raise SideError(NO_SIDE, name, f"{name!r} is a revision: say what to look at", "add `--pages PATH`")
        path = inner.strip("/") if colon else repository.relative(subject.path if subject else where)
        blobs = repository.files(commit, path)
        if path.endswith(CONTRACT_SUFFIXES) and len(blobs) == 1:
            return _contract(f"{revision}:{path}", next(iter(repository.read(blobs))))
        pages = [blob for blob in blobs if blob.path.endswith(".md")]
        extra: list[Blob] = []
        if subject is not None and subject.overlay is not None and not colon:
            extra = repository.files(commit, repository.relative(subject.overlay))
        contents = list(repository.read([*pages, *extra[:1]]))
        laid = (f"{revision}:{extra[0].path}", contents.pop()) if extra else None
    except GitError as error:
        raise SideError(NO_SIDE, name, f"{name!r} cannot be read: {error}") from None
    files = [
        (f"{revision}:{blob.path}", blob.path.removeprefix(path).strip("/") or _SINGLE, data)
        for blob, data in zip(pages, contents, strict=True)
    ]
    return pages_side(f"{revision}:{path}", files, laid, subject.dialect if subject else None)


def _contract(name: str, data: bytes) -> Side:
    try:
        text = data.decode("utf-8-sig")
        document = yaml_reader.load(text)
        return Side(name, openapi.from_document(document), ContractPlaces(name, text, document))
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    except yaml_reader.YamlError as error:
        reason = f"line {error.line}: {error}"
    except openapi.ContractError as error:
        reason = f"{'/'.join(map(str, error.pointer))}: {error}" if error.pointer else str(error)
    raise SideError(NO_SIDE, name, f"{name} is no contract: {reason}", "compile the pages again") from None


def pages_side(
    name: str,
    files: Sequence[tuple[str, str, bytes]],
    laid: tuple[str, bytes] | None = None,
    dialect: str | None = None,
) -> Side:
    """The side that pages make: of each file its name in messages, its path in the contract, its bytes.

    `laid` is the overlay over them, by name and content. Raises SideError where no page describes an operation.
    """
    from docpact import pages, understand
    from docpact.pages.files import decode

    findings = Findings()
    read = []
    for _, path, data in files:
        text, problems = decode(data, path)
        page, more = pages.read(path, text)
        findings.extend([*problems, *more])
        read.append(page)
    contract, found, sources = understand.service(read, dialect=dialect)
    findings.extend(found)
    if not contract.operations:
        raise SideError(
            NOTHING_THERE, name, f"no page in {name} describes an operation", "name another path or revision"
        )
    if laid is not None:
        contract = _overlaid(contract, laid, findings)
    texts = {page.path: page.text for page in read}
    return Side(
        name, contract, PagePlaces(contract, sources, texts, {path: shown for shown, path, _ in files}), findings
    )


def _overlaid(contract: Contract, laid: tuple[str, bytes], findings: Findings) -> Contract:
    name, data = laid
    document: Any = openapi.to_document(contract)
    document, found = overlay.apply(document, data.decode("utf-8", "replace"), name)
    findings.extend(found)
    try:
        return openapi.from_document(document)
    except openapi.ContractError:
        return contract
