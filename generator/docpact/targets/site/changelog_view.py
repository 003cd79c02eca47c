"""The changelog: what changed from each edition to the next newer one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from types import MappingProxyType

from docpact.diff.compare import compare
from docpact.diff.model import Change, Level
from docpact.escape import Code, html
from docpact.targets.site.addresses import anchors
from docpact.targets.site.frame import Edition, Frame, Link, frame
from docpact.targets.site.markup import breakable

_PART = 80_000
"""About so many characters of HTML, and a changelog is spread over several pages."""


@dataclass(frozen=True, slots=True)
class Step:
    """From an edition to the next newer one."""

    new: Edition
    old: Edition
    changes: tuple[Change, ...]


def steps(editions: Sequence[Edition]) -> tuple[Step, ...]:
    """All of them, the newest first."""
    return tuple(Step(new, old, compare(old.contract, new.contract).changes) for new, old in pairwise(editions))


@dataclass(frozen=True, slots=True)
class Subject:
    """The changes of one operation, or of the service."""

    name: Code
    href: Code
    changes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one level."""

    label: Code
    level: Code
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A heading with what changed below it, or links to the pages that tell."""

    id: Code
    label: Code
    since: Code
    counts: tuple[Code, ...]
    parts: tuple[Link, ...]
    groups: tuple[Group, ...]
    nothing: bool


@dataclass(frozen=True, slots=True)
class Changelog:
    """A page of the changelog."""

    frame: Frame
    heading: Code
    lead: Code
    releases: tuple[Release, ...]
    template: str = field(default="site/changelog.html.jinja")


def changelog(editions: Sequence[Edition], found: Sequence[Step]) -> Iterator[tuple[str, Changelog]]:
    """The pages by path: all on one, or where that would be too long an overview and its parts."""
    newest = editions[0]
    words = newest.words
    title = words.say("changelog")
    lead = words.say("changelog_about" if found else "changelog_alone")
    ids = anchors("release", (step.new.label for step in found))

    def page(path: str, name: str, releases: Sequence[Release]) -> tuple[str, Changelog]:
        shown = frame(
            newest, editions, path=path, title=name, description=lead, kind="changelog", markdown="changelog.md"
        )
        return path, Changelog(shown, html.text(title), html.text(lead), tuple(releases))

    def release(
        step: Step, anchor: str, path: str, changes: Sequence[Change], parts: Mapping[str, str] = MappingProxyType({})
    ) -> Release:
        up = "../" * path.count("/")
        return Release(
            html.attribute(anchor),
            html.text(step.new.label),
            html.text(words.say("since", step.old.label)),
            tuple(_counts(step, newest)),
            tuple(
                Link(breakable(label), html.attribute(up + part), Code("page" if part == path else ""))
                for part, label in parts.items()
            ),
            _groups(changes, editions, up),
            nothing=not step.changes,
        )

    path = "changelog.html"
    if sum(_cost(change) for step in found for change in step.changes) <= _PART:
        yield page(path, title, [release(s, anchor, path, s.changes) for s, anchor in zip(found, ids, strict=True)])
        return
    overview = []
    number = count(1)
    for step, anchor in zip(found, ids, strict=True):
        parts = {f"changelog/{next(number)}.html": part for part in _parts(step.changes)}
        labels = {place: f"{_label(part[0], newest)} – {_label(part[-1], newest)}" for place, part in parts.items()}
        for place, part in parts.items():
            name = f"{title} {step.new.label} {labels[place]}"
            yield page(place, name, [release(step, anchor, place, part, labels)])
        overview.append(release(step, anchor, path, (), labels))
    yield page(path, title, overview)


def _cost(change: Change) -> int:
    return 120 + len(change.message)


def _parts(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The changes, the most serious first, in parts that make pages of a moderate size."""
    part: list[Change] = []
    size = 0
    for change in sorted(changes, key=lambda change: -change.level):
        if part and size + _cost(change) > _PART:
            yield part
            part, size = [], 0
        part.append(change)
        size += _cost(change)
    if part:
        yield part


def _level(level: Level, edition: Edition) -> str:
    return edition.words.say(level.name.lower())


def _label(change: Change, edition: Edition) -> str:
    return f"{_level(change.level, edition)}: {change.operation or edition.title}"


def _counts(step: Step, edition: Edition) -> Iterator[Code]:
    for level in sorted(Level, reverse=True):
        number = sum(change.level is level for change in step.changes)
        if number:
            yield html.text(f"{_level(level, edition)} ({number})")


def _groups(changes: Sequence[Change], editions: Sequence[Edition], up: str) -> tuple[Group, ...]:
    markup = editions[0].markup(up)
    groups = []
    for level in sorted(Level, reverse=True):
        by_operation: dict[str, list[Change]] = {}
        for change in changes:
            if change.level is level:
                by_operation.setdefault(change.operation, []).append(change)
        subjects = tuple(
            Subject(
                breakable(name or editions[0].title),
                html.attribute(_page(name, editions, up)),
                tuple(markup.line(change.message) for change in found),
            )
            for name, found in by_operation.items()
        )
        if subjects:
            groups.append(Group(html.text(_level(level, editions[0])), Code(level.name.lower()), subjects))
    return tuple(groups)


def _page(operation: str, editions: Sequence[Edition], up: str) -> str:
    """The page of an operation in the newest edition that has it; empty where none has."""
    found = next((edition for edition in editions if operation in edition.addresses), None)
    return "" if found is None else up + found.root + found.addresses.page(operation)
