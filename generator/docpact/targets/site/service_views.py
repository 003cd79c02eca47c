"""The pages about the service as a whole: overview, common parameters, error index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from docpact.contract.model import Style
from docpact.escape import Code, html
from docpact.targets.site import schema_view
from docpact.targets.site.addresses import anchors, error_anchors
from docpact.targets.site.error_index import Coded, chunks, codes
from docpact.targets.site.frame import Edition, Frame, Link, frame
from docpact.targets.site.markup import breakable

_SUMMARY = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the overview."""

    name: Code
    href: Code
    summary: Code
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Overview:
    frame: Frame
    description: Code
    servers: tuple[Link, ...]
    signing: Code
    count: Code
    operations: tuple[Entry, ...]
    template: str = field(default="site/overview.html.jinja")


def overview(edition: Edition, editions: Sequence[Edition]) -> Overview:
    """The first page: what the service is, and all its operations."""
    contract = edition.contract
    markup = edition.markup("")
    by_name = {operation.name: operation for operation in contract.operations}
    text = markup.plain(contract.description) or edition.words.count("operations", len(by_name))
    return Overview(
        frame=frame(
            edition,
            editions,
            path="index.html",
            title=edition.words.say("overview"),
            description=text,
            kind="overview",
            markdown="llms.txt",
        ),
        description=markup.block(contract.description),
        servers=tuple(Link(html.text(s.url), html.text(s.description)) for s in contract.servers),
        signing=_signing(edition),
        count=html.text(edition.words.count("operations", len(by_name))),
        operations=tuple(
            Entry(
                breakable(name),
                html.attribute(edition.addresses.page(name)),
                html.text(shorten(markup.plain(by_name[name].summary), _SUMMARY)),
                by_name[name].deprecated,
            )
            for name in edition.operation_names
        ),
    )


def _signing(edition: Edition) -> Code:
    styles = {operation.style for operation in edition.contract.operations}
    return html.text(" ".join(edition.words.say(f"signing_{style.value}") for style in Style if style in styles))


def shorten(text: str, length: int) -> str:
    """The text, cut after a word where it is longer."""
    return text if len(text) <= length else text[:length].rpartition(" ")[0].rstrip(" ,;") + " …"


@dataclass(frozen=True, slots=True)
class Missing:
    frame: Frame
    template: str = field(default="site/missing.html.jinja")


def missing(edition: Edition, editions: Sequence[Edition], base: str) -> Missing:
    """What web servers show for an address that is none; `base` is the site's own path on its server."""
    say = edition.words.say
    about = say("missing_about")
    shown = frame(
        edition, editions, path="404.html", title=say("missing"), description=about, kind="missing", base=base
    )
    return Missing(shown)


@dataclass(frozen=True, slots=True)
class Common:
    frame: Frame
    signing: Code
    parameters: tuple[schema_view.Node, ...]
    errors: tuple[schema_view.RowView, ...]
    template: str = field(default="site/common.html.jinja")


def common(edition: Edition, editions: Sequence[Edition]) -> Common:
    """The parameters that every request carries, and the errors that every operation can answer with."""
    contract = edition.contract
    markup = edition.markup("")
    names = anchors("parameter", (p.name for p in contract.common_parameters))
    return Common(
        frame=frame(
            edition,
            editions,
            path="common.html",
            title=edition.words.say("common"),
            description=edition.words.say("common_about"),
            kind="common",
            markdown="common-parameters.md",
        ),
        signing=_signing(edition),
        parameters=tuple(
            schema_view.Nodes(markup, edition.words).parameter(p, {(p.name,): anchor})
            for p, anchor in zip(contract.common_parameters, names, strict=True)
        ),
        errors=schema_view.rows_of(contract.common_errors, error_anchors(contract.common_errors), markup),
    )


@dataclass(frozen=True, slots=True)
class MessageView:
    status: Code
    text: Code
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CodeView:
    id: Code
    code: Code
    messages: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True)
class Errors:
    frame: Frame
    heading: Code
    lead: Code
    searchable: bool
    parts: tuple[Link, ...]
    codes: tuple[CodeView, ...]
    template: str = field(default="site/errors.html.jinja")


def errors(edition: Edition, editions: Sequence[Edition]) -> Iterable[tuple[str, Errors]]:
    """The index of all errors, by path: one page with the search, and parts to read where it would be too long."""
    found = codes(edition)
    parts = chunks(found)
    paths = ["errors.html"] if len(parts) < 2 else [f"errors/{number}.html" for number in range(1, len(parts) + 1)]
    title = edition.words.say("errors")
    labels = [f"{part[0].code} – {part[-1].code}" if part else "" for part in parts]
    count = sum(len(entry.messages) for entry in found)
    lead = edition.words.say("errors_about_all", len(found), count)

    def page(path: str, shown: Sequence[Coded], heading: str) -> Errors:
        up = "../" * path.count("/")
        ids = anchors("code", (entry.code for entry in shown))
        return Errors(
            frame=frame(
                edition, editions, path=path, title=heading, description=lead, kind="errors-page", markdown="errors.md"
            ),
            heading=breakable(heading),
            lead=html.text(lead),
            searchable=path == "errors.html",
            parts=tuple(
                Link(breakable(label), html.attribute(up + target), Code("page" if target == path else ""))
                for label, target in zip(labels, paths, strict=True)
                if len(parts) > 1
            ),
            codes=tuple(
                CodeView(html.attribute(anchor), breakable(entry.code), _messages(entry, edition, up))
                for anchor, entry in zip(ids, shown, strict=True)
            ),
        )

    if len(parts) < 2:
        yield "errors.html", page("errors.html", found, title)
        return
    yield "errors.html", page("errors.html", (), title)
    for path, part, label in zip(paths, parts, labels, strict=True):
        yield path, page(path, part, f"{title} {label}")


def _messages(entry: Coded, edition: Edition, up: str) -> tuple[MessageView, ...]:
    markup = edition.markup(up)
    return tuple(
        MessageView(
            html.text("" if message.status is None else str(message.status)),
            markup.line(message.text),
            tuple(Link(html.text(place.label), html.attribute(up + place.href)) for place in message.places),
        )
        for message in entry.messages
    )
