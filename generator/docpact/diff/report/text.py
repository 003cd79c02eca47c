"""For a terminal:

AssociateEipAddress
  breaking  Every call of AssociateEipAddress must now give `RegionId`, which is new.  [required-parameter-added]
      + pages/AssociateEipAddress.md:46  |RegionId|String|Yes|cn-hangzhou|The ID of the region...|
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click

from docpact.diff import report
from docpact.diff.model import Comparison, Level, Place
from docpact.reporting.source import printable

_COLOURS = {Level.BREAKING: "red", Level.RISKY: "yellow", Level.COMPATIBLE: "green", Level.TEXT: None}
_WIDTH = 140


def render(comparison: Comparison, old: str, new: str, colour: bool) -> str:
    """The whole report, ending in a newline."""
    lines = list(_lines(comparison, colour))
    lines.append(report.counts(comparison) + _next(comparison))
    if comparison.ignored:
        lines.append(f"{len(comparison.ignored)} left out by the project's rules.")
    actions = report.overlay(comparison)
    if actions:
        lines += ["", "To keep callers of the old names working, add to the overlay:", ""]
        lines += [f"    {line}" for line in map(printable, actions.splitlines())]
    return "\n".join(lines) + "\n"


def _next(comparison: Comparison) -> str:
    bump = report.bump(comparison)
    return f" The next version is a {bump} one." if bump else ""


def _lines(comparison: Comparison, colour: bool) -> Iterator[str]:
    for operation, changes in groupby(comparison.changes, key=report.group):
        yield _style(printable(operation), None, colour)
        for change in changes:
            level = _style(f"{change.level.label:<10}", _COLOURS[change.level], colour)
            yield f"  {level}  {printable(change.message)}  [{change.kind.name}]"
            if change.reason:
                yield f"      = level set by the project: {printable(change.reason)}"
            yield from _place("-", change.old_place, change.says_old)
            yield from _place("+", change.new_place, change.says_new)
        yield ""


def _place(sign: str, place: Place | None, says: str) -> Iterator[str]:
    if place is not None:
        shown = printable(quote(place, says))
        yield f"      {sign} {printable(str(place))}  {shown[: _WIDTH - 3] + '...' if len(shown) > _WIDTH else shown}"


def quote(place: Place | None, says: str) -> str:
    """The sentence behind a change, or else the row that stands at its place; on one line."""
    return " ".join((says or (place.text if place else "")).split())


def _style(text: str, colour: str | None, on: bool) -> str:
    return click.style(text, fg=colour, bold=True) if on else text
