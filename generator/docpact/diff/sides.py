"""The two sides of a comparison: contract files, pages, folders of pages, and any of these at a git revision."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from docpact import versions
from docpact.config import ConfigError
from docpact.contract import openapi, yaml_reader
from docpact.contract.model import Contract
from docpact.contract.overlay_codes import INVALID_OVERLAY
from docpact.diagnostics import Code, Diagnostic, Findings, Severity, Span
from docpact.diff.codes import NO_SIDE, NOTHING_THERE
from docpact.diff.excerpts import apart
from docpact.diff.model import SINGLE_PAGE, Address, Change, Comparison, Place
from docpact.diff.places import ContractPlaces, Locator, PagePlaces
from docpact.revisions import Blob, GitError, Repository

if TYPE_CHECKING:
    from docpact import understand

CONTRACT_SUFFIXES = (".yaml", ".yml", ".json")


_SIDES = "give a contract file, a page, a folder of pages, REVISION:PATH, or a revision and `--pages PATH`"


class SideError(Exception):
    """A side cannot be read; `diagnostic` says why and how to name one."""

    def __init__(self, code: Code, name: str, message: str, help: str = _SIDES) -> None:
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
class Correction:
    """An overlay over pages: its name in messages, its text, and the aliases that have ended (see `Versions.ended`)."""

    name: str
    text: str
    ended: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What to look at where a side is only a revision: a path of the work tree, and what belongs to its service.

    `folder` is the contract's, whose `release.toml` says which old names have had their time.
    """

    path: Path
    overlay: Path | None = None
    dialect: str | None = None
    folder: Path | None = None

    @property
    def beside(self) -> tuple[Path, ...]:
        """The files that belong to the pages: the overlay, and the record of releases."""
        if self.overlay is None:
            return ()
        return (self.overlay, *([self.folder / versions.FILE_NAME] if self.folder is not None else []))


def split(old: str, new: str | None) -> tuple[str, str]:
    """The names of the two sides: `v1..v2` is both, `v1..` ends at the work tree (an empty name), `..v2` begins at HEAD.

    `v1...v2` begins where v2 left v1, as in git.
    """
    if new is None and ".." in old and not Path(old).exists():
        first, dots, second = re.split(r"(\.\.\.?)", old, maxsplit=1)
        first = first or "HEAD"
        return (f"{first}...{second or 'HEAD'}" if dots == "..." else first), second
    return old, new or ""


def is_revision(name: str) -> bool:
    """Whether a side is only a revision (or the work tree), so that something else must say what to look at."""
    return not name or (":" not in name and not Path(name).exists() and not name.endswith(CONTRACT_SUFFIXES))


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


def nothing_like(side: Side, name: str) -> Side:
    """A side of that name without any operation: what a service was before its first page."""
    return Side(name, replace(side.contract, operations=(), common_parameters=(), common_errors=()), side.places)


def located(comparison: Comparison, old: Side, new: Side) -> Comparison:
    """The comparison with the places of its changes filled in."""

    def place(side: Side, address: Address | None, text: str) -> Place | None:
        return None if address is None else side.places.place(address, text)

    def fill(change: Change) -> Change:
        texts = apart(change.says_old, change.says_new)
        return replace(change, old_place=place(old, change.old, texts[0]), new_place=place(new, change.new, texts[1]))

    return replace(
        comparison, changes=tuple(map(fill, comparison.changes)), ignored=tuple(map(fill, comparison.ignored))
    )


def silent(side: Side, other: Side) -> Findings:
    """What is wrong with the pages of a side that describe an operation on the other side, and none on this one."""
    speaking = {operation.page for operation in side.contract.operations}
    lost = {operation.page for operation in other.contract.operations} - speaking
    names = side.places.names if isinstance(side.places, PagePlaces) else {}
    found = Findings()
    for finding in side.findings:
        path = finding.span.path
        if path in lost and finding.severity is not Severity.NOTE:
            found.add(replace(finding, span=finding.span._replace(path=names.get(path, path))))
    return found


def _of_path(path: Path, subject: Subject | None) -> Side:
    name = path.as_posix()
    try:
        if path.is_file() and path.suffix in CONTRACT_SUFFIXES:
            return _contract(name, path.read_bytes())
        if not path.exists():
            raise SideError(NO_SIDE, name, f"there is no {name}")
        from docpact import understand

        files = [
            (page.as_posix(), page.relative_to(path).as_posix() if path.is_dir() else SINGLE_PAGE, page.read_bytes())
            for page in understand.page_paths(path)
        ]
        beside = {
            file.name: (file.as_posix(), file.read_bytes())
            for file in (subject.beside if subject else ())
            if file.is_file()
        }
    except OSError as error:
        where = error.filename or name
        raise SideError(NO_SIDE, str(where), f"cannot read {where}: {error.strerror}", "check the path") from None
    return pages_side(name, files, _correction(beside, subject), subject.dialect if subject else None)


