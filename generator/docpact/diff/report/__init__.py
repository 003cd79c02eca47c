"""A comparison as text, Markdown, JSON, GitHub annotations or HTML. Names and sentences are other people's text."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence

from docpact.diff.model import Change, Comparison, Level

FORMATS = ("text", "markdown", "json", "github", "html")
BUMPS = {Level.BREAKING: "major", Level.RISKY: "minor", Level.COMPATIBLE: "minor", Level.TEXT: "patch"}


def report(comparison: Comparison, format: str, old: str, new: str, *, colour: bool = False) -> str:
    """The report in one of FORMATS. `old` and `new` are what the two sides are called."""
    module = importlib.import_module(f"docpact.diff.report.{format}")
    text: str = module.render(comparison, old, new, colour) if format == "text" else module.render(comparison, old, new)
    return text


def counts(comparison: Comparison) -> str:
    """`3 changes: 1 breaking, 2 text only`."""
    total = len(comparison.changes)
    if not total:
        return (
            f"No changes of the levels asked for; {_by_level(comparison.hidden)}."
            if comparison.hidden
            else "No changes."
        )
    more = f" Not shown: {_by_level(comparison.hidden)}." if comparison.hidden else ""
    return f"{total} change{'s' * (total != 1)}: {_by_level(comparison.changes)}.{more}"


def _by_level(changes: Sequence[Change]) -> str:
    """`1 breaking, 2 text only`."""
    numbers = Counter(change.level for change in changes)
    return ", ".join(f"{numbers[level]} {level.label}" for level in sorted(numbers, reverse=True))


def bump(comparison: Comparison) -> str:
    """Which number of a version the changes raise: `major`, `minor`, `patch`, or nothing where there is no change."""
    return "" if comparison.level is None else BUMPS[comparison.level]


def group(change: Change) -> str:
    """The heading that a change stands under: its operation and, where several are compared, its service."""
    name = change.operation or "The service"
    return f"{change.service}: {name}" if change.service else name


def overlay(comparison: Comparison) -> str:
    """The overlay actions that the changes suggest, as YAML that can be put into an overlay; empty without any."""
    services = dict.fromkeys(change.service for change in comparison.changes if change.suggestion is not None)
    parts = ((service, _actions(comparison, service)) for service in services)
    return "\n".join(f"# in the overlay of {service}\n{text}" if service else text for service, text in parts)


def _actions(comparison: Comparison, service: str) -> str:
    from docpact.contract import yaml_writer

    actions: list[dict[str, object]] = []
    for change in comparison.changes:
        suggestion = change.suggestion
        if suggestion is not None and change.service == service:
            action: dict[str, object] = {
                "target": suggestion.target,
                "description": suggestion.description,
                "update": dict(suggestion.update),
            }
            if action not in actions:
                actions.append(action)
    return yaml_writer.dump({"actions": actions}) if actions else ""
