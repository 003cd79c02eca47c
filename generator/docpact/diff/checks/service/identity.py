"""The product and the version of its API."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Contract
from docpact.diff.events import Both, Check, Found, code
from docpact.diff.model import Example, Kind, Level

RENAMED = Kind(
    "service-renamed",
    Level.BREAKING,
    "The product has another name.",
    "The name of the product is part of the signed request headers, of the default endpoint and of the names of"
    " the generated packages. Code that imports the old package does not find it.",
    changed=Example("contract", "info: {title: Vpc, version: '1'}", "info: {title: Eip, version: '1'}"),
    same=Example("contract", "info: {title: Vpc, version: '1'}", "info: {title: Vpc, version: '1', description: New.}"),
)
VERSION = Kind(
    "api-version-changed",
    Level.BREAKING,
    "The API has another version.",
    "Every request names the version of the API (`Version`). A service treats another version as another API, with"
    " its own operations; the old version may be switched off.",
    changed=Example(
        "contract", "info: {title: Vpc, version: '2016-04-28'}", "info: {title: Vpc, version: '2020-01-01'}"
    ),
    same=Example("contract", "info: {title: Vpc, version: '1'}", "info: {title: Vpc, version: '1', description: New.}"),
)

_UNSTATED = {"", "API", "0"}
"""What stands for the name and the version where no page gives one: to state it for the first time changes nothing."""


def _find(both: Both[Contract]) -> Iterator[Found]:
    old, new = both.old, both.new
    if old.title != new.title and not {old.title, new.title} & _UNSTATED:
        yield Found(RENAMED, f"The service is now called {code(new.title)}; it was {code(old.title)}.", "title")
    if old.version != new.version and not {old.version, new.version} & _UNSTATED:
        message = f"Requests now name version {code(new.version)} of the API; it was {code(old.version)}."
        yield Found(VERSION, message, "version")


CHECKS = (Check(Both, Contract, (RENAMED, VERSION), _find),)
