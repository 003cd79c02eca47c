"""Findings as people and programs want to read them: text, JSON, GitHub annotations, SARIF.

Each format is a pure function of the findings and their sources; which stream it goes to and whether it is
coloured is the command's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docpact.diagnostics import Diagnostic

if TYPE_CHECKING:
    from docpact.reporting.source import Sources

FORMATS = ("text", "json", "github", "sarif")


def report(
    findings: Sequence[Diagnostic], form: str, sources: Sources | None = None, *, colour: bool = False, width: int = 120
) -> str:
    """The findings, in the order given, in one of FORMATS. Ends in a newline unless it is empty.

    `colour` and `width` (in terminal cells) matter to the text form alone. Raises ValueError for another format.
    """
    # Each format is imported when it is asked for: most runs print text or nothing.
    if form == "text":
        from docpact.reporting import text
        from docpact.reporting.source import Sources

        return text.render(findings, sources or Sources(), colour=colour, width=width)
    if form == "json":
        from docpact.reporting import machine

        return machine.render(findings)
    if form == "github":
        from docpact.reporting import github

        return github.render(findings)
    if form == "sarif":
        from docpact.reporting import sarif

        return sarif.render(findings)
    raise ValueError(f"unknown format {form!r}; known are {', '.join(FORMATS)}")
