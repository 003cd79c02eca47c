"""The way from pages to files, as functions that return what they would do.

    compile_pages: pages (and an overlay) -> the text of the contract file
    load_contract: a contract file -> Contract
    generate:      Contract, target -> FileSet

Nothing here writes; the commands decide what becomes of the results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docpact import versions
from docpact.config import ConfigError
from docpact.contract import openapi, yaml_reader, yaml_writer
from docpact.contract.aliases import declared, without
from docpact.contract.codes import INVALID_CONTRACT, NOT_OPENAPI, UNREADABLE_CONTRACT
from docpact.contract.model import Contract
from docpact.contract.overlay_codes import ENDED_ALIAS
from docpact.diagnostics import Findings, Span
from docpact.output import FileSet
from docpact.reporting.here import from_here
from docpact.targets.base import Settings, Target
from docpact.templates import templates_root

__all__ = [
    "Compiled",
    "check_openapi",
    "compile_pages",
    "generate",
    "laid_over",
    "load_contract",
    "openapi_errors",
    "overlaid",
    "templates_root",
]

if TYPE_CHECKING:
    from docpact.understand import Sources


@dataclass(slots=True)
class Compiled:
    """What pages became.

    `contract` is None where no page documents an operation, or where the overlay cannot be used. `text` is the
    contract file's; `sources` says, by page path, where on the pages the contract's facts stand.
    """

    contract: Contract | None
    text: str
    findings: Findings = field(default_factory=Findings)
    sources: Mapping[str, Sources] = field(default_factory=dict)


def compile_pages(
    pages: Sequence[Path],
    *,
    base: Path,
    overlay: Path | None = None,
    dialect: str | None = None,
    source: str = "",
    validate: bool = True,
) -> Compiled:
    """Pages and folders of pages become the text of one contract file.

    `base` is the folder that page paths in the contract are relative to, as a rule the contract file's own.
    With `validate`, the document is checked against OpenAPI 3.1.
    """
    from docpact.understand import empty_folders, insist, service

    contract, found, sources = service(pages, base=base, dialect=dialect)
    findings = Findings([*from_here(found, base), *empty_folders(pages)])
    if not contract.operations:
        return Compiled(None, "", Findings(insist(findings)), sources)
    document: Any = openapi.to_document(contract)
    if overlay is not None:
        laid = overlaid(contract, document, overlay, base, findings)
        if laid is None:
            return Compiled(None, "", findings, sources)
        contract = laid
        document = openapi.to_document(contract)  # in the file's own order, wherever the overlay put things
    text = openapi.lead(source) + yaml_writer.dump(document)
    if validate:
        check_openapi(document, source or "openapi.yaml", findings)
    return Compiled(contract, text, findings, sources)


def overlaid(contract: Contract, document: Any, path: Path, folder: Path, findings: Findings) -> Contract | None:
    """The contract with the overlay's actions done on its document; None where the overlay cannot be used.

    `folder` is the contract file's: `release.toml` there says which old names have had their time.
    """
    text = _read_overlay(path, findings)
    if text is None:
        return None
    try:
        ended = versions.read(folder).ended()
    except ConfigError as error:
        findings.add(error.diagnostic)
        return None
    laid = laid_over(contract, document, text, str(path), ended, findings)
    if laid is not None and (laid.title, laid.version) != (contract.title, contract.version):
        from docpact.understand.codes import UNNAMED_SERVICE

        findings.items[:] = [found for found in findings if found.code.id != UNNAMED_SERVICE.id]  # it is named now
    return laid


def laid_over(
    contract: Contract, document: Any, text: str, name: str, ended: Mapping[str, str], findings: Findings
) -> Contract | None:
    """The contract with the actions of an overlay (its text, and its name in messages) done on its document.

    `ended` are the aliases that are left out, with the version that first had each. None where the overlay cannot be used.
    """
    from docpact.contract import overlay

    changed, found = overlay.apply(document, text, name)
    findings.extend(found)
    try:
        made = openapi.from_document(changed, _untouched(contract, document, changed))
    except openapi.ContractError as error:
        message = f"with this overlay the document is no contract: {_place(error)}{error}"
        findings.add(INVALID_CONTRACT.at(Span.whole(name), message, help="mend the action that changes this value"))
        return None
    over = [alias for alias in declared(made) if alias in ended] if ended else []
    for alias in over:
        message = f"the old name of {alias} came with {ended[alias]} and ended with the major release after it"
        findings.add(ENDED_ALIAS.at(Span.whole(name), message, help="remove the action that declares it"))
    return without(made, over) if over else made


def _untouched(contract: Contract, before: Any, after: Any) -> dict[tuple[str, str], Any]:
    """The operations that the overlay left as they are, by path and method."""
    known: dict[tuple[str, str], Any] = {}
    schemas, changed = (side.get("components", {}).get("schemas", {}) for side in (before, after))
    for operation in contract.operations:
        path, method = openapi.place(operation)
        one = before["paths"].get(path, {}).get(method)
        other = after.get("paths", {}).get(path)
        name = f"{operation.name}Response"
        if (
            isinstance(other, dict)
            and "parameters" not in other
            and one == other.get(method)
            and schemas.get(name) == changed.get(name)
        ):
            known[path, method] = operation
    return known


def _read_overlay(path: Path, findings: Findings) -> str | None:
    """The text of the overlay, or None with the reason recorded."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        findings.add(
            UNREADABLE_CONTRACT.at(
                Span.whole(str(path)),
                f"cannot read the overlay: {_why(error)}",
                help="check the path, in docpact.toml or after --overlay",
            )
        )
        return None


def check_openapi(document: Any, path: str, findings: Findings) -> None:
    """Records what openapi-spec-validator has to say about the document."""
    for message in openapi_errors(document):
        findings.add(NOT_OPENAPI.at(Span.whole(path), message, help="run `docpact explain DP302`"))


def openapi_errors(document: Any) -> list[str]:
    """What openapi-spec-validator has to say about the document."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    return [
        f"{'/'.join(str(step) for step in error.absolute_path) or 'the document'}: {error.message}"
        for error in OpenAPIV31SpecValidator(document).iter_errors()
    ]


def load_contract(path: Path, findings: Findings) -> Contract | None:
    """The contract in the file, or None with the reason recorded."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        findings.add(
            UNREADABLE_CONTRACT.at(
                Span.whole(str(path)),
                f"cannot read the contract: {_why(error)}",
                help="`docpact compile PAGES -o FILE` makes one",
            )
        )
        return None
    try:
        return openapi.load(text)
    except yaml_reader.YamlError as error:
        span = Span(str(path), error.line, error.column, error.line, error.column + 1)
        findings.add(
            INVALID_CONTRACT.at(span, f"not valid YAML: {error}", help="mend the line or compile the pages again")
        )
    except openapi.ContractError as error:
        line, column = yaml_reader.locate(text, error.pointer)
        span = Span(str(path), line, column, line, column + 1)
        message = f"not a contract: {_place(error)}{error}"
        findings.add(INVALID_CONTRACT.at(span, message, help="mend the value or compile the pages again"))
    return None


def generate(contract: Contract, target: Target, settings: Settings) -> FileSet:
    """All files of one target. Raises TargetError where the contract or the options do not allow it."""
    from docpact.escape import marking
    from docpact.render import render

    with marking():
        return render(target.plan(contract, settings), getattr(target, "templates", templates_root()), settings.pieces)


def _place(error: openapi.ContractError) -> str:
    return f"at {'/'.join(str(step) for step in error.pointer)}: " if error.pointer else ""


def _why(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "it is not UTF-8"
