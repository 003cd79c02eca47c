"""Changes as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from docpact.diff.model import Change, Comparison, Level
from docpact.reporting.github import command
from docpact.reporting.source import printable

_COMMANDS = {Level.BREAKING: "error", Level.RISKY: "warning"}


def render(comparison: Comparison, old: str, new: str) -> str:
    """One workflow command a line."""
    return "".join(_command(change) for change in comparison.changes)


def _command(change: Change) -> str:
    properties: dict[str, object] = {}
    place = change.new_place or change.old_place
    if place is not None and ":" not in place.path:  # a line of another revision is no line of the pull request
        properties = {"file": place.path, "line": place.line or 1}
    properties["title"] = f"{change.level.label}: {change.kind.name}"
    parts = [printable(change.message)]
    if change.old_place is not None:
        parts.append(f"before: {printable(str(change.old_place))}")
    return command(_COMMANDS.get(change.level, "notice"), properties, "\n".join(parts))
