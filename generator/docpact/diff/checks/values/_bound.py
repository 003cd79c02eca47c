"""What the checks of the six bounds share: each may be introduced, dropped, raised or lowered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docpact.contract.model import Schema
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound. `keyword` is its name in the contract file, `field` in the model.

    `counts` is what it counts (`characters`), empty where it is about the value itself. `form` is a schema with the
    bound, for the examples.
    """

    keyword: str
    field: str
    upper: bool
    counts: str
    form: str

    @property
    def name(self) -> str:
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in self.keyword)

    @property
    def verb(self) -> str:
        return "have" if self.counts else "be"

    def limit(self, value: object) -> str:
        """`at most 5 characters`"""
        return f"at {'most' if self.upper else 'least'} {value} {self.counts}".rstrip()

    def reach(self, value: object) -> str:
        """`as many as 5 characters`"""
        how = ("many" if self.upper else "few") if self.counts else ("high" if self.upper else "low")
        return f"as {how} as {value} {self.counts}".rstrip()


def bound_checks(bound: Bound) -> tuple[Check, ...]:
    """The check of one bound, with its four kinds."""
    low, high, without = bound.form % "5", bound.form % "9", bound.form.split(",")[0] + "}"
    tight, loose = (low, high) if bound.upper else (high, low)

    def kind(name: str, level: Level, response: Level, title: str, page: str, old: str, new: str, same: str) -> Kind:
        return Kind(
            f"{bound.name}-{name}",
            level,
            title,
            page,
            Example("schema", old, new),
            Example("schema", old, same),
            response,
        )

    narrower = (
        "Requests with values that were accepted are now rejected, by the client before anything is sent."
        " Answers hold nothing that they could not hold before."
    )
    wider = (
        "Requests may hold every value that they could hold before. Answers may hold values that code did not expect."
    )
    introduced = kind(
        "introduced",
        Level.RISKY,
        Level.COMPATIBLE,
        f"`{bound.keyword}` is now documented.",
        "The service may have kept this bound all along, without saying so. Clients now check it: a call beyond it fails"
        " before anything is sent. If the sentence on the page is wrong, correct it in the overlay.",
        without,
        high,
        without,
    )
    dropped = kind(
        "dropped",
        Level.COMPATIBLE,
        Level.RISKY,
        f"`{bound.keyword}` is no longer documented.",
        wider,
        high,
        without,
        high,
    )
    narrowed = kind(
        "lowered" if bound.upper else "raised",
        Level.BREAKING,
        Level.COMPATIBLE,
        f"`{bound.keyword}` is stricter.",
        narrower,
        loose,
        tight,
        loose,
    )
    widened = kind(
        "raised" if bound.upper else "lowered",
        Level.COMPATIBLE,
        Level.RISKY,
        f"`{bound.keyword}` is less strict.",
        wider,
        tight,
        loose,
        tight,
    )

    def find(both: Both[Schema]) -> Iterator[Found]:
        old, new = getattr(both.old, bound.field), getattr(both.new, bound.field)
        if old == new:
            return
        verb = bound.verb
        must, can = (
            (f"must now {verb}", "may") if both.of_argument else (f"now {'has' if bound.counts else 'is'}", "can")
        )
        if old is None:
            message = f"{both.subject} {must} {bound.limit(new)}; no limit was documented."
            yield Found(introduced, message, bound.keyword)
        elif new is None:
            message = f"{both.subject} is no longer documented to {verb} {bound.limit(old)}."
            yield Found(dropped, message, bound.keyword)
        elif (new < old) == bound.upper:
            yield Found(narrowed, f"{both.subject} {must} {bound.limit(new)}; the limit was {old}.", bound.keyword)
        else:
            message = f"{both.subject} {can} now {verb} {bound.reach(new)}; the limit was {old}."
            yield Found(widened, message, bound.keyword)

    return (Check(Both, Schema, (introduced, dropped, narrowed, widened), find),)
