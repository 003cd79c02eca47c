"""`docpact compile`: pages become a contract file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from docpact import pipeline
from docpact.commands import common
from docpact.counting import contents
from docpact.output import write_atomically
from docpact.understand import DialectError


@click.command("compile")
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", default="-", metavar="FILE", help="The contract file to write; '-' prints it.")
@click.option("--overlay", type=click.Path(path_type=Path), help="Corrections to apply (OpenAPI Overlay 1.0).")
@click.option("--dialect", metavar="NAME", help="The dialect of the pages, instead of finding it out.")
@click.option("--no-validate", is_flag=True, help="Skip the check by openapi-spec-validator.")
def command(pages: tuple[Path, ...], output: str, overlay: Path | None, dialect: str | None, no_validate: bool) -> None:
    """Compile PAGES (files or folders of Markdown pages) into one contract file.

    What is wrong with a page is printed with its place; the other pages still compile. Exits 1 where anything
    is an error, and writes the contract of all that could be understood.

    \b
        docpact compile AssociateEipAddress.md -o openapi.yaml
        docpact compile spec/eip/pages --overlay spec/eip/overlay.yaml -o spec/eip/openapi.yaml
    """
    base = Path.cwd() if output == "-" else Path(output).resolve().parent
    source = ", ".join(os.path.relpath(page, base).replace(os.sep, "/") for page in pages)
    try:
        compiled = pipeline.compile_pages(
            pages, base=base, overlay=overlay, dialect=dialect, source=source, validate=not no_validate
        )
    except DialectError as error:
        raise click.UsageError(str(error)) from None
    common.show(compiled.findings)
    if compiled.contract is not None:
        if output == "-":
            click.echo(compiled.text, nl=False)
        else:
            try:
                write_atomically(Path(output), compiled.text)
            except OSError as error:
                raise click.UsageError(f"cannot write {output}: {error.strerror}") from None
            common.say(f"{output}: {_counts(compiled)}")
    sys.exit(common.FOUND if compiled.findings.failed or compiled.contract is None else common.OK)


def _counts(compiled: pipeline.Compiled) -> str:
    assert compiled.contract is not None
    found = common.summary(compiled.findings)
    return contents(compiled.contract) + (f"; {found}" if found else "")
