"""Findings as JSON: `{"version": 1, "diagnostics": [...], "summary": {...}}`.

Lines and columns count from 1, columns in characters; the end of a place is exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from docpact.diagnostics import Diagnostic, Severity, Span


def render(findings: Sequence[Diagnostic]) -> str:
    """The findings as one JSON document."""
    document = {
        "version": 1,
        "diagnostics": [_finding(d) for d in findings],
        "summary": {s.value: sum(d.severity is s for d in findings) for s in Severity},
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _finding(d: Diagnostic) -> dict[str, Any]:
    return {
        "code": d.code.id,
        "name": d.code.name,
        "severity": d.severity.value,
        "message": d.message,
        "help": d.help or None,
        **_place(d.span),
        "edits": [{"text": edit.text, **_place(edit.span)} for edit in d.edits],
        "notes": [{"message": note.message, **_place(note.span)} for note in d.notes],
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
