"""The run as JSON, for programs."""

from __future__ import annotations

import json

from conformance.results import FAILED, NOT_EXERCISED, PASSED, Run, counts


def write(run: Run) -> str:
    """One document: `summary`, `cases`, `coverage`, `not_asserted`."""
    document = {
        "service": {"title": run.suite.title, "version": run.suite.version},
        "endpoint": run.endpoint,
        "states": run.provider,
        "seconds": round(run.seconds, 3),
        "summary": {
            "passed": run.count(PASSED),
            "failed": run.count(FAILED),
            "not_exercised": run.count(NOT_EXERCISED),
            "facts": counts(run.coverage),
        },
        "cases": [
            {
                "id": result.case.id,
                "operation": result.case.operation,
                "kind": result.case.kind,
                "title": result.case.title,
                "status": result.status,
                "why": result.why,
                "expected": result.expected,
                "came": result.came,
                "quotes": [{"text": q.text, "page": q.page, "line": q.line} for q in result.case.quotes],
                "curl": result.curl,
                "alone": result.alone,
                "note": result.note,
                "borrowed": list(result.borrowed),
                "seconds": round(result.seconds, 4),
            }
            for result in run.results
        ],
        "coverage": [
            {
                "operation": item.operation,
                "kind": item.fact.kind,
                "name": item.fact.name,
                "status": item.status,
                "why": item.why,
                "page": item.fact.quote.page,
                "line": item.fact.quote.line,
                "quote": item.fact.quote.text,
                "cases": list(item.cases),
            }
            for item in run.coverage
        ],
        "not_asserted": [{"what": what, "why": why} for what, why in run.suite.silent],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
