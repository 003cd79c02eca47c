"""Findings with their places as seen from the working directory, where a person or an editor opens them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from docpact.diagnostics import Diagnostic, Span


def from_here(findings: Iterable[Diagnostic], base: Path, *, missing: bool = False) -> list[Diagnostic]:
    """Findings whose paths are relative to `base`, as seen from the working directory.

    A path that leads to no file is left alone, since some places are no files (a revision), unless `missing` says that
    files may be missing.
    """
    paths: dict[str, str] = {}

    def seen(span: Span) -> Span:
        here = paths.get(span.path)
        if here is None:
            path = os.path.join(base, span.path)
            there = missing or os.path.isfile(path)
            here = paths[span.path] = os.path.relpath(path).replace(os.sep, "/") if there else span.path
        return span if here == span.path else span._replace(path=here)

    found = list(findings)
    places = {span.path: span for finding in found for span in finding.spans()}
    if all(seen(span) is span for span in places.values()):  # as where the contract is written to the working directory
        return found
    return [moved(finding, seen) for finding in found]


def within(findings: Iterable[Diagnostic], folder: str) -> list[Diagnostic]:
    """Findings whose relative paths begin in `folder`, as seen from where `folder` is relative to."""

    def seen(span: Span) -> Span:
        if os.path.isabs(span.path):
            return span
        return span._replace(path=os.path.normpath(os.path.join(folder, span.path)).replace(os.sep, "/"))

    return [moved(finding, seen) for finding in findings]


def moved(finding: Diagnostic, seen: Callable[[Span], Span]) -> Diagnostic:
    """The finding with other places."""
    notes = tuple(replace(note, span=seen(note.span)) for note in finding.notes)
    edits = tuple(replace(edit, span=seen(edit.span)) for edit in finding.edits)
    return replace(finding, span=seen(finding.span), notes=notes, edits=edits)
