"""The run as JUnit XML, for CI: one suite for each operation, not exercised as skipped."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from conformance.results import FAILED, NOT_EXERCISED, Result, Run

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(run: Run) -> str:
    """The document."""
    root = ElementTree.Element("testsuites", name=_clean(f"{run.suite.title} {run.suite.version}"))
    groups: dict[str, list[Result]] = {}
    for result in run.results:
        groups.setdefault(result.case.operation, []).append(result)
    for element, results in [(root, run.results)]:
        _count(element, results)
    for operation, results in groups.items():
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(operation or "several operations"))
        _count(suite, results)
        for result in results:
            _case(suite, result)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _count(element: ElementTree.Element, results: list[Result]) -> None:
    element.set("tests", str(len(results)))
    element.set("failures", str(sum(r.status == FAILED for r in results)))
    element.set("skipped", str(sum(r.status == NOT_EXERCISED for r in results)))
    element.set("errors", "0")
    element.set("time", f"{sum(r.seconds for r in results):.3f}")


def _case(suite: ElementTree.Element, result: Result) -> None:
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_clean(f"{result.case.operation}.{result.case.kind}"),
        name=_clean(result.case.id),
        time=f"{result.seconds:.4f}",
    )
    if result.status == FAILED:
        failure = ElementTree.SubElement(case, "failure", message=_clean(result.why[0] if result.why else "failed"))
        quotes = [f"{quote.place}: {quote.text}" for quote in result.case.quotes]
        lines = [result.case.title, *result.why, "", *quotes, "", *result.curl, "", result.alone]
        failure.text = _clean("\n".join(lines))
    elif result.status == NOT_EXERCISED:
        ElementTree.SubElement(case, "skipped", message=_clean("; ".join(result.why)))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
