"""The run as one HTML page: no network, dark and light, printable. Every text goes through `html.escape`."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from conformance.cases import Quote
from conformance.reports.html_assets import SCRIPT, STYLE
from conformance.results import FAILED, NOT_EXERCISED, PASSED, Coverage, Result, Run, counts

_CLASS = {PASSED: "ok", FAILED: "bad", NOT_EXERCISED: "open"}
_MARK = {PASSED: "✓", FAILED: "✗", NOT_EXERCISED: "–"}
_SEVERAL = "service"


def write(run: Run) -> str:
    """The page."""
    name = f"{run.suite.title} {run.suite.version}"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(_verdict(run))}: {escape(name)} conformance</title>",
        f"<style>{STYLE}</style>\n</head>\n<body>",
        *_head(run, name),
        *_failures(run),
        *_matrix(run),
        *_coverage(run),
        *_cases(run),
        *_silent(run),
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _verdict(run: Run) -> str:
    return f"{len(run.failures)} failed" if run.failures else "passed"


def _head(run: Run, name: str) -> Iterable[str]:
    status = FAILED if run.failures else PASSED
    yield f'<header class="{_CLASS[status]}"><p class="eyebrow">Conformance report</p><h1>{escape(name)}</h1>'
    yield f'<p class="verdict">{_MARK[status]} {escape(_verdict(run))}</p>'
    yield (
        f'<p class="meta"><code>{escape(run.endpoint)}</code> · states from {escape(run.provider)}'
        f" · {len(run.results)} cases in {run.seconds:.1f} s</p>"
    )
    yield '<ul class="tiles">'
    for kind in (FAILED, PASSED, NOT_EXERCISED):
        yield f'<li class="{_CLASS[kind]}"><b>{run.count(kind)}</b> cases {escape(kind)}</li>'
    yield '</ul></header>\n<nav><a href="#failures">Failures</a> <a href="#matrix">Matrix</a> <a href="#coverage">Coverage</a>'
    yield '<a href="#cases">All cases</a> <a href="#silent">Not asserted</a></nav>\n<main>'


def _failures(run: Run) -> Iterable[str]:
    yield '<section id="failures"><h2>Failures</h2>'
    if not run.failures:
        yield "<p>No case failed.</p>"
    for result in run.failures:
        yield f'<article class="failure" {_data(result)}><h3>{escape(result.case.title)}</h3>'
        yield f'<p class="id"><code>{escape(result.case.id)}</code></p><ul class="why">'
        yield from (f"<li>{escape(why.partition('; expected ')[0])}</li>" for why in result.why)
        yield from (f"<li>sent with {escape(loan)}</li>" for loan in result.borrowed)
        yield "</ul>"
        if result.expected:
            yield f"<dl><dt>Expected</dt><dd>{escape(result.expected)}</dd>"
            yield f"<dt>Came</dt><dd>{escape(result.came or 'nothing')}</dd></dl>"
        yield from (_quote(quote) for quote in result.case.quotes)
        if result.curl:
            yield "<details open><summary>Repeat it by hand (signed now; good while the timestamp is)</summary>"
            yield from (f"<pre><code>{escape(line)}</code></pre>" for line in result.curl)
            yield "</details>"
        yield f'<p class="alone">Alone: <code>{escape(result.alone)}</code></p></article>'
    yield "</section>"


def _quote(quote: Quote) -> str:
    place = f"<cite>{escape(quote.place)}</cite>" if quote.page else ""
    return f"<blockquote>{escape(quote.text)} {place}</blockquote>"


def _matrix(run: Run) -> Iterable[str]:
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for result in run.results:
        operation = _SEVERAL if result.case.kind == "service" else result.case.operation
        cell = cells.setdefault((operation, result.case.kind), {PASSED: 0, FAILED: 0, NOT_EXERCISED: 0})
        cell[result.status] += 1
    operations = list(dict.fromkeys(operation for operation, _ in cells))
    kinds = [kind for kind in run.suite.kinds if any(k == kind for _, k in cells)]
    yield '<section id="matrix"><h2>Operations by kinds of checks</h2>'
    yield '<p class="hint">passed of all; choose a cell to see its cases</p><div class="wide"><table class="matrix"><thead><tr>'
    yield "<th></th>" + "".join(f'<th scope="col"><span>{escape(run.suite.kinds[kind])}</span></th>' for kind in kinds)
    yield "</tr></thead><tbody>"
    for operation in operations:
        yield f'<tr><th scope="row">{escape(operation)}</th>'
        for kind in kinds:
            found = cells.get((operation, kind))
            yield _cell(operation, kind, found) if found else '<td class="none"></td>'
        yield "</tr>"
    yield "</tbody></table></div></section>"


def _cell(operation: str, kind: str, cell: dict[str, int]) -> str:
    total = sum(cell.values())
    status = FAILED if cell[FAILED] else PASSED if cell[PASSED] else NOT_EXERCISED
    label = f"{cell[PASSED]} passed, {cell[FAILED]} failed, {cell[NOT_EXERCISED]} not exercised"
    part = ' data-part="1"' if status == PASSED and cell[NOT_EXERCISED] else ""
    return (
        f'<td class="{_CLASS[status]}"{part}><a href="#cases" title="{label}" data-operation="{escape(operation)}"'
        f' data-kind="{escape(kind)}">{cell[PASSED]}/{total}</a></td>'
    )


def _coverage(run: Run) -> Iterable[str]:
    yield '<section id="coverage"><h2>What the pages document</h2><table class="counts"><thead><tr><th></th>'
    yield "<th>passed</th><th>failed</th><th>not exercised</th></tr></thead><tbody>"
    for kind, row in counts(run.coverage).items():
        numbers = "".join(f'<td class="{_CLASS[s] if row[s] else "none"}">{row[s]}</td>' for s in row)
        yield f'<tr><th scope="row">{escape(kind)}s</th>{numbers}</tr>'
    yield "</tbody></table>"
    groups: dict[str, list[Coverage]] = {}
    for item in run.coverage:
        groups.setdefault(item.operation, []).append(item)
    for operation, items in groups.items():
        missing = sum(item.status != PASSED for item in items)
        opened = " open" if any(item.status == FAILED for item in items) else ""
        note = f"{len(items)} facts" + (f", {missing} not passed" if missing else ", all passed")
        yield f"<details{opened}><summary><b>{escape(operation or 'Common to all operations')}</b> {note}</summary>"
        yield '<table class="facts"><thead><tr><th></th><th>kind</th><th>name</th><th>where</th><th>why</th></tr></thead><tbody>'
        order = {FAILED: 0, NOT_EXERCISED: 1, PASSED: 2}
        for item in sorted(items, key=lambda item: order[item.status]):
            yield _fact(item)
        yield "</tbody></table></details>"
    yield "</section>"


def _fact(item: Coverage) -> str:
    return (
        f'<tr class="{_CLASS[item.status]}"><td title="{escape(item.status)}">{_MARK[item.status]}</td><td>{escape(item.fact.kind)}</td>'
        f'<td title="{escape(item.fact.quote.text)}"><code>{escape(item.fact.name)}</code></td>'
        f"<td>{escape(item.fact.quote.place)}</td><td>{escape(item.why)}</td></tr>"
    )


def _cases(run: Run) -> Iterable[str]:
    operations = list(dict.fromkeys(result.case.operation for result in run.results))
    yield '<section id="cases"><h2>All cases</h2><form class="filters">'
    yield '<input type="search" name="text" placeholder="Find in ids, titles and reasons" aria-label="Find">'
    yield _select("status", "every status", [(status, status) for status in (FAILED, NOT_EXERCISED, PASSED)])
    yield _select("operation", "every operation", [(name, name) for name in [*operations, _SEVERAL]])
    yield _select("kind", "every kind", [(kind, words) for kind, words in run.suite.kinds.items()])
    yield '<button type="reset">Clear</button> <output></output></form><table class="cases"><thead><tr>'
    yield "<th></th><th>case</th><th>what came of it</th><th>where</th></tr></thead><tbody>"
    order = {FAILED: 0, NOT_EXERCISED: 1, PASSED: 2}
    for result in sorted(run.results, key=lambda result: order[result.status]):
        said = "; ".join([*result.why, *result.borrowed]) or result.note or result.came
        places = ", ".join(dict.fromkeys(quote.place for quote in result.case.quotes))
        yield (
            f'<tr class="{_CLASS[result.status]}" {_data(result)}><td title="{escape(result.status)}">{_MARK[result.status]}</td>'
            f"<td><b>{escape(result.case.title)}</b><br><code>{escape(result.case.id)}</code></td><td>{escape(said)}</td><td>{escape(places)}</td></tr>"
        )
    yield "</tbody></table></section>"


def _data(result: Result) -> str:
    operation = _SEVERAL if result.case.kind == "service" else result.case.operation
    fields = {"status": result.status, "operation": operation, "kind": result.case.kind}
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in fields.items())


def _select(name: str, every: str, values: list[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in values)
    return f'<select name="{name}" aria-label="{name}"><option value="">{every}</option>{options}</select>'


def _silent(run: Run) -> Iterable[str]:
    yield '<section id="silent"><h2>Not asserted</h2><p>What the pages leave open is listed, not guessed.</p><ul>'
    yield from (f"<li>{escape(what)}: <span>{escape(why)}</span></li>" for what, why in run.suite.silent)
    yield "</ul></section>\n</main>"
