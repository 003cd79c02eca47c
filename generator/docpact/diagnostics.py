"""Findings as values: what is wrong, where it stands and how to mend it.

Every stage records a `Diagnostic` and goes on; the command decides at the end what the findings mean for
its exit code. A `Code` is declared once, beside the stage that reports it, and carries the page that
`docpact explain` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, TypeAlias


class Severity(Enum):
    """How much a finding matters. Errors make a command exit with 1, warnings do so only where asked."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


Pointer: TypeAlias = tuple["str | int", ...]
"""The way to a value of a document: keys of mappings and numbers of list items, outermost first."""


class Span(NamedTuple):  # every cell has one: a tuple is made four times as fast as a frozen data class
    """A piece of a text file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def whole(cls, path: str) -> Span:
        """The start of a file, for findings about the file itself."""
        return cls(path, 1, 1, 1, 1)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding.

    `id` is `DP` and three digits, the first for the stage: 0 configuration, 1 reading, 2 understanding,
    3 contract and overlay, 4 naming, 5 targets, 6 output, 7 linting, 8 differences. `name` is the same in words
    (`missing-action-row`). `explanation` is Markdown: what it means, why it matters, an example, the mend.
    """

    id: str
    name: str
    severity: Severity
    explanation: str

    def at(
        self, span: Span, message: str, *, help: str = "", notes: Iterable[Note] = (), edits: Iterable[Edit] = ()
    ) -> Diagnostic:
        """A finding of this kind at a place."""
        return Diagnostic(self, span, message, help, tuple(notes), tuple(edits))

    def inside(self, path: str, pointer: Pointer, message: str, *, help: str = "") -> Diagnostic:
        """A finding of this kind about what a pointer leads to in a contract file, whose line is found later."""
        return Diagnostic(self, Span.whole(path), message, help, pointer=pointer)


@dataclass(frozen=True, slots=True)
class Note:
    """The second place involved in a finding, and what it has to do with it."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to put in place of what a span covers."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at one place. `edits` mend it, where the mend is certain.

    `pointer` leads to the place in a contract file while its line is not known; then the span is the file's start.
    """

    code: Code
    span: Span
    message: str
    help: str = ""
    notes: tuple[Note, ...] = ()
    edits: tuple[Edit, ...] = ()
    pointer: Pointer = ()

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def spans(self) -> Iterator[Span]:
        """Every place that the finding names."""
        yield self.span
        yield from (note.span for note in self.notes)
        yield from (edit.span for edit in self.edits)


@dataclass(slots=True)
class Findings:
    """The findings of a run, in the order in which they were made."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.items.extend(diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(d.severity is Severity.ERROR for d in self.items)

    def sorted(self) -> list[Diagnostic]:
        """By file and place, so that output does not depend on the order of work."""
        return sorted(self.items, key=lambda d: (d.span, d.code.id, d.message))
