"""What all pages of the site share: the edition they belong to, and the frame around their content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from docpact.contract.model import Contract, Operation
from docpact.escape import Code, html
from docpact.targets.site.addresses import Addresses, Names
from docpact.targets.site.interface import interface
from docpact.targets.site.markup import Markup, breakable

NOTHING = Code("")
LONG_TABLE = 45_000
"""About so many characters of HTML in an error table, and it gets a page of its own."""
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

    def errors_page(self, operation: Operation) -> str:
        """The page that holds the operation's error table: its own, or one beside it where the table is very long."""
        if sum(200 + len(r.code) * 3 + len(r.message) + len(r.description) for r in operation.errors) > LONG_TABLE:
            return f"{self.addresses.stem(operation.name)}.errors.html"
        return self.addresses.page(operation.name)

    @cached_property
    def operation_names(self) -> list[str]:
        """The names in the order of the site: alphabetical."""
        return sorted((o.name for o in self.contract.operations), key=lambda name: (name.casefold(), name))

    def markup(self, up: str) -> Markup:
        """The renderer for pages from which `up` leads to the edition's folder."""
        if up not in self._markups:
            self._markups[up] = Markup(lambda target, label: self._resolve(target, label, up))
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
    edition: Edition, editions: Sequence[Edition], *, path: str, title: str, description: str, kind: str, markdown: str
) -> Frame:
    """The frame of the page at `path` within the edition. `markdown` is the path of its Markdown, or empty."""
    up = "../" * path.count("/")
    top = up + "../" * edition.root.count("/")
    listed = len(edition.operation_names) <= LISTED
    words = edition.words
    main = [("overview", "index.html"), ("errors", "errors.html")]
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
    return Link(breakable(label), html.attribute(up + target), Code("page" if target == path else ""))


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
