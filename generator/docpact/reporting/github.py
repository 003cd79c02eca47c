"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docpact.diagnostics import Diagnostic, Severity
from docpact.reporting.source import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(findings: Sequence[Diagnostic]) -> str:
    """One workflow command a line."""
    return "".join(_command(d) for d in findings)


def _command(d: Diagnostic) -> str:
    span = d.span
    properties: dict[str, object] = {"file": span.path, "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:  # GitHub takes columns only where the place is on one line
        properties |= {"col": span.column, "endColumn": max(span.column, span.end_column - 1)}
    properties["title"] = f"{d.code.id} {d.code.name}"
    parts = [printable(d.message)]
    parts += [f"note: {printable(str(note.span))}: {printable(note.message)}" for note in d.notes]
    if d.help:
        parts.append(f"help: {printable(d.help)}")
    return command(_COMMANDS[d.severity], properties, "\n".join(parts))


def command(name: str, properties: Mapping[str, object], text: str) -> str:
    """A workflow command on a line: `error`, `warning` or `notice` with its properties. Everything is escaped."""
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
