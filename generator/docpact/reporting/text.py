"""Findings for people:

pages/Buy.md:27:3: warning[DP705]: `Green` is not among the values that the page lists
   27 | |Colour|String|No|Green|The colour. Valid values: **red|blue**.|
      |                   ^^^^^
  help: add it to the list, or use a listed value in the example
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from docpact.diagnostics import Diagnostic, Severity, Span
from docpact.reporting.source import Sources, excerpt, printable

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def render(findings: Sequence[Diagnostic], sources: Sources, *, colour: bool, width: int) -> str:
    """The findings as text, a blank line between them."""
    return "\n".join(_Writer(sources, colour, width).finding(d) for d in findings)


class _Writer:
    def __init__(self, sources: Sources, colour: bool, width: int) -> None:
        self.sources = sources
        self.colour = colour
        self.width = max(width, 40)

    def finding(self, d: Diagnostic) -> str:
        colour = _COLOURS[d.severity]
        kind = self._style(f"{d.severity.value}[{d.code.id}]", colour)
        lines = [f"{self._place(d.span)}: {kind}: {self._style(printable(d.message), None)}"]
        lines += self._excerpt(d.span, colour)
        for note in d.notes:
            lines.append(f"  {self._style('note', 'cyan')}: {self._place(note.span)}: {printable(note.message)}")
            lines += self._excerpt(note.span, "cyan")
        if d.help:
            lines.append(f"  {self._style('help', 'green')}: {printable(d.help)}")
        return "\n".join(lines) + "\n"

    def _excerpt(self, span: Span, colour: str) -> Iterator[str]:
        line = self.sources.line(span.path, span.line)
        if line is None or not line.strip():
            return
        gutter = f"{span.line:>5}"
        end = span.end_column if span.end_line == span.line else len(line) + 1
        if span.end_line == span.line and span.end_column == span.column:
            end = span.column + 1
        shown, carets = excerpt(line, span.column, end, self.width - len(gutter) - 3)
        yield f"{gutter} | {shown}"
        yield f"{' ' * len(gutter)} | {carets[: len(carets) - len(carets.lstrip())]}{self._style(carets.lstrip(), colour)}"

    def _place(self, span: Span) -> str:
        return f"{printable(span.path)}:{span.line}:{span.column}"

    def _style(self, text: str, colour: str | None) -> str:
        return click.style(text, fg=colour, bold=True) if self.colour else text
