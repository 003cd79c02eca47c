"""`docpact diff`: what changed between two contracts, and what it breaks."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from docpact import config
from docpact.commands import common
from docpact.config import ConfigError, Service
from docpact.diagnostics import Findings
from docpact.diff.codes import NOTHING_THERE
from docpact.diff.compare import compare
from docpact.diff.model import Comparison, Level
from docpact.diff.report import FORMATS, report
from docpact.diff.settings import Rule
from docpact.diff.settings import read as read_rules
from docpact.diff.sides import Side, SideError, Subject, is_revision, located, nothing_like, read, silent, split

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

    A side is a contract file, a page, a folder of pages, REVISION:PATH or a git revision: of --pages, or of the pages
    of every service in docpact.toml. Revisions are read out of git directly; the work tree stays as it is.

    \b
        docpact diff v1.2..
        docpact diff origin/main... --fail-on breaking
        docpact diff old/openapi.yaml spec/eip/openapi.yaml
        docpact diff v1.2.. --pages spec/eip/pages --fail-on breaking
        docpact diff v1.2..v1.3 --pages spec/eip/openapi.yaml --format markdown
        docpact diff v1.2:spec/eip/pages/AllocateEip.md AllocateEip.md

    `docpact explain KIND` says more about a kind of change.
    """
    gc.disable()  # everything lives until the end, which is near
    first, second = split(old, new)
    if new is None and not second and pages is None and Path(first).exists():
        raise click.UsageError(f"{old} is no revision: say what to compare it with, `docpact diff {old} NEW`")
    try:
        decided = _rules(rules)
        compared = list(_compared(first, second, pages, decided))
    except (SideError, ConfigError) as error:
        common.show(Findings([error.diagnostic]))
        sys.exit(common.USAGE)
    for _, old_side, new_side in compared:
        common.show(silent(old_side, new_side))
        common.show(silent(new_side, old_side))
    comparison = Comparison(
        tuple(change for found, _, _ in compared for change in found.changes),
        tuple(change for found, _, _ in compared for change in found.ignored),
    )
    text = report(
        comparison.at_least(Level.of(least)) if least else comparison,
        format,
        ", ".join(old_side.name for _, old_side, _ in compared),
        ", ".join(new_side.name for _, _, new_side in compared),
        colour=format == "text" and output == "-" and common.coloured(sys.stdout),
    )
    if output == "-":
        common.emit(text, sys.stdout)
    else:
        common.write(Path(output), text)
    worst = comparison.level
    sys.exit(common.FOUND if fail_on and worst is not None and worst >= Level.of(fail_on) else common.OK)


def _compared(
    first: str, second: str, pages: Path | None, rules: tuple[Rule, ...]
) -> Iterator[tuple[Comparison, Side, Side]]:
    """The comparison of what the sides name; where they name only revisions, of each service of the project.

    Raises SideError and ConfigError.
    """
    found = config.find(Path.cwd())
    services = config.load(found).services if found is not None else ()
    if pages is not None or not is_revision(first) or not is_revision(second) or not services:
        subject = _subject(first, second, pages, services)
        old, new = read(first, subject), read(second, subject)
        yield located(compare(old.contract, new.contract, rules), old, new), old, new
        return
    several = len(services) > 1
    for service in services:
        subject = _of(service, service.pages)
        new = read(second, subject)
        try:
            old = read(first, subject)
        except SideError as error:
            if not several or error.diagnostic.code is not NOTHING_THERE:
                raise
            old = nothing_like(new, first)
        comparison = located(compare(old.contract, new.contract, rules), old, new)
        yield comparison.of(service.name) if several else comparison, old, new


def _subject(first: str, second: str, pages: Path | None, services: Sequence[Service]) -> Subject | None:
    """What a revision is asked for: the path given with `--pages`, or that of the other side.

    Pages of a service come with its overlay, on both sides: else what the overlay corrects would count as changed.
    """
    paths = [pages] if pages is not None else [Path(side) for side in (second, first) if not is_revision(side)]
    for path in paths:
        inner = path if path.exists() or ":" not in str(path) else Path(str(path).partition(":")[2])
        for service in services:
            if service.pages.resolve() in (inner.resolve(), *inner.resolve().parents):
                return _of(service, inner)
    existing = next((path for path in paths if path.exists()), None) or pages
    return Subject(existing) if existing is not None else None


def _of(service: Service, pages: Path) -> Subject:
    here = Path.cwd()
    overlay = Path(common.relative(service.overlay, here)) if service.overlay is not None else None
    folder = Path(common.relative(service.contract.parent, here))
    return Subject(Path(common.relative(pages.resolve(), here)), overlay, service.dialect, folder)


def _rules(path: Path | None) -> tuple[Rule, ...]:
    found = path or config.find(Path.cwd())
    return read_rules(found) if found is not None else ()
