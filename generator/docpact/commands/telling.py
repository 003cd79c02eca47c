"""How the commands that generate tell their findings: with or without notes, to people or to programs.

Imports little: where nothing changed, there is as a rule nothing to tell.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from docpact.diagnostics import Diagnostic, Findings, Severity
from docpact.reporting import FORMATS, report

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Telling:
    """What was asked for: the form of the report, and whether people are to see notes."""

    form: str = "text"
    notes: bool = False

    @property
    def is_for_people(self) -> bool:
        """Whether findings are told as they come, on standard error. Other reports are one document, at the end."""
        return self.form == "text"

    def tell(self, findings: Findings) -> None:
        """Tells everything that was found."""
        if self.is_for_people:
            self.tell_people(findings)
        else:
            self.hand_over(findings)

    def tell_people(self, findings: Findings, lead: str = "") -> None:
        """Tells people what was found. Notes that are not shown are counted, on a line that begins with `lead`."""
        shown = [finding for finding in findings.sorted() if self.notes or not _is_note(finding)]
        hidden = len(findings) - len(shown)
        if shown:
            from docpact.commands import common

            text = report(shown, self.form, colour=common.coloured(sys.stderr), width=common.width(sys.stderr))
            common.emit(text, sys.stderr)
        if hidden:
            click.echo(
                f"{lead}{hidden} note{'s' * (hidden != 1)} (--notes shows {'them' if hidden > 1 else 'it'})", err=True
            )

    def hand_over(self, findings: Findings) -> None:
        """Prints all findings, notes among them, as one document for a program."""
        from docpact.commands import common

        common.emit(report(findings.sorted(), self.form), sys.stdout)


def options(command: _Command) -> _Command:
    """Adds `--notes` and `--format` to a command, which gets them as `notes` and `form`."""
    how = "How to report findings. Other forms than text go to standard output, with notes."
    form = click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help=how)
    notes = click.option("--notes", is_flag=True, help="Show notes too: what is good to know and needs no mending.")
    return form(notes(command))


def _is_note(finding: Diagnostic) -> bool:
    return finding.severity is Severity.NOTE
