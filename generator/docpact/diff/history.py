"""Revisions of pages, replayed: what each one changed, and the life of each parameter, member and error."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from docpact import pages, understand
from docpact.contract.model import Operation
from docpact.diff import matching
from docpact.diff.compare import compare
from docpact.diff.events import code
from docpact.diff.model import SINGLE_PAGE, Change, Level, Part
from docpact.diff.places import PagePlaces
from docpact.diff.sides import Side, located
from docpact.pages.files import decode


@dataclass(frozen=True, slots=True)
class Revision:
    """A page as it stood from `date` (ISO 8601, a day) on. `data` is None where it no longer describes `operation`.

    `page` tells pages apart that describe one operation at the same time, such as translations; `order` sorts the
    revisions, by default by date. `formerly` is the operation that the same file described before, if another one.
    """

    date: str
    place: str
    data: bytes | None
    operation: str = ""
    page: str = ""
    order: str = ""
    formerly: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A revision of an operation and what it changed. `operation` is None where no page describes it any more.

    `unreadable` says that there is a page all the same, which was an operation's before and is one again later.
    """

    date: str
    place: str
    operation: Operation | None
    changes: tuple[Change, ...] = ()
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to something on a day: it `came`, `went`, was `renamed` or `changed`; `message` says how."""

    step: int
    date: str
    what: str
    message: str
    level: Level


@dataclass(frozen=True, slots=True)
class Strand:
    """The life of a parameter, a member of the answer or an error. `present` says of each step whether it is there."""

    part: Part
    name: str
    events: tuple[Event, ...]
    present: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All revisions of one operation, oldest first. `page` is set where another page has a timeline of its own.

    `formerly` are the names that the operation had before, oldest first.
    """

    operation: str
    page: str
    steps: tuple[Step, ...]
    strands: tuple[Strand, ...]
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The timelines of operations by name, and the places of revisions that describe no operation.

    `known` are the names of all operations, also of those that nobody asked for.
    """

    timelines: tuple[Timeline, ...]
    skipped: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def replay(revisions: Iterable[Revision], operations: Sequence[str] = ()) -> History:
    """The history that revisions tell; `operations` names the only ones to tell of. Never raises for what a page says."""
    stories: dict[tuple[str, str], _Story] = {}
    skipped: list[str] = []
    for revision in revisions:
        side = side_of(revision.data, revision.place) if revision.data is not None else None
        name = side.contract.operations[0].name if side is not None else revision.operation
        if not name:
            skipped.append(revision.place)
            continue
        if revision.formerly and (former := stories.get((revision.formerly, revision.page))) is not None:
            if (name, revision.page) not in stories and former.continues(side):
                stories[name, revision.page] = stories.pop((revision.formerly, revision.page))
            else:
                former.rows.append((replace(revision, data=None), None))
        story = stories.setdefault((name, revision.page), _Story([], []))
        if name not in story.names:
            story.names.append(name)
        story.rows.append((revision, side))
    timelines: list[Timeline] = []
    for (_, page), story in sorted(stories.items()):
        if not any(side is not None for _, side in story.rows):
            skipped += [revision.place for revision, _ in story.rows]
        elif not operations or set(story.names) & set(operations):
            timelines.append(_timeline(story, page))
    known = sorted({name for story in stories.values() for name in story.names})
    return History(tuple(timelines), () if operations else tuple(sorted(skipped)), tuple(known))


@dataclass(slots=True)
class _Story:
    """The revisions of one operation as they are met, and the names that it had."""

    names: list[str]
    rows: list[tuple[Revision, Side | None]]

    def continues(self, side: Side | None) -> bool:
        """Whether what a page describes now is this operation under another name."""
        last = next((side for _, side in reversed(self.rows) if side is not None), None)
        if side is None or last is None:
            return False
        return matching.is_renamed(last.contract.operations[0], side.contract.operations[0])


@functools.lru_cache(maxsize=8)
def side_of(data: bytes, place: str) -> Side | None:
    """A page, called `place` in messages, as a side of a comparison; None where it describes no operation."""
    text, _ = decode(data, place)
    page, _ = pages.read(SINGLE_PAGE, text)
    if not page.text:
        return None
    contract, findings, sources = understand.service([page])
    if not contract.operations:
        return None
    places = PagePlaces(contract, sources, {SINGLE_PAGE: page.text}, {SINGLE_PAGE: place})
    return Side(place, contract, places, findings)


def _timeline(story: _Story, page: str) -> Timeline:
    rows = sorted(story.rows, key=lambda row: row[0].order or row[0].date)
    readable = [index for index, (_, side) in enumerate(rows) if side is not None]
    steps: list[Step] = []
    last: Side | None = None
    for index, (revision, side) in enumerate(rows):
        changes: tuple[Change, ...] = ()
        if side is not None and last is not None:
            changes = located(compare(last.contract, side.contract), last, side).changes
        operation = side.contract.operations[0] if side is not None else None
        unreadable = side is None and revision.data is not None and readable[0] < index < readable[-1]
        steps.append(Step(revision.date, revision.place, operation, changes, unreadable))
        last = side or last
    return Timeline(story.names[-1], page, tuple(steps), tuple(_strands(steps)), tuple(story.names[:-1]))


def _strands(steps: Sequence[Step]) -> Iterator[Strand]:
    present: list[dict[tuple[Part, str], None]] = []
    for step in steps:
        present.append(present[-1] if step.unreadable else _things(step.operation))
    for part, name in dict.fromkeys(thing for things in present for thing in things):
        there = tuple((part, name) in things for things in present)
        yield Strand(part, name, tuple(_events(steps, part, name, there)), there)


def _events(steps: Sequence[Step], part: Part, name: str, there: Sequence[bool]) -> Iterator[Event]:
    for index, step in enumerate(steps):
        changes = [c for c in step.changes if _about(c) == (part, name) and c.level is not Level.TEXT]
        if there[index] != (there[index - 1] if index else False):
            renamed = next((change for change in step.changes if _renames(change, part, name)), None)
            verb = "renamed" if renamed else "came" if there[index] else "went"
            told = renamed or (changes[0] if changes else None)
            text = told.message if told else f"{code(name)} {verb}."
            yield Event(index, step.date, verb, text, told.level if told else Level.COMPATIBLE)
            changes = [change for change in changes if change is not told]
        for change in changes:
            yield Event(index, step.date, "changed", change.message, change.level)


def _things(operation: Operation | None) -> dict[tuple[Part, str], None]:
    """Everything of an operation that has a life: parameters, members of the answer, error codes."""
    if operation is None:
        return {}
    things: dict[tuple[Part, str], None] = {}
    for parameter in operation.arguments:
        for path, _ in parameter.schema.walk(parameter.name):
            if not path.endswith("[]"):
                things[Part.PARAMETER, path] = None
    for path, _ in operation.response.schema.walk() if operation.response.schema else ():
        if path and not path.endswith("[]"):
            things[Part.RESPONSE, path] = None
    for row in operation.errors:
        things[Part.ERROR, row.code] = None
    return things


def _renames(change: Change, part: Part, name: str) -> bool:
    """Whether the change gives this thing its name, or takes it away."""
    if change.old is None or change.new is None or change.old.part is not part:
        return False
    ends = change.old.subject.removesuffix("[]"), change.new.subject.removesuffix("[]")
    return ends[0] != ends[1] and name in ends


def _about(change: Change) -> tuple[Part, str] | None:
    at = change.new or change.old
    if at is None:
        return None
    part = Part.PARAMETER if at.part is Part.RULE else at.part
    return (part, at.subject.removesuffix("[]"))


def first_words(operation: Operation) -> str:
    """What an operation has when it is first documented, in one sentence."""
    names = [code(p.name) + (" (required)" if p.required else "") for p in operation.arguments]
    codes = list(dict.fromkeys(row.code for row in operation.errors))
    parameters = f"the parameters {', '.join(names)}" if names else "no parameters"
    errors = f"{len(codes)} error code{'s' * (len(codes) != 1)}" if codes else "no error codes"
    return f"First documented, with {parameters} and {errors}."
