"""Places as seen from where the reader of a report stands."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from docpact.diagnostics import Diagnostic, Span


def from_here(findings: Iterable[Diagnostic], base: Path) -> list[Diagnostic]:
    """The findings with their places as seen from the working directory, where a person or an editor opens them."""
    paths: dict[str, str] = {}

    def seen(span: Span) -> Span:
        here = paths.get(span.path)
        if here is None:
            path = os.path.join(base, span.path)
            here = paths[span.path] = _as_posix(os.path.relpath(path)) if os.path.isfile(path) else span.path
        return span if here == span.path else span._replace(path=here)

    def moved(finding: Diagnostic) -> Diagnostic:
        notes = tuple(replace(note, span=seen(note.span)) for note in finding.notes)
        edits = tuple(replace(edit, span=seen(edit.span)) for edit in finding.edits)
        return replace(finding, span=seen(finding.span), notes=notes, edits=edits)

    found = list(findings)
    places = {span.path: span for finding in found for span in finding.spans()}
    if all(seen(span) is span for span in places.values()):  # as where the contract is written to the working directory
        return found
    return [moved(finding) for finding in found]


def _as_posix(path: str) -> str:
    return path.replace(os.sep, "/")
