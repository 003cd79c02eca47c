"""The addresses of the service."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Contract
from docpact.diff.checks._text import read_differently, text_kind
from docpact.diff.events import Both, Check, Found, code, listing
from docpact.diff.model import Example, Kind, Level

_A, _B = "{url: 'https://vpc.example.com'}", "{url: 'https://vpc.eu.example.com'}"

ADDED = Kind(
    "endpoint-added",
    Level.COMPATIBLE,
    "There is a further endpoint.",
    "The old ones go on working.",
    changed=Example("contract", f"servers: [{_A}]", f"servers: [{_A}, {_B}]"),
    same=Example("contract", f"servers: [{_A}]", f"servers: [{_A}]"),
)
REMOVED = Kind(
    "endpoint-removed",
    Level.BREAKING,
    "An endpoint is no longer documented.",
    "Clients that are set to it may not reach the service any more.",
    changed=Example("contract", f"servers: [{_A}, {_B}]", f"servers: [{_A}]"),
    same=Example("contract", f"servers: [{_A}]", f"servers: [{_A}]"),
)
UNSTATED = Kind(
    "endpoint-no-longer-stated",
    Level.RISKY,
    "No endpoint is documented any more.",
    "Nothing says that the old one is gone; most often the page lost its example. Clients have no default endpoint, so callers"
    " must give one.",
    changed=Example("contract", f"servers: [{_A}]", "servers: []"),
    same=Example("contract", f"servers: [{_A}, {_B}]", f"servers: [{_A}]"),
)
DEFAULT = Kind(
    "default-endpoint-changed",
    Level.RISKY,
    "Clients call another endpoint where none is set.",
    "The first endpoint of the contract is the default of the clients. Calls go to another place, perhaps another region.",
    changed=Example("contract", f"servers: [{_A}, {_B}]", f"servers: [{_B}, {_A}]"),
    same=Example("contract", f"servers: [{_A}]", f"servers: [{_A}, {_B}]"),
)
SCHEME = Kind(
    "endpoint-scheme-changed",
    Level.RISKY,
    "An endpoint is reached over another protocol.",
    "From http to https, clients behind an old proxy may fail; from https to http, requests are no longer private.",
    changed=Example("contract", "servers: [{url: 'http://vpc.example.com'}]", f"servers: [{_A}]"),
    same=Example("contract", f"servers: [{_A}]", f"servers: [{_A}]"),
)
WORDS = text_kind(
    "endpoint-description-changed",
    "The description of an endpoint reads differently.",
    "contract",
    "servers: [{url: 'https://vpc.example.com', description: Main.}]",
    "servers: [{url: 'https://vpc.example.com', description: Central.}]",
)


def _find(both: Both[Contract]) -> Iterator[Found]:
    old, new = ({server.url: server for server in side.servers} for side in (both.old, both.new))
    bare = {_bare(url): url for url in old}
    switched = {url: bare[_bare(url)] for url in new if url not in old and bare.get(_bare(url), url) not in new}
    switched = {url: source for url, source in switched.items() if source != url}
    for url in new:
        if url in switched:
            yield Found(
                SCHEME, f"The endpoint {code(switched[url])} is now {code(url)}.", "servers", switched[url], url
            )
        elif url not in old:
            yield Found(ADDED, f"There is a new endpoint, {code(url)}.", "servers", "", url)
        elif read_differently(old[url].description, new[url].description):
            yield Found(WORDS, f"The description of the endpoint {code(url)} reads differently.", "servers")
    if old and not new:
        yield Found(UNSTATED, f"No endpoint is documented any more; it was {listing(list(old))}.", "servers")
    for url in old if new else ():
        if url not in new and url not in switched.values():
            yield Found(REMOVED, f"The endpoint {code(url)} is no longer documented.", "servers", url)
    first, second = next(iter(old), ""), next(iter(new), "")
    if first and second and first != second and first in new:
        yield Found(DEFAULT, f"Clients now call {code(second)} by default; it was {code(first)}.", "servers")


def _bare(url: str) -> str:
    return url.partition("://")[2] or url


CHECKS = (Check(Both, Contract, (ADDED, REMOVED, UNSTATED, DEFAULT, SCHEME, WORDS), _find),)
