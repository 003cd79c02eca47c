"""Runs the rules over pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docpact import pages
from docpact.diagnostics import Code, Diagnostic, Span
from docpact.lint import suppress
from docpact.lint.codes import UNUSED_SUPPRESSION
from docpact.lint.rule import Rule, rules
from docpact.lint.rules import unescaped_bar
from docpact.lint.subject import Subject
from docpact.lint.suppress import Suppression
from docpact.pages.codes import LONG_ROW
from docpact.understand import page_paths
from docpact.understand.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are wanted: ids, beginnings of ids (`DP7`) or names. Nothing selected means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, code: Code) -> bool:
        """Whether findings of this kind are wanted."""
        selected = not self.select or any(_means(word, code) for word in self.select)
        return selected and not any(_means(word, code) for word in self.ignore)


@dataclass(slots=True)
class Result:
    """What a run found: what is to be reported, in order of place, and what a suppression took away."""

    findings: list[Diagnostic]
    suppressed: list[tuple[Diagnostic, Suppression]] = field(default_factory=list)
    pages: int = 0


def lint(subjects: Sequence[Subject], choice: Choice | None = None, suppressions: Sequence[Suppression] = ()) -> Result:
    """Runs the wanted rules. `suppressions` are those that stand outside the pages; the pages' own are found."""
    wanted = choice or Choice()
    chosen = [rule for rule in rules() if wanted.takes(rule.code)]
    found: list[Diagnostic] = []
    inside: list[Suppression] = []
    for subject in subjects:
        own, bad = suppress.comments(subject.path, subject.page.text)
        inside += own
        found += bad
        found += subject.problems
        if subject.is_readable:
            found += subject.understood.diagnostics
    found += _run(chosen, [subject for subject in subjects if subject.is_readable])
    found = _once([d for d in found if wanted.takes(d.code)])
    stay, taken = suppress.split(found, [*inside, *suppressions])
    if wanted.takes(UNUSED_SUPPRESSION):
        idle = {word for rule in rules() if rule not in chosen for word in (rule.code.id.lower(), rule.code.name)}
        stay += suppress.unused([*inside, *suppressions], taken, idle)
    stay = list(dict.fromkeys(stay))
    return Result(sorted(stay, key=lambda d: (d.span, d.code.id, d.message)), taken, len(subjects))


def _once(found: list[Diagnostic]) -> list[Diagnostic]:
    """Without the long rows whose bars are findings of their own."""
    bars = [d.span for d in found if d.code is unescaped_bar.CODE]
    return [d for d in found if d.code is not LONG_ROW or not any(_covers(d.span, bar) for bar in bars)]


def _covers(row: Span, bar: Span) -> bool:
    start, end = (row.line, row.column), (row.end_line, row.end_column)
    return row.path == bar.path and start <= (bar.line, bar.column) <= end


def _run(chosen: Sequence[Rule], subjects: Sequence[Subject]) -> Iterator[Diagnostic]:
    for subject in subjects:
        for rule in chosen:
            if rule.check is not None:
                yield from rule.check(subject)
    for rule in chosen:
        if rule.check_all is not None:
            yield from rule.check_all(subjects)


def load(paths: Iterable[Path], dialects: tuple[Dialect, ...] = ()) -> list[Subject]:
    """The pages in these files and folders, each once, named as the paths name them."""
    subjects: dict[Path, Subject] = {}
    for path in paths:
        for file in page_paths(path):
            if file not in subjects:
                page, problems = pages.load(file, file.as_posix())
                subjects[file] = Subject(page, problems, dialects)
    return list(subjects.values())


def read(name: str, text: str, dialects: tuple[Dialect, ...] = ()) -> Subject:
    """A page from a text."""
    page, problems = pages.read(name, text)
    return Subject(page, problems, dialects)


def known(word: str) -> bool:
    """Whether a word of `--select` or `--ignore` can ever match."""
    from docpact.reporting import catalogue

    return any(_means(word, code) for code in catalogue.codes().values())


def _means(word: str, code: Code) -> bool:
    """Whether a word means a code: its id, the beginning of its id, or its name."""
    word = word.strip().lower()
    return word == code.name or (word.startswith("dp") and code.id.lower().startswith(word))
