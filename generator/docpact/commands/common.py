"""What several commands share: showing findings, progress, exit codes."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn, TextIO

import click

from docpact import config
from docpact.config import Config, ConfigError
from docpact.counting import counted
from docpact.diagnostics import Findings, Severity
from docpact.output import write_atomically
from docpact.reporting import report

OK, FOUND, USAGE = 0, 1, 2


def show(findings: Findings) -> None:
    """Prints the errors and warnings to standard error, as people want to read them; notes are for `lint`."""
    items = [finding for finding in findings.sorted() if finding.severity is not Severity.NOTE]
    if items:
        emit(report(items, "text", colour=coloured(sys.stderr), width=width(sys.stderr)), sys.stderr)


def emit(text: str, stream: TextIO) -> None:
    """Writes a report as it is: `click.echo` would take colours off again where it trusts the terminal less."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def coloured(stream: TextIO) -> bool:
    """Whether to colour what goes there: only on a terminal, and not where NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """The width of the terminal, or 120 where there is none."""
    return shutil.get_terminal_size((120, 24)).columns if stream.isatty() else 120


def summary(findings: Findings) -> str:
    """`2 errors, 1 warning`; empty where there is nothing to count."""
    counts = {severity: sum(d.severity is severity for d in findings) for severity in Severity}
    return ", ".join(counted(n, s.value) for s, n in counts.items() if n and s is not Severity.NOTE)


def say(line: str) -> None:
    """A line of progress, on standard error so that output can be piped."""
    click.echo(line, err=True)


def project(path: Path | None = None) -> Config:
    """The project's configuration; ends the command with exit code 2 where it cannot be used."""
    found = path or config.find(Path.cwd())
    if found is None:
        raise click.UsageError(
            f"there is no {config.FILE_NAME} here or in a folder above; `docpact init` starts a project"
        )
    try:
        return config.load(found)
    except ConfigError as error:
        unusable(Findings([error.diagnostic]))


def unusable(findings: Findings) -> NoReturn:
    """Says why what a command was given cannot be used, and ends it."""
    show(findings)
    sys.exit(USAGE)


def root() -> Path:
    """The project's folder, or where the user stands outside of projects."""
    found = config.find(Path.cwd())
    return found.parent if found is not None else Path.cwd()


def write(path: Path, text: str) -> None:
    """Writes a report to a file; ends the command with exit code 2 where that is not possible."""
    try:
        write_atomically(path, text)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None


def relative(path: Path, root: Path) -> str:
    """`path` as seen from `root`, with forward slashes: the form that generated files and messages quote."""
    return Path(os.path.relpath(path, root)).as_posix()
