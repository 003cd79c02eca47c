"""`docpact diff`: what changed between two contracts, and what it breaks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docpact import config
from docpact.commands import common
from docpact.config import ConfigError, Service
from docpact.diagnostics import Findings
from docpact.diff.compare import compare
from docpact.diff.model import Level
from docpact.diff.report import FORMATS, report
from docpact.diff.settings import Rule
from docpact.diff.settings import read as read_rules
from docpact.diff.sides import SideError, Subject, located, read, split

_LEVELS = ("breaking", "risky", "compatible", "text")


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--pages",
    type=click.Path(path_type=Path),
    help="What to look at in a git revision: pages or a contract file, as a path of the work tree.",
)
@click.option("--fail-on", type=click.Choice(_LEVELS), help="Exit 1 where a change has this level or a higher one.")
@click.option("--format", "format", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--level", "least", type=click.Choice(_LEVELS), help="Leave out changes of lower levels.")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="A TOML file of rules; default: the nearest docpact.toml."
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write the report; '-' prints it.")
def command(
    old: str,
    new: str | None,
    pages: Path | None,
    fail_on: str | None,
    format: str,
    least: str | None,
    rules: Path | None,
    output: str,
) -> None:
    """Say what changed from OLD to NEW, in the words of those who call the service.

    A side is a contract file, a page, a folder of pages, a git revision (with --pages) or REVISION:PATH.
    Revisions are read out of git directly; the work tree stays as it is.

    \b
        docpact diff old/openapi.yaml spec/eip/openapi.yaml
        docpact diff v1.2.. --pages spec/eip/pages --fail-on breaking
        docpact diff v1.2..v1.3 --pages spec/eip/openapi.yaml --format markdown
        docpact diff v1.2:spec/eip/pages/AllocateEip.md AllocateEip.md

    `docpact explain KIND` says more about a kind of change.
    """
    first, second = split(old, new)
    try:
        decided = _rules(rules)
        subject = _subject(pages)
        before, after = read(first, subject), read(second, subject)
    except (SideError, ConfigError) as error:
        common.show(Findings([error.diagnostic]))
        sys.exit(common.USAGE)
    comparison = located(compare(before.contract, after.contract, decided), before, after)
    shown = comparison.at_least(Level.of(least)) if least else comparison
    text = report(
        shown,
        format,
        before.name,
        after.name,
        colour=format == "text" and output == "-" and common.coloured(sys.stdout),
    )
    if output == "-":
        common.emit(text, sys.stdout)
    else:
        common.write(Path(output), text)
    worst = comparison.level
    sys.exit(common.FOUND if fail_on and worst is not None and worst >= Level.of(fail_on) else common.OK)


def _subject(pages: Path | None) -> Subject | None:
    """What a revision is asked for: the given path, or the pages of the project's only service."""
    found = config.find(Path.cwd())
    services = config.load(found).services if found is not None else ()
    if pages is None:
        if len(services) != 1:
            return None
        return _of(services[0], services[0].pages)
    for service in services:
        if service.pages.resolve() in (pages.resolve(), *pages.resolve().parents):
            return _of(service, pages)
    return Subject(pages)


def _of(service: Service, pages: Path) -> Subject:
    here = Path.cwd()
    overlay = Path(common.relative(service.overlay, here)) if service.overlay is not None else None
    return Subject(Path(common.relative(pages.resolve(), here)), overlay, service.dialect)


def _rules(path: Path | None) -> tuple[Rule, ...]:
    found = path or config.find(Path.cwd())
    return read_rules(found) if found is not None else ()
