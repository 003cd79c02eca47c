"""A change, its kind and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

SINGLE_PAGE = "page.md"
"""What a page that is compared by itself is called in its contract: its file's name means nothing."""


class Level(IntEnum):
    """What a change means for callers, least first."""

    TEXT = 0
    """Words only: no request, answer or generated name is different."""
    COMPATIBLE = 1
    """Every call that worked before works as before; there is something new."""
    RISKY = 2
    """Calls go on working, but code that relied on the old behaviour may see something it did not expect."""
    BREAKING = 3
    """Calls or code written against the old documentation fail."""

    @property
    def label(self) -> str:
        return "text only" if self is Level.TEXT else self.name.lower()

    @classmethod
    def of(cls, text: str) -> Level:
        """The level of that name (`text only`, `text`, `compatible`, `risky`, `breaking`). Raises ValueError."""
        word = text.strip().lower().split(" ")[0].split("-")[0]
        for level in cls:
            if level.name.lower() == word:
                return level
        raise ValueError(f"{text!r} is no level; there are {', '.join(level.label for level in cls)}")


class Direction(Enum):
    """Which way a value travels. What narrows a request widens nothing for the caller of an answer."""

    REQUEST = "request"
    RESPONSE = "response"


class Part(Enum):
    """The part of an operation (or, with an empty operation name, of the service) that an address points into."""

    OPERATION = "operation"
    PARAMETER = "parameter"
    BODY = "body"
    RULE = "rule"
    RESPONSE = "response"
    ERROR = "error"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something stands in a contract, by name.

    `name` is the parameter, code or URL; `path` leads on into its schema by member names, `[]` for the items of
    an array; `keyword` is the keyword of the contract file (`maximum`, `required`). `index` tells rows with one
    name apart.
    """

    operation: str = ""
    part: Part = Part.OPERATION
    name: str = ""
    path: tuple[str, ...] = ()
    keyword: str = ""
    index: int = 0

    @property
    def subject(self) -> str:
        """`EipAddresses.EipAddress[].Status`: the dotted name of what stands there."""
        text = self.name
        for step in self.path:
            text += step if step == "[]" or not text else f".{step}"
        return text


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, and the sentence or row that stands there. `line` counts from 1; 0 means unknown."""

    path: str
    line: int
    text: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Example:
    """Two states of one piece of a contract file, as YAML. `slot` says which piece: see `docpact.diff.examples`."""

    slot: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change.

    `level` holds for requests and for everything without a direction, `response` for answers where that
    differs. `title` is one line, `page` the Markdown that `docpact explain` prints below it. `changed` is an
    example that has the change, `same` a near one that has not.
    """

    name: str
    level: Level
    title: str
    page: str
    changed: Example
    same: Example
    response: Level | None = None

    def level_for(self, direction: Direction) -> Level:
        if direction is Direction.RESPONSE and self.response is not None:
            return self.response
        return self.level


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An overlay action that would keep the callers of a renamed thing alive."""

    target: str
    update: Mapping[str, object]
    description: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two contracts.

    `message` is one sentence for somebody who uses the SDK; names in it stand in backticks. `old` and `new` are
    None on the side where the thing does not exist. `says_old` and `says_new` are the sentences or rows that
    state the fact on each side. `reason` is set where the project has re-levelled the change, `service` where several
    services are compared.
    """

    kind: Kind
    level: Level
    message: str
    operation: str
    subject: str
    direction: Direction
    old: Address | None
    new: Address | None
    says_old: str = ""
    says_new: str = ""
    suggestion: Suggestion | None = None
    reason: str = ""
    old_place: Place | None = None
    new_place: Place | None = None
    service: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two contracts, most serious first within each operation, and what was left out.

    `ignored` are those that the project's rules leave out, `hidden` those of a level that nobody asked for.
    """

    changes: tuple[Change, ...]
    ignored: tuple[Change, ...] = ()
    hidden: tuple[Change, ...] = ()

    @property
    def level(self) -> Level | None:
        """The most serious level of all changes, shown or hidden, or None where there is none."""
        return max((change.level for change in (*self.changes, *self.hidden)), default=None)

    def of(self, service: str) -> Comparison:
        """The comparison as that of one service among several."""
        changes = tuple(replace(change, service=service) for change in self.changes)
        return Comparison(changes, tuple(replace(change, service=service) for change in self.ignored))

    def at_least(self, level: Level) -> Comparison:
        """The comparison with the changes below this level hidden."""
        hidden = tuple(change for change in self.changes if change.level < level)
        return replace(self, changes=tuple(c for c in self.changes if c.level >= level), hidden=self.hidden + hidden)
