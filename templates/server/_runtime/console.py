"""The console: one page that shows operations, recent requests and the present state.

Everything on it may come from a caller, so everything is escaped, and the page runs no script.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from .service import Exchange, Service

_ROWS = 200
_HIDDEN = frozenset(("Signature", "SecurityToken"))
_COMMON = frozenset(
    "Action Version AccessKeyId SignatureMethod SignatureVersion SignatureNonce SignatureType Timestamp Format".split()
)

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #c0392b; --good: #1e8449; --soft: #8882; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a7a; --good: #6fd08c; } }
body { font: 14px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 84rem; padding: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; } nav a { margin-right: 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
code { font: 12.5px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.bad { color: var(--bad); } .good { color: var(--good); } .quiet { opacity: .7; }
.whole { white-space: nowrap; } .small { font-size: 11px; }
summary { cursor: pointer; } details > code { display: block; }
"""


def page(service: Service) -> str:
    """The console as it is now, as an HTML document."""
    facts = service.facts
    title = f"{facts['title']} {facts['version']}"
    return "".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(title)}</h1>",
            '<nav><a href="#requests">Recent requests</a><a href="#state">Present state</a>',
            '<a href="#operations">Operations</a><a href="">Reload</a></nav>',
            f"<p class=quiet>Clock: {_moment(service.gateway.clock.now())} UTC. {escape(_checks(service))}</p>",
            *_requests(service.recent),
            *_state(service),
            *_operations(service),
            "</body></html>",
        ]
    )


def _checks(service: Service) -> str:
    options = service.options
    off = [name for name in ("signature", "timestamp", "nonce", "version", "constraints") if not getattr(options, name)]
    return f"Not checked: {', '.join(off)}." if off else "All checks are on."


def _requests(recent: Iterable[Exchange]) -> Iterator[str]:
    rows = [
        (
            f"<code class=whole>{_moment(each.at)[11:]}</code>",
            f"<code class=whole>{escape(each.action or '(no action)')}</code><br>"
            f"<span class=quiet>{escape(each.method)} <code>{escape(each.path[:100])}</code></span>",
            f"{_outcome(each)}<br><code class='quiet small'>{escape(each.request_id)}</code>",
            _parameters(each),
            f"<span class=whole>{each.seconds * 1000:.2f} ms</span>",
        )
        for each in reversed(list(recent))
    ]
    yield '<h2 id="requests">Recent requests</h2>'
    yield from _table(("Time", "Request", "Outcome", "Parameters", "Took"), rows, "Nobody has called yet.")


def _outcome(each: Exchange) -> str:
    if not each.code:
        return f"<span class=good>{each.status}</span>"
    detail = f"<br>{escape(each.detail)}" if len(each.detail) < 200 else _folded(each.detail)
    return f"<span class=bad>{each.status} <code>{escape(each.code)}</code></span>{detail}"


def _folded(text: str) -> str:
    return f"<details><summary>{escape(text[:80])}…</summary><code>{escape(text)}</code></details>"


def _parameters(each: Exchange) -> str:
    """The parameters of the operation, and folded away those that every request has."""
    own = [pair for pair in each.parameters.items() if pair[0] not in _COMMON and pair[0] not in _HIDDEN]
    common = [pair for pair in each.parameters.items() if pair[0] in _COMMON]
    out = "<br>".join(map(_pair, own))
    if common:
        out += (
            f"<details class=quiet><summary>{len(common)} common</summary>{'<br>'.join(map(_pair, common))}</details>"
        )
    return out


def _pair(pair: tuple[str, str]) -> str:
    return f"<code>{escape(pair[0][:100])}={escape(pair[1][:200])}</code>"


def _state(service: Service) -> Iterator[str]:
    yield '<h2 id="state">Present state</h2>'
    if service.behaviour is None:
        yield "<p>No behaviour is loaded: answers come from the documented examples.</p>"
        return
    tables = {name: rows for name, rows in service.behaviour.snapshot().items() if rows}
    if not tables:
        yield "<p>Nothing is stored.</p>"
    for name, rows in tables.items():
        keys = dict.fromkeys(key for row in rows for key in row if key != "secret")
        columns = [key for key in keys if any(row.get(key) not in (None, "") for row in rows)]
        cells = [tuple(_cell(row.get(column)) for column in columns) for row in rows[-_ROWS:]]
        shown = f", the last {_ROWS} of them shown" if len(rows) > _ROWS else ""
        yield f"<details open><summary>{escape(name)}: {len(rows)}{shown}</summary>"
        yield from _table(tuple(map(escape, columns)), cells[::-1], "")
        yield "</details>"


def _operations(service: Service) -> Iterator[str]:
    rows = [
        (
            f"<code>{escape(name)}</code>",
            escape(f"{facts['method']} {facts['path']}") if facts["style"] == "rest" else "RPC",
            escape(facts["summary"]),
            "implemented" if service.implements(name) else "<span class=quiet>from examples</span>",
            str(len(facts["errors"])),
        )
        for name, facts in service.facts["operations"].items()
    ]
    yield '<h2 id="operations">Operations</h2>'
    yield from _table(("Operation", "Called by", "Summary", "Answers", "Error rows"), rows, "The contract has none.")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], empty: str) -> Iterator[str]:
    """A table of finished HTML cells."""
    if not rows:
        yield f"<p>{empty}</p>"
        return
    yield "<div class=scroll><table><thead><tr>"
    yield from (f"<th>{cell}</th>" for cell in head)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
    yield "</tbody></table></div>"


def _cell(value: Any) -> str:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"<code{' class=whole' if len(text) < 48 else ''}>{escape(text)}</code>"


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds))
