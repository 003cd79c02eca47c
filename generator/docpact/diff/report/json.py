"""For programs. Keys are never removed or renamed within a major version of docpact."""

from __future__ import annotations

import json

from docpact.diff import report
from docpact.diff.model import Address, Change, Comparison, Place


def render(comparison: Comparison, old: str, new: str) -> str:
    """The whole report, ending in a newline."""
    return json.dumps(document(comparison, old, new), indent=2, ensure_ascii=False) + "\n"


def document(comparison: Comparison, old: str, new: str) -> dict[str, object]:
    """The report as JSON values."""
    return {
        "old": old,
        "new": new,
        "level": comparison.level.label if comparison.level is not None else None,
        "bump": report.bump(comparison) or None,
        "changes": [change(item) for item in comparison.changes],
        "ignored": [change(item) for item in comparison.ignored],
    }


def change(item: Change) -> dict[str, object]:
    """One change as JSON values."""
    out: dict[str, object] = {
        "kind": item.kind.name,
        "level": item.level.label,
        "message": item.message,
        "operation": item.operation or None,
        "subject": item.subject or None,
        "direction": item.direction.value,
        "old": _side(item.old, item.old_place, item.says_old),
        "new": _side(item.new, item.new_place, item.says_new),
    }
    if item.service:
        out["service"] = item.service
    if item.reason:
        out["reason"] = item.reason
    if item.suggestion is not None:
        out["overlay"] = {
            "target": item.suggestion.target,
            "description": item.suggestion.description,
            "update": item.suggestion.update,
        }
    return out


def _side(address: Address | None, place: Place | None, says: str) -> dict[str, object] | None:
    if address is None:
        return None
    return {
        "file": place.path if place else None,
        "line": place.line or None if place else None,
        "row": place.text if place else "",
        "says": says,
        "part": address.part.value,
    }
