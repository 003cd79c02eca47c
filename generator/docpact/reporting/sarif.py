"""Findings as SARIF 2.1.0, the format that code scanning services and editors read."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from docpact import __version__
from docpact.diagnostics import Code, Diagnostic, Severity, Span

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(findings: Sequence[Diagnostic]) -> str:
    """The findings as one SARIF log with one run."""
    codes = sorted({d.code.id: d.code for d in findings}.values(), key=lambda c: c.id)
    index = {code.id: position for position, code in enumerate(codes)}
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {"name": "docpact", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, index, seen) for d in findings],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    summary = code.explanation.strip().split("\n\n")[0].replace("\n", " ")
    return {
        "id": code.id,
        "name": "".join(word.capitalize() for word in code.name.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": code.explanation.strip(), "markdown": code.explanation.strip()},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(d: Diagnostic, index: dict[str, int], seen: Counter[str]) -> dict[str, Any]:
    message = f"{d.message}\n{d.help}" if d.help else d.message
    result: dict[str, Any] = {
        "ruleId": d.code.id,
        "ruleIndex": index[d.code.id],
        "level": _LEVELS[d.severity],
        "message": {"text": message},
        "locations": [_location(d.span)],
        "partialFingerprints": {"docpactFinding/v1": _fingerprint(d, seen)},
    }
    if d.notes:
        result["relatedLocations"] = [
            {"id": number, **_location(note.span), "message": {"text": note.message}}
            for number, note in enumerate(d.notes, 1)
        ]
    if d.edits:
        result["fixes"] = [_fix(d)]
    return result


def _fix(d: Diagnostic) -> dict[str, Any]:
    paths = dict.fromkeys(edit.span.path for edit in d.edits)
    changes = [
        {
            "artifactLocation": {"uri": _uri(path)},
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
                for edit in d.edits
                if edit.span.path == path
            ],
        }
        for path in paths
    ]
    return {"description": {"text": d.help or d.message}, "artifactChanges": changes}


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.path)}, "region": _region(span)}}


def _region(span: Span) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return region


def _uri(path: str) -> str:
    """A relative reference as RFC 3986 wants it, or a file URI where the path is absolute."""
    slashed = path.replace(os.sep, "/")
    encoded = quote(slashed, safe="/", errors="surrogatepass")
    return f"file://{encoded}" if slashed.startswith("/") else encoded


def _fingerprint(d: Diagnostic, seen: Counter[str]) -> str:
    """Stays the same while the finding moves in its file; equal findings are counted apart."""
    text = "\0".join((d.code.id, d.span.path, d.message))
    seen[text] += 1
    return hashlib.sha256(f"{text}\0{seen[text]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
