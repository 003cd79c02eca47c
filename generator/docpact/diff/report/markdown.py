"""For a pull request or a changelog: one list for each operation, the level first."""

from __future__ import annotations

import re
from itertools import groupby

from docpact.diff import report
from docpact.diff.model import Change, Comparison
from docpact.diff.report.text import quotes
from docpact.reporting.source import printable

_SPECIAL = re.compile(r"([\\*_{}\[\]()<>#+!|~&-])")


def render(comparison: Comparison, old: str, new: str) -> str:
    """The whole report, ending in a newline."""
    lines = [f"# Changes from {code(old)} to {code(new)}", "", report.counts(comparison), ""]
    for operation, changes in groupby(comparison.changes, key=report.group):
        lines += [f"## {escaped(operation)}", ""]
        for change in changes:
            lines += _item(change)
        lines.append("")
    actions = report.overlay(comparison)
    if actions:
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", actions) or [""]))
        lines += ["## Aliases for the overlay", "", f"{fence}yaml", *actions.splitlines(), fence, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _item(change: Change) -> list[str]:
    lines = [f"- **{change.level.label}**: {message(change.message)} ({code(change.kind.name)})"]
    if change.reason:
        lines.append(f"  - level set by the project: {escaped(change.reason)}")
    texts = quotes(change, 400)
    for label, place, text in zip(("before", "now"), (change.old_place, change.new_place), texts, strict=True):
        if place is not None:
            lines.append(f"  - {label}: {code(str(place))}" + (f": {escaped(text)}" if text else ""))
    return lines


def message(text: str) -> str:
    """A message, whose names stand in backticks, as Markdown."""
    parts = " ".join(printable(text).split()).split("`")
    return "".join(code(part) if index % 2 else _SPECIAL.sub(r"\\\1", part) for index, part in enumerate(parts))


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(printable(text).replace("`", "'").split()))


def code(text: str) -> str:
    """A code span that holds the text, whatever it is."""
    line = " ".join(printable(text).split())
    ticks = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    return f"{ticks} {line} {ticks}" if len(ticks) > 1 or not line else f"`{line}`"
