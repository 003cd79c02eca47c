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
from docpact.diff.excerpts import excerpts
from docpact.diff.model import Change, Comparison, Level
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
            for sign, place, text in zip(
                "-+", (change.old_place, change.new_place), quotes(change, _WIDTH), strict=True
            ):
                if place is not None:
                    yield f"      {sign} {printable(str(place))}  {printable(text)}".rstrip()
        yield ""


def quotes(change: Change, width: int) -> tuple[str, str]:
    """The sentences behind a change, or else the rows that stand at its places; long ones from where they part."""
    return excerpts(
        change.says_old or (change.old_place.text if change.old_place else ""),
        change.says_new or (change.new_place.text if change.new_place else ""),
        width,
    )


def _style(text: str, colour: str | None, on: bool) -> str:
    return click.style(text, fg=colour, bold=True) if on else text
