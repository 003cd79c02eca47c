"""What a release is: which number the changes raise, and what the changelog says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from docpact.diff import report
from docpact.diff.model import Change, Comparison, Level
from docpact.diff.report.markdown import code, escaped, message
from docpact.versions import BUMPS

_TITLES = {Level.BREAKING: "Breaking", Level.RISKY: "Risky", Level.COMPATIBLE: "New and compatible"}
_HEAD = "# Changelog\n\nWhat changed in the documented service, release by release. Written by `docpact release`.\n"


def needed(comparison: Comparison) -> str:
    """The bump that the changes need: `major`, `minor`, `patch`, or nothing."""
    return report.bump(comparison)


def too_small(bump: str, comparison: Comparison) -> list[Change]:
    """The changes that a release with this bump must not hold, most serious first."""
    return [change for change in comparison.changes if BUMPS.index(report.BUMPS[change.level]) < BUMPS.index(bump)]


def entry(version: str, date: str, comparison: Comparison | None) -> str:
    """The changelog's entry, as Markdown ending in a newline. Without a comparison it is that of the first release."""
    lines = [f"## {version} ({date})", ""]
    if comparison is None:
        lines += ["First release.", ""]
    elif not comparison.changes:
        lines += ["The documented service did not change; the packages were generated anew.", ""]
    else:
        lines += _sections(comparison)
    return "\n".join(lines).rstrip("\n") + "\n"


def _sections(comparison: Comparison) -> Iterator[str]:
    for level, title in _TITLES.items():
        changes = [change for change in comparison.changes if change.level is level]
        if changes:
            yield f"### {title}"
            yield ""
            for change in changes:
                reason = f" {escaped(change.reason)}" if change.reason else ""
                yield f"- {message(change.message)}{reason}"
            yield ""
    texts = [change for change in comparison.changes if change.level is Level.TEXT]
    if texts:
        yield "### Words only"
        yield ""
        for operation, group in groupby(texts, key=lambda change: change.operation):
            number = len(list(group))
            where = code(operation) if operation else "The service"
            yield f"- {where}: {number} change{'s' * (number != 1)} of descriptions and examples."
        yield ""


def with_entry(changelog: str, version: str, new: str) -> str:
    """The changelog with the entry on top; one of the same version, left by a release that did not finish, is replaced."""
    head, *entries = re.split(r"(?m)^(?=## )", changelog or _HEAD)
    kept = [text for text in entries if not text.startswith(f"## {version} ")]
    return head.rstrip("\n") + "\n\n" + "\n".join(text.rstrip("\n") + "\n" for text in [new, *kept])
