"""`docpact lint`: what is wrong with pages."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from docpact import config
from docpact.commands import common
from docpact.config import Config
from docpact.counting import counted
from docpact.diagnostics import Diagnostic, Findings, Severity, Span
from docpact.lint import baseline, engine
from docpact.lint.fix import fix
from docpact.lint.subject import Subject
from docpact.lint.suppress import Suppression
from docpact.output import write_atomically
from docpact.reporting import FORMATS, report
from docpact.understand import DialectError, dialects, empty_folders
from docpact.understand.dialect import Dialect

_TABLE = re.compile(r"\s*\[\[\s*lint\s*\.\s*suppress\s*\]\]")


@click.command("lint")
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report.")
@click.option("--select", multiple=True, metavar="RULES", help="Report only these: ids, DP7 for all of a kind, names.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Report all but these.")
@click.option("--fix", "mend", is_flag=True, help="Mend what can be mended without changing what a page says.")
@click.option("--baseline", "accepted", type=click.Path(path_type=Path), help="Report only what this file lacks.")
@click.option("--write-baseline", is_flag=True, help="Write what is found to the baseline file, and accept it.")
@click.option("--dialect", metavar="NAME", help="The dialect of the pages, instead of finding it out.")
def command(
    pages: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    mend: bool,
    accepted: Path | None,
    write_baseline: bool,
    dialect: str | None,
) -> None:
    """Say what is wrong with PAGES (files or folders); without PAGES, with those of the project.

    Errors and warnings make the exit code 1, notes do not. `docpact explain CODE` tells more about a rule. A comment
    takes findings off a page:

    \b
        <!-- docpact: ignore misspelt-error-code (Forbbiden) because the service sends it so -->

    \b
        docpact lint spec/eip/pages
        docpact lint --select DP73 --format github pages/*.md
        docpact lint --baseline lint.json --write-baseline && docpact lint --baseline lint.json
    """
    settings = _settings(pages)
    choice = _choice(settings, select, ignore)
    suppressions = _suppressions(settings, whole=not pages)
    try:
        known = dialects(dialect)
    except DialectError as error:
        raise click.UsageError(str(error)) from None
    if write_baseline and accepted is None:
        raise click.UsageError("--write-baseline needs --baseline FILE, the file to write")
    paths = pages or _project_pages(settings)
    subjects = engine.load(paths, known)
    if mend:
        subjects = _mend(subjects, paths, known, choice, suppressions)
    result = engine.lint(subjects, choice, suppressions)
    findings = [*result.findings, *empty_folders(paths)]
    if accepted is not None:
        findings = _beyond(accepted, findings, write_baseline)
    common.emit(report(findings, form, colour=common.coloured(sys.stdout), width=common.width(sys.stdout)), sys.stdout)
    common.say(_summary(result.pages, findings, len(result.suppressed)))
    sys.exit(common.FOUND if any(d.severity is not Severity.NOTE for d in findings) else common.OK)


def _settings(pages: tuple[Path, ...]) -> Config | None:
    """The project's settings; None where pages are given and there is no project around."""
    if pages and config.find(Path.cwd()) is None:
        return None
    return common.project()


def _project_pages(settings: Config | None) -> tuple[Path, ...]:
    """The project's pages, named as seen from here."""
    here = Path.cwd()
    return tuple(Path(common.relative(service.pages, here)) for service in settings.services) if settings else ()


def _choice(settings: Config | None, select: tuple[str, ...], ignore: tuple[str, ...]) -> engine.Choice:
    def words(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.strip() for text in given for word in text.split(",") if word.strip())

    own = settings.lint if settings is not None else config.LintConfig()
    choice = engine.Choice(words(select) or own.select, (*own.ignore, *words(ignore)))
    for word in (*choice.select, *choice.ignore):
        if not engine.known(word):
            raise click.UsageError(f"no rule is called {word!r}; `docpact explain` lists all")
    return choice


def _suppressions(settings: Config | None, *, whole: bool) -> list[Suppression]:
    """Those of docpact.toml. They have a place, where they can be called unused, only if the whole project is linted."""
    if settings is None:
        return []
    entries = settings.lint.suppress
    spans = _places(settings.root / config.FILE_NAME, len(entries)) if whole else [None] * len(entries)
    return [
        Suppression(s.rule, s.because, s.pages, s.text, span, settings.root)
        for s, span in zip(entries, spans, strict=True)
    ]


def _places(path: Path, count: int) -> list[Span | None]:
    """Where the suppressions stand in docpact.toml; its start, where they are not written as tables of their own."""
    name = common.relative(path, Path.cwd())
    lines = path.read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(lines, 1) if _TABLE.match(line)]
    if len(starts) != count:
        return [Span.whole(name)] * count
    return [Span(name, number, 1, number, len(lines[number - 1]) + 1) for number in starts]


def _mend(
    subjects: list[Subject],
    paths: tuple[Path, ...],
    known: tuple[Dialect, ...],
    choice: engine.Choice,
    suppressions: list[Suppression],
) -> list[Subject]:
    """Mends the pages and reads them again."""

    def find(subject: Subject) -> list[Diagnostic]:
        return engine.lint([subject], choice, suppressions).findings

    mendable = {d.span.path for d in engine.lint(subjects, choice, suppressions).findings if d.edits}
    done = fix([subject for subject in subjects if subject.path in mendable], find)
    for failure in done.failed:
        common.say(f"cannot write {failure}")
    if done.pages:
        common.say(f"mended {done.findings} findings on {len(done.pages)} pages")
    return engine.load(paths, known)


def _beyond(path: Path, findings: list[Diagnostic], write: bool) -> list[Diagnostic]:
    """The findings that the baseline lacks; with `write`, the baseline is written first."""
    try:
        if write:
            write_atomically(path, baseline.dump(findings))
            common.say(f"wrote {path}: {counted(len(findings), 'finding')} accepted")
        return baseline.new(findings, baseline.read(path))
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
    except baseline.BaselineError as error:
        raise click.UsageError(str(error)) from None


def _summary(pages: int, findings: list[Diagnostic], suppressed: int) -> str:
    counted = common.summary(Findings(findings))
    notes = sum(d.severity is Severity.NOTE for d in findings)
    parts = [part for part in (counted, f"{notes} note{'s' * (notes != 1)}" if notes else "") if part]
    behind = f" ({suppressed} suppressed)" if suppressed else ""
    return f"{pages} page{'s' * (pages != 1)}: {', '.join(parts) or 'nothing to report'}{behind}"
