"""Pages become a contract: `operation` understands one page, `service` the pages of a service.

What a heading, a column or a type name means is data (`dialects/*.toml`), and so is what a sentence means
(`prose/`). Nothing here raises for what a page says: what is not understood is kept as text and reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docpact import pages
from docpact.contract.model import Contract
from docpact.diagnostics import Diagnostic
from docpact.pages.model import Page
from docpact.understand.operations import Kind, Sources, Understood, operation
from docpact.understand.services import contract

__all__ = ["Kind", "Sources", "Understood", "contract", "operation", "page_paths", "service"]


def page_paths(folder: Path) -> list[Path]:
    """The pages of a folder and of those below it, in an order that does not depend on the machine."""
    return sorted((p for p in folder.rglob("*.md") if p.is_file()), key=lambda p: p.relative_to(folder).as_posix())


def service(
    source: Path | Iterable[Page], *, base: Path | None = None, title: str = "", version: str = ""
) -> tuple[Contract, list[Diagnostic], dict[str, Sources]]:
    """The contract of a page file, of a folder of pages, or of pages already read.

    Returns it with all findings and with the sources of each page by its path. Paths of pages are made relative to
    `base`, where they stand below it.
    """
    findings: list[Diagnostic] = []
    read: list[Page] = []
    if isinstance(source, Path):
        for path in page_paths(source) if source.is_dir() else [source]:
            page, problems = pages.load(path, page_name(path, base))
            findings += problems
            read.append(page)
    else:
        read = list(source)
    understood = [operation(page) for page in read if page.text]
    for one in understood:
        findings += one.diagnostics
    made, more, sources = contract(understood, title=title, version=version)
    return made, findings + more, sources


def page_name(path: Path, base: Path | None) -> str:
    """What a page is called in messages and in the contract: its path below `base`, or else as given."""
    if base is not None:
        try:
            return path.resolve().relative_to(base.resolve()).as_posix()
        except ValueError:
            pass
    return path.as_posix()
