"""Revisions of pages, replayed: what each one changed, and the life of each parameter, member and error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docpact import pages, understand
from docpact.contract.model import Operation
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
    revisions, by default by date.
    """

    date: str
    place: str
    data: bytes | None
    operation: str = ""
    page: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A revision of an operation and what it changed. `operation` is None where no page describes it any more."""

    date: str
    place: str
    operation: Operation | None
    changes: tuple[Change, ...] = ()


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
    """All revisions of one operation, oldest first. `page` is set where another page has a timeline of its own."""

    operation: str
    page: str
    steps: tuple[Step, ...]
    strands: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The timelines of all operations by name, and the places of revisions that describe no operation."""

    timelines: tuple[Timeline, ...]
    skipped: tuple[str, ...] = ()


def replay(revisions: Iterable[Revision], operations: Sequence[str] = ()) -> History:
    """The history that revisions tell; `operations` names the only ones to tell of. Never raises for what a page says."""
    sides: dict[tuple[str, str], list[tuple[Revision, Side | None]]] = {}
    skipped: list[str] = []
    for revision in revisions:
        side = side_of(revision.data, revision.place) if revision.data is not None else None
        name = side.contract.operations[0].name if side is not None else revision.operation
        if not name:
            skipped.append(revision.place)
        elif not operations or name in operations:
            sides.setdefault((name, revision.page), []).append((revision, side))
    timelines = [
        _timeline(name, page, sorted(rows, key=lambda row: row[0].order or row[0].date))
        for (name, page), rows in sorted(sides.items())
    ]
    return History(tuple(timelines), tuple(skipped))


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


def _timeline(name: str, page: str, rows: Sequence[tuple[Revision, Side | None]]) -> Timeline:
    steps: list[Step] = []
    last: Side | None = None
    for revision, side in rows:
        changes: tuple[Change, ...] = ()
        if side is not None and last is not None:
            changes = located(compare(last.contract, side.contract), last, side).changes
        operation = side.contract.operations[0] if side is not None else None
        steps.append(Step(revision.date, revision.place, operation, changes))
        last = side or last
    return Timeline(name, page, tuple(steps), tuple(_strands(steps)))


def _strands(steps: Sequence[Step]) -> Iterator[Strand]:
    present = [_things(step.operation) for step in steps]
    for part, name in dict.fromkeys(thing for things in present for thing in things):
        there = tuple((part, name) in things for things in present)
        events: list[Event] = []
        for index, step in enumerate(steps):
            before = there[index - 1] if index else False
            messages = [
                change for change in step.changes if _about(change) == (part, name) and change.level is not Level.TEXT
            ]
            if there[index] != before:
                renamed = next((change for change in step.changes if _renames(change, part, name)), None)
                verb = "renamed" if renamed else "came" if there[index] else "went"
                told = renamed or (messages[0] if messages else None)
                text = told.message if told else f"{code(name)} {verb}."
                events.append(Event(index, step.date, verb, text, told.level if told else Level.COMPATIBLE))
                messages = [change for change in messages if change is not told]
            events += [Event(index, step.date, "changed", change.message, change.level) for change in messages]
        yield Strand(part, name, tuple(events), there)


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
