"""A page that stands on its own: no script, no request. Everything printed is escaped by the template engine."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import jinja2

from docpact.diff import report
from docpact.diff.model import Change, Comparison
from docpact.diff.report.text import quotes
from docpact.reporting.source import printable


def render(comparison: Comparison, old: str, new: str) -> str:
    """The whole page."""
    groups = [
        {"name": name, "changes": [view(change) for change in changes]}
        for name, changes in groupby(comparison.changes, key=report.group)
    ]
    return page(
        "changes.html.jinja",
        title=f"Changes from {old} to {new}",
        counts=report.counts(comparison),
        bump=report.bump(comparison),
        groups=groups,
        overlay=report.overlay(comparison),
        ignored=len(comparison.ignored),
    )


def view(change: Change) -> dict[str, Any]:
    """What the templates show of a change."""
    places = zip(("before", "now"), (change.old_place, change.new_place), quotes(change, 400), strict=True)
    return {
        "kind": change.kind.name,
        "level": change.level.label,
        "class": change.level.name.lower(),
        "message": pieces(change.message),
        "reason": change.reason,
        "places": [{"label": label, "place": str(place), "text": text} for label, place, text in places if place],
    }


def pieces(message: str) -> Sequence[tuple[bool, str]]:
    """A message as pieces of plain text and of code, which stand in backticks in it."""
    return [(bool(index % 2), piece) for index, piece in enumerate(message.split("`")) if piece]


def page(template: str, **values: Any) -> str:
    """A rendered page of this folder's templates."""
    return _environment().get_template(template).render(values)


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("docpact.diff.report", ""),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
