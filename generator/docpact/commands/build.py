"""`docpact build`: everything that the configuration names."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from docpact import config
from docpact.building import project
from docpact.building.project import Outcome, Request
from docpact.commands import telling
from docpact.commands.telling import Telling
from docpact.config import Config, ConfigError
from docpact.diagnostics import Findings

_OK, _FOUND, _USAGE = 0, 1, 2
_PEOPLE = Telling()


@click.command("build")
@click.option(
    "--config", "path", type=click.Path(path_type=Path), help="The docpact.toml to use; default: the nearest."
)
@click.option("--service", "names", multiple=True, metavar="NAME", help="Only this service; may be given again.")
@click.option("--check", "mode", flag_value="check", help="Write nothing; exit 1 if anything is stale, and say why.")
@click.option(
    "--diff", "mode", flag_value="diff", help="Write nothing; print what would change; exit 1 if anything would."
)
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited by hand.")
@click.option(
    "--tracked", is_flag=True, help="Exit 1 if git does not track a generated file, which a commit would miss."
)
@click.option(
    "--verify", is_flag=True, help="Then serve the reference behaviour and run the conformance suite against it."
)
@click.option("--watch", is_flag=True, help="Build again whenever a page, an overlay or docpact.toml is saved.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes to use; default: one for each processor.")
@click.option("--scheduler", metavar="ADDRESS", help="Build services on the Dask cluster with this scheduler.")
@telling.options
def command(
    path: Path | None,
    names: tuple[str, ...],
    mode: str | None,
    force: bool,
    tracked: bool,
    verify: bool,
    watch: bool,
    jobs: int | None,
    scheduler: str | None,
    form: str,
    notes: bool,
) -> None:
    """Build everything that docpact.toml names: contracts from pages, targets from contracts.

    Only changed files are written, and only what changed is worked on; `.docpact/cache` may be deleted at any
    time. A service with an error in its pages or overlay leaves its outputs as they were; the other services
    are still built.
    """
    request = Request(mode or "write", force, names, jobs, scheduler)
    how = Telling(form, notes)
    if not how.is_for_people and (watch or mode == "diff"):
        raise click.UsageError(f"--format {form} is one document, and goes with neither --diff nor --watch")
    gc.disable()  # everything lives until the end, which is near
    if watch:
        if mode is not None or verify:
            raise click.UsageError("--watch goes with neither --check nor --diff nor --verify")
        from docpact.building.watch import watch as run

        gc.enable()
        click.echo("watching; Ctrl-C ends", err=True)
        with contextlib.suppress(KeyboardInterrupt):  # which is how watching ends
            run(lambda: path or config.find(Path.cwd()), lambda found: _once(found, request, how))
        sys.exit(_OK)
    found = _project(path)
    try:
        failed = not _once(found, request, how)
    except ConfigError as error:
        how.tell(Findings([error.diagnostic]))
        sys.exit(_USAGE)
    if tracked and not failed:
        failed = _untracked(found, names)
    if verify and not failed and mode is None:
        gc.enable()
        from docpact.commands.verify import verify_built

        services = [service for service in found.services if not names or service.name in names]
        failed = sum(not verify_built(found, service) for service in services) > 0
    sys.exit(_FOUND if failed else _OK)


def _untracked(found: Config, names: Sequence[str]) -> bool:
    """Names the generated files that git does not track; says whether there are any."""
    from docpact.reporting.source import printable
    from docpact.revisions import GitError, Repository

    services = [service for service in found.services if not names or service.name in names]
    made = [path for s in services for path in (s.contract, *(target.output for target in s.targets))]
    try:
        repository = Repository(found.root)
        missing = repository.untracked([repository.relative(path) for path in made])
    except GitError as error:
        raise click.UsageError(f"--tracked asks git: {error}") from None
    for path in missing:
        click.echo(f"{printable(path)}: generated, but not in git: `git add` it", err=True)
    return bool(missing)


def _project(path: Path | None) -> Config:
    try:
        return config.load(path or config.find(Path.cwd()) or Path.cwd() / config.FILE_NAME)
    except ConfigError:
        from docpact.commands import common

        return common.project(path)  # tells what is wrong, and ends


def _once(found: Config, request: Request, how: Telling) -> bool:
    """Builds once and tells what became of it; says whether nothing failed. Raises ConfigError."""
    if unknown := [name for name in request.services if found.service(name) is None]:
        known = ", ".join(service.name for service in found.services)
        raise click.UsageError(f"docpact.toml names no service {unknown[0]!r}; it has {known}")
    try:
        outcomes = project.build(found, request, lambda line: click.echo(line, err=True))
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__name__ not in ("ClusterError", "DialectError"):
            raise
        click.echo(f"error: {_why(error)}", err=True)
        return False
    for outcome in outcomes:
        outcome.findings = _seen_from_here(outcome.findings, found.root)
        tell(outcome, how)
    if not how.is_for_people:
        how.hand_over(Findings([finding for outcome in outcomes for finding in outcome.findings]))
    return not any(outcome.failed for outcome in outcomes)


def _seen_from_here(findings: Findings, root: Path) -> Findings:
    """The findings, whose places are relative to the project, with paths that can be opened."""
    if not len(findings):
        return findings
    from docpact.reporting.here import from_here

    return Findings(from_here(findings, root, missing=True))


def tell(outcome: Outcome, how: Telling = _PEOPLE) -> None:
    """Says what became of a service."""
    for line in outcome.summary:
        click.echo(f"{outcome.service}: {line}", err=True)
    if outcome.fresh:
        click.echo(f"{outcome.service}: nothing changed", err=True)
    if outcome.difference:
        click.echo(outcome.difference, nl=False)
    if how.is_for_people:
        how.tell_people(outcome.findings, f"{outcome.service}: ")


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"cannot write {error.filename}: {error.strerror}"
    return str(error)
