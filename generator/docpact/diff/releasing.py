"""What a release is: which number the changes raise, what the changelog says of them, which old names it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from docpact.contract.aliases import declared, without
from docpact.contract.model import Contract
from docpact.diff import report
from docpact.diff.model import Change, Comparison, Level
from docpact.diff.report.markdown import code, escaped, message
from docpact.versions import BUMPS, FIRST, Versions, bumped

_TITLES = {Level.BREAKING: "Breaking", Level.RISKY: "Risky", Level.COMPATIBLE: "New and compatible"}
_ENTRY = re.compile(r"^(?=## )", re.MULTILINE)
_UNRELEASED = re.compile(r"## \[?unreleased\]?\s*$", re.IGNORECASE | re.MULTILINE)
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
    """The changelog with the entry on top.

    An entry of the same version, left by a release that did not finish, is replaced. Notes that somebody wrote under
    `## Unreleased` become the first words of the entry. All else stays as it is.
    """
    head, *entries = _ENTRY.split(changelog or _HEAD)
    kept = [text for text in entries if not re.match(rf"## \[?{re.escape(version)}\]?(?![\w.])", text)]
    notes = ""
    if kept and _UNRELEASED.match(kept[0]):
        notes = kept.pop(0).partition("\n")[2].strip("\n")
    if notes:
        title, _, rest = new.partition("\n\n")
        new = f"{title}\n\n{notes}\n\n{rest}"
    return head.rstrip("\n") + "\n\n" + "\n".join(text.rstrip("\n") + "\n" for text in [new, *kept])


def next_versions(kept: Versions, bump: str, targets: Sequence[str], *, first: bool) -> Versions:
    """The versions after a release with this bump. The first release of a contract is 1.0.0, whatever the bump."""
    if first and kept.version is None:
        first_packages = {name: kept.packages.get(name, FIRST) for name in targets}
        return Versions(FIRST, first_packages, kept.aliases)
    version = bumped(kept.version or FIRST, bump)
    packages = {name: bumped(kept.packages[name], bump) if name in kept.packages else version for name in targets}
    return Versions(version, {**kept.packages, **packages}, kept.aliases)


def with_aliases(released: Versions, contract: Contract) -> tuple[Versions, Contract, list[str]]:
    """A release's versions with the aliases that it is the first to have, its contract, and what it ends of old ones."""
    assert released.version is not None
    names, past = declared(contract), released.ended()
    ended = [name for name in names if name in past]
    since = {name: released.version for name in names if name not in released.aliases}
    return (
        replace(released, aliases={**released.aliases, **since}),
        without(contract, ended) if ended else contract,
        ended,
    )
