"""What all pages of the site share: the edition they belong to, and the frame around their content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from docpact.contract.model import Contract, Operation
from docpact.escape import Code, html
from docpact.targets.site.addresses import Addresses, Names, error_anchors
from docpact.targets.site.interface import interface
from docpact.targets.site.markup import Markup, breakable

NOTHING = Code("")
LONG_TABLE = 45_000
"""About so many characters of HTML in an error table, and it gets a page of its own."""
LONGEST_TABLE = 75_000
"""About so many, and the rest stands on a further page."""
LISTED = 80
"""Up to so many operations, every page lists them all; beyond, the script does, and a reader without it is led
to the overview. This keeps pages small."""


class Edition:
    """One version of the documentation: the newest, or an older one beside it.

    `root` is its folder on the site (empty, or `versions/1.2/`); `label` is what the version menu calls it.
    """

    def __init__(self, contract: Contract, label: str, root: str = "", has_changelog: bool = False) -> None:
        self.contract = contract
        self.label = label
        self.root = root
        self.addresses = Addresses(contract)
        self.title = contract.title or "API"
        self.words = interface(contract)
        self.has_changelog = has_changelog
        self._markups: dict[str, Markup] = {}

    def error_pages(self, operation: Operation) -> list[str]:
        """The page that holds each row of the operation's errors: its own, or pages beside it where the table is long."""
        costs = [200 + len(r.code) * 3 + len(r.message) + len(r.description) for r in operation.errors]
        if sum(costs) <= LONG_TABLE:
            return [self.addresses.page(operation.name)] * len(costs)
        stem = self.addresses.stem(operation.name)
        pages = []
        part, size = 1, 0
        for cost in costs:
            if size and size + cost > LONGEST_TABLE:
                part, size = part + 1, 0
            size += cost
            pages.append(f"{stem}.errors{'' if part == 1 else f'-{part}'}.html")
        return pages

    def error_links(self, operation: Operation) -> list[str]:
        """Where each row of the operation's errors stands, seen from its page."""
        own = self.addresses.page(operation.name)
        pages = ("" if page == own else page.removeprefix("operations/") for page in self.error_pages(operation))
        return [f"{page}#{anchor}" for page, anchor in zip(pages, error_anchors(operation.errors), strict=True)]

    @cached_property
    def operation_names(self) -> list[str]:
        """The names in the order of the site: alphabetical."""
        return sorted((o.name for o in self.contract.operations), key=lambda name: (name.casefold(), name))

    def markup(self, up: str) -> Markup:
        """The renderer for pages from which `up` leads to the edition's folder."""
        if up not in self._markups:
            self._markups[up] = Markup(
                lambda target, label: self._resolve(target, label, up),
                self.words.say("table"),
                self.words.say("image"),
            )
        return self._markups[up]

    def _resolve(self, target: str, label: str, up: str) -> str | None:
        """Links between pages: by the operation that the label or the target's file name names."""
        for name in (label.strip("`* "), PurePosixPath(target.partition("#")[0]).stem):
            if self.addresses.find(name) is not None:
                return up + self.addresses.page(name)
        return None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu; `current` is `true` or `page` on the page itself, else empty."""

    label: Code
    href: Code
    current: Code = NOTHING


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page around its content. `up` leads to the edition's folder, `assets` to the shared files."""

    title: Code
    description: Code
    site: Code
    version: Code
    edition: Code
    up: Code
    assets: Code
    kind: Code
    main_links: tuple[Link, ...]
    versions: tuple[Link, ...]
    operations: tuple[Link, ...]
    listed: bool
    markdown: Code
    outdated: Link | None
    outdated_says: Code
    language: Code
    words: Mapping[str, Code]
    word_script: Code


def frame(
    edition: Edition,
    editions: Sequence[Edition],
    *,
    path: str,
    title: str,
    description: str,
    kind: str,
    markdown: str = "",
    base: str = "",
) -> Frame:
    """The frame of the page at `path` within the edition. `markdown` is the path of its Markdown, or empty.

    `base` is the site's own path on its server, for a page of the newest edition that is shown at any address.
    """
    up = base or "../" * path.count("/")
    top = up + "../" * edition.root.count("/")
    listed = len(edition.operation_names) <= LISTED
    words = edition.words
    main = [("overview", "index.html"), ("errors", "errors.html"), ("common", "common.html")]
    if edition.has_changelog:
        main.append(("changelog", "changelog.html"))
    newest = editions[0]
    return Frame(
        title=html.text(title),
        description=html.attribute(description[:300]),
        site=html.text(edition.title),
        version=html.text(edition.contract.version),
        edition=html.text(edition.label),
        up=html.attribute(up),
        assets=html.attribute(f"{top}assets/"),
        kind=html.attribute(kind),
        main_links=tuple(_link(words.say(key), target, up, path) for key, target in main),
        versions=tuple(
            Link(
                html.text(other.label),
                html.attribute(top + other.root + _same_page(other, path, edition)),
                Code("true" if other is edition else ""),
            )
            for other in (editions if len(editions) > 1 else ())
        ),
        operations=tuple(
            _link(name, edition.addresses.page(name), up, path) for name in (edition.operation_names if listed else ())
        ),
        listed=listed,
        markdown=html.attribute(up + markdown if markdown else ""),
        outdated=(
            None
            if edition is newest
            else Link(
                html.text(words.say("newest", newest.label)),
                html.attribute(top + newest.root + _same_page(newest, path, edition)),
            )
        ),
        outdated_says=html.text(words.say("outdated", edition.label)),
        language=html.attribute(words.tag),
        words=words.shown,
        word_script=html.attribute(words.file),
    )


def _link(label: str, target: str, up: str, path: str) -> Link:
    """A link of the menu: `page` on its own page, `true` on the parts of it: `errors/2.html` of `errors.html`."""
    part = target == f"{path.partition('/')[0]}.html"
    return Link(breakable(label), html.attribute(up + target), Code("page" if target == path else "true" * part))


def _same_page(other: Edition, path: str, edition: Edition) -> str:
    """The page of another edition that documents the same, or its overview."""
    if path.startswith("operations/"):
        name = next((n for n in edition.operation_names if edition.addresses.page(n) == path), "")
        return other.addresses.page(name) if name in other.addresses else "index.html"
    return path if path in ("index.html", "errors.html") else "index.html"


def editions(current: Contract, older: Sequence[tuple[str, Contract]], label: str) -> list[Edition]:
    """The newest edition first, then the older ones in the order given."""
    names = Names()
    out = [Edition(current, label, has_changelog=True)]
    out += [Edition(contract, name, f"versions/{names.give(name, 'version')}/") for name, contract in older]
    return out
