"""Pages become a contract: `operation` understands one page, `service` the pages of a service.

What a heading, a column or a type name means is data (`dialects/*.toml`), and so is what a sentence means
(`prose/`). Nothing here raises for what a page says: what is not understood is kept as text and reported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from docpact import pages
from docpact.contract.model import Contract
from docpact.diagnostics import Diagnostic, Findings, Span
from docpact.pages.codes import NO_PAGES
from docpact.pages.model import Page
from docpact.understand import operations
from docpact.understand.dialect import Dialect, DialectError, builtin, load
from docpact.understand.operations import Draft, Kind, Sources, Understood, operation
from docpact.understand.services import contract, insist

__all__ = [
    "DialectError",
    "Draft",
    "Kind",
    "Sources",
    "Understood",
    "contract",
    "dialects",
    "draft",
    "empty_folders",
    "insist",
    "operation",
    "page_paths",
    "service",
    "understand",
]


def service(
    sources: Path | Iterable[Path | Page],
    *,
    base: Path | None = None,
    dialect: str | None = None,
    title: str = "",
    version: str = "",
) -> tuple[Contract, Findings, dict[str, Sources]]:
    """One contract of page files, folders of pages, and pages already read.

    Returns it with all findings, and with where its facts stand, by the page's path. Paths of pages are relative to
    `base` where they stand below it. `dialect` is the id of one that comes with docpact or the path of a dialect
    file; without it, each page is read in the dialect that fits it best. Raises DialectError.
    """
    findings = Findings()
    known = dialects(dialect)
    understood: list[Understood] = []
    for source in [sources] if isinstance(sources, Path) else sources:
        for path in page_paths(source) if isinstance(source, Path) else [source]:
            page = path
            problems: list[Diagnostic] = []
            if isinstance(path, Path):
                page, problems = pages.load(path, page_name(path, base))
                findings.extend(problems)
            assert isinstance(page, Page)
            said = understand(page, problems, known)
            if said is not None:
                understood.append(said)
                findings.extend(said.diagnostics)
    made, more, places = contract(understood, title=title, version=version)
    findings.extend(more)
    return made, findings, places


def understand(page: Page, problems: Sequence[Diagnostic], known: tuple[Dialect, ...]) -> Understood | None:
    """What a page says; None where it could not be read, which `problems`, those of reading it, then tell."""
    return operation(page, dialects=known) if page.text or not problems else None


def draft(page: Page, problems: Sequence[Diagnostic], known: tuple[Dialect, ...]) -> Draft | None:
    """As `understand`, with the descriptions of the operation not read yet."""
    return operations.draft(page, dialects=known) if page.text or not problems else None


def dialects(name: str | None = None) -> tuple[Dialect, ...]:
    """The dialects to choose from: those of docpact, or the one named. Raises DialectError."""
    known = builtin()
    if name is None:
        return known
    chosen = tuple(d for d in known if d.id == name)
    if chosen:
        return chosen
    try:
        return (load(Path(name)),)
    except OSError:
        ids = ", ".join(d.id for d in known)
        raise DialectError(f"there is no dialect `{name}`: give the path of a dialect file or one of {ids}") from None


def page_paths(source: Path) -> list[Path]:
    """A page, or the pages of a folder and of those below it, in an order that does not depend on the machine."""
    if not source.is_dir():
        return [source]
    below = len(os.path.join(source, ""))
    found = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(source)
        for name in names
        if os.path.normcase(name).endswith(".md")
    ]
    return [Path(path) for path in sorted(found, key=lambda path: path[below:].replace(os.sep, "/"))]


def empty_folders(sources: Iterable[Path], base: Path | None = None) -> list[Diagnostic]:
    """What is wrong with folders that hold no page; they are called as pages below `base` are."""
    return [
        NO_PAGES.at(Span.whole(page_name(path, base)), "this folder holds no Markdown page", help=_NO_PAGES)
        for path in sources
        if path.is_dir() and not page_paths(path)
    ]


_NO_PAGES = "name the folder of the pages (*.md), or put them there"


def page_name(path: Path, base: Path | None) -> str:
    """What a page is called in messages and in the contract: its path below `base`, or else as given."""
    if base is not None:
        below = _below(path.parent, base)
        if below is not None:
            return below + path.name
        if _real(path.parent) / path.name == _real(base):
            return "."
    return path.as_posix()


@lru_cache(maxsize=256)
def _below(folder: Path, base: Path) -> str | None:
    """What stands before the names of a folder's files in their paths below `base`; None where it is not below."""
    folder, base = _real(folder), _real(base)
    if not folder.is_relative_to(base):
        return None
    return "" if folder == base else folder.relative_to(base).as_posix() + "/"


@lru_cache(maxsize=256)
def _real(folder: Path) -> Path:
    return folder.resolve()
