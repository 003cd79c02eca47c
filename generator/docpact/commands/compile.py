"""`docpact compile`: pages become a contract file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from docpact import pipeline
from docpact.cache import FOLDER, Store
from docpact.commands import common
from docpact.counting import Counts, count
from docpact.diagnostics import Findings, Severity
from docpact.output import write_atomically
from docpact.reporting.here import from_here
from docpact.understand import DialectError, empty_folders, page_paths

_NAMED = 4
_MANY = 25
"""From so many pages on, what they come to is remembered, and all processors work."""


@click.command("compile")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", default="-", metavar="FILE", help="The contract file to write; '-' prints it.")
@click.option("--overlay", type=click.Path(path_type=Path), help="Corrections to apply (OpenAPI Overlay 1.0).")
@click.option("--dialect", metavar="NAME", help="The dialect of the pages, instead of finding it out.")
@click.option(
    "--validate/--no-validate",
    default=None,
    help="Check the contract by openapi-spec-validator. Done for few pages and with an overlay, unless you say otherwise.",
)
def command(
    pages: tuple[Path, ...], output: str, overlay: Path | None, dialect: str | None, validate: bool | None
) -> None:
    """Compile PAGES (files or folders of Markdown pages) into one contract file.

    What is wrong with a page is printed with its place; the other pages still compile. Exits 1 where anything
    is an error, and writes the contract of all that could be understood. What many pages came to is remembered in
    `.docpact/cache`, which is safe to delete.

    \b
        docpact compile AssociateEipAddress.md -o openapi.yaml
        docpact compile spec/eip/pages --overlay spec/eip/overlay.yaml -o spec/eip/openapi.yaml
    """
    base = Path.cwd() if output == "-" else Path(output).resolve().parent
    source = _source(pages, base)
    try:
        if overlay is None and not validate and _are_many(pages):
            text, counts, findings = _compile_many(pages, base, dialect, source)
        else:
            compiled = pipeline.compile_pages(
                pages, base=base, overlay=overlay, dialect=dialect, source=source, validate=validate is not False
            )
            text, findings = compiled.text, compiled.findings
            counts = Counts() if compiled.contract is None else count(compiled.contract)
    except DialectError as error:
        raise click.UsageError(str(error)) from None
    common.show(findings)
    if text:
        _write(output, text, counts, findings)
    sys.exit(common.FOUND if findings.failed or not text else common.OK)


def _source(pages: tuple[Path, ...], base: Path) -> str:
    """What the pages are called in the first line of the contract file."""
    names = [os.path.relpath(page, base).replace(os.sep, "/") for page in pages[:_NAMED]]
    return ", ".join(names) + (f" and {len(pages) - _NAMED} more" if len(pages) > _NAMED else "")


def _are_many(pages: tuple[Path, ...]) -> bool:
    count = 0
    for page in pages:
        for _ in page_paths(page):
            count += 1
            if count >= _MANY:
                return True
    return False


def _compile_many(
    pages: tuple[Path, ...], base: Path, dialect: str | None, source: str
) -> tuple[str, Counts, Findings]:
    from docpact.batch import compile_batch

    made = compile_batch(pages, base=base, dialect=dialect, source=source, store=Store(Path.cwd() / FOLDER))
    # Notes are not shown here, and there are many of them.
    findings = from_here((f for f in made.findings if f.severity is not Severity.NOTE), base)
    return made.text, made.counts, Findings([*findings, *empty_folders(pages)])


def _write(output: str, text: str, counts: Counts, findings: Findings) -> None:
    if output == "-":
        click.echo(text, nl=False)
        return
    try:
        write_atomically(Path(output), text)
    except OSError as error:
        raise click.UsageError(f"cannot write {output}: {error.strerror}") from None
    found = common.summary(findings)
    common.say(f"{output}: {counts}" + (f"; {found}" if found else ""))