def _of_revision(name: str, subject: Subject | None) -> Side:
    where = subject.path if subject else Path.cwd()
    folder = next((parent for parent in (where, *where.resolve().parents) if parent.is_dir()), Path.cwd())
    revision, colon, inner = name.partition(":")
    try:
        repository = Repository(folder)
        commit = repository.resolve(revision)
        if commit is None:
            help = "the clone is shallow: fetch its history first, `git fetch --unshallow --tags`"
            help = help if repository.is_shallow() else _SIDES
            raise SideError(NO_SIDE, name, f"{name!r} is neither a file, nor a folder, nor a git revision", help)
        if not colon and subject is None:
            raise SideError(NO_SIDE, name, f"{name!r} is a revision: say what to look at", "add `--pages PATH`")
        revision = commit[:12] if "..." in revision else revision
        path = inner.strip("/") if colon else repository.relative(subject.path if subject else where)
        blobs = repository.files(commit, path)
        if not blobs and not colon and (former := repository.former(commit, path)):
            path, blobs = former, repository.files(commit, former)
        if not blobs:
            help = f"name it as it was called then: `{revision}:PATH`"
            raise SideError(NOTHING_THERE, name, f"there is no {path} at {revision}", help)
        if path.endswith(CONTRACT_SUFFIXES) and len(blobs) == 1:
            return _contract(f"{revision}:{path}", next(iter(repository.read(blobs))))
        pages = [blob for blob in blobs if blob.path.endswith(".md")]
        extra: list[Blob] = []
        for file in subject.beside if subject else ():
            extra += repository.files(commit, repository.relative(file))[:1]
        contents = list(repository.read([*pages, *extra]))
    except GitError as error:
        if colon:
            raise SideError(NO_SIDE, name, f"{name!r} cannot be read: {error}") from None
        message = f"there is no file or folder {name!r}, and as a revision it cannot be read: {error}"
        raise SideError(NO_SIDE, name, message) from None
    files = [
        (f"{revision}:{blob.path}", blob.path.removeprefix(path).strip("/") or SINGLE_PAGE, data)
        for blob, data in zip(pages, contents, strict=False)
    ]
    beside = {
        PurePosixPath(blob.path).name: (f"{revision}:{blob.path}", data)
        for blob, data in zip(extra, contents[len(pages) :], strict=True)
    }
    return pages_side(f"{revision}:{path}", files, _correction(beside, subject), subject.dialect if subject else None)


def _correction(beside: Mapping[str, tuple[str, bytes]], subject: Subject | None) -> Correction | None:
    """The overlay among the files beside the pages, by the name of each file. Raises SideError."""
    found = beside.get(subject.overlay.name) if subject is not None and subject.overlay is not None else None
    if found is None:
        return None
    name, data = beside.get(versions.FILE_NAME, ("", b""))
    try:
        ended = versions.parsed(data.decode("utf-8", "replace"), Path(name)).ended()
    except ConfigError as error:
        raise SideError(NO_SIDE, name, error.diagnostic.message, error.diagnostic.help) from None
    return Correction(found[0], found[1].decode("utf-8", "replace"), ended)


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
    correction: Correction | None = None,
    dialect: str | None = None,
) -> Side:
    """The side that pages make: of each file its name in messages, its path in the contract, its bytes.

    Raises SideError where no page describes an operation, and where the overlay cannot be used.
    """
    from docpact import understand

    findings = Findings()
    texts: dict[str, str] = {}
    understood: list[understand.Understood] = []
    for _, path, data in files:
        texts[path], problems, page = _understood(path, data, dialect)
        findings.extend(problems)
        if page is not None:
            findings.extend(page.diagnostics)
            understood.append(page)
    contract, found, sources = understand.contract(understood)
    findings.extend(found)
    if not contract.operations:
        raise SideError(
            NOTHING_THERE, name, f"no page in {name} describes an operation", "name another path or revision"
        )
    if correction is not None:
        contract = _corrected(contract, correction, findings)
    return Side(
        name, contract, PagePlaces(contract, sources, texts, {path: shown for shown, path, _ in files}), findings
    )


@functools.cache
def _understood(
    path: str, data: bytes, dialect: str | None
) -> tuple[str, tuple[Diagnostic, ...], understand.Understood | None]:
    """The text of a page, what was wrong with reading it, and what it says; most pages are the same on both sides."""
    from docpact import pages, understand
    from docpact.pages.files import decode

    text, problems = decode(data, path)
    page, more = pages.read(path, text)
    problems = [*problems, *more]
    return page.text, tuple(problems), understand.understand(page, problems, understand.dialects(dialect))


def _corrected(contract: Contract, correction: Correction, findings: Findings) -> Contract:
    from docpact.pipeline import laid_over

    problems = Findings()
    document = openapi.to_document(contract)
    made = laid_over(contract, document, correction.text, correction.name, correction.ended, problems)
    findings.extend(problems)
    unusable = next((found for found in problems if found.code is INVALID_OVERLAY), None)
    if made is None or unusable is not None:
        why = (unusable or next(iter(problems))).message
        raise SideError(NO_SIDE, correction.name, f"the overlay {correction.name} cannot be used: {why}", "mend it")
    return made
