"""Rules over several parameters, and those over members of structures (`Tag.N.Key` with `Tag.N.Value`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .problems import Problem
from .unset import UNSET

if TYPE_CHECKING:
    from .problems import At
    from .validation import Parameter

EACH: Final = None
"""A step into each item of a list."""


def broken(
    found: list[Problem], parameter: Parameter, rule: str, value: object, says: str, code: str | None, at: At = ()
) -> None:
    """Records that a rule over several parameters is broken."""
    found.append(Problem(parameter, rule, value, at, {"message": _BROKEN[rule], "says": says, "code": code}))


_BROKEN = {
    "required_if": "it is required with the other arguments as they are, and was not given",
    "requires": "it must be given together with others that were given",
    "exclusive": "it cannot be given together with others that were given",
    "any_of": "it or one of its alternatives must be given",
    "only_if": "it may not be given with the other arguments as they are",
}


class Place:
    """A place in the arguments: a parameter, and the steps from it: wire names, numbers of items (from 1), `EACH`."""

    __slots__ = ("parameter", "steps")

    def __init__(self, parameter: Parameter, *steps: str | int | None) -> None:
        self.parameter = parameter
        self.steps = steps


class When(NamedTuple):
    """Holds where a value at the place is among `values`; without values, where one is given.

    `default` says that what is absent counts as a value among them.
    """

    place: Place
    values: tuple[str | int | float, ...] = ()
    negated: bool = False
    default: bool = False


class MemberRule:
    """A rule that involves members of structures. It holds in each item of the lists that lead to its subject.

    `shared` is the number of steps that all its places begin with: where there is nothing so far, there is nothing to check.
    """

    __slots__ = ("code", "kind", "others", "says", "shared", "subject", "when")

    def __init__(
        self,
        kind: str,
        subject: Place,
        *,
        others: tuple[Place, ...] = (),
        when: tuple[When, ...] = (),
        shared: int = 0,
        says: str = "",
        code: str | None = None,
    ) -> None:
        self.kind = kind
        self.subject = subject
        self.others = others
        self.when = when
        self.shared = shared
        self.says = says
        self.code = code

    def check(self, arguments: Mapping[Parameter, Any], found: list[Problem]) -> None:
        """Records every item in which the rule is broken."""
        for items in self._items(arguments):
            for place, value in self._offenders(arguments, items):
                broken(found, _last(place), self.kind, value, self.says, self.code, self._at(place, items))

    def _items(self, arguments: Mapping[Parameter, Any]) -> list[tuple[int, ...]]:
        """Which items of the lists on the way to the subject there are: their numbers, one for each `EACH`."""
        parameter = self.subject.parameter
        reached: list[tuple[tuple[int, ...], Any, Parameter]] = [((), arguments[parameter], parameter)]
        for depth, step in enumerate(self.subject.steps[:-1], 1):
            deeper = []
            for items, value, at in reached:
                if step is None:
                    deeper += [((*items, n), v, p) for n, (v, p) in enumerate(_each(value, at), 1)]
                else:
                    deeper.append((items, *_into(value, at, step)))
            reached = [entry for entry in deeper if depth > self.shared or entry[1] is not UNSET]
        return [items for items, _, _ in reached]

    def _offenders(self, arguments: Mapping[Parameter, Any], items: tuple[int, ...]) -> list[tuple[Place, Any]]:
        """The places that a reader of the rule would mend."""

        def given(place: Place) -> bool:
            return bool(self._values(arguments, place, items))

        def holds(when: When) -> bool:
            values = self._values(arguments, when.place, items)
            if not when.values:
                return bool(values) is not when.negated
            held = any(value in when.values for value in values) or (when.default and not values)
            return held is not when.negated

        subject, others = self.subject, self.others
        if self.kind == "required_if":
            return [(subject, UNSET)] if not given(subject) and all(map(holds, self.when)) else []
        if self.kind == "requires":
            return [(other, UNSET) for other in others if not given(other)] if given(subject) else []
        if self.kind == "any_of":
            return [] if any(map(given, (subject, *others))) else [(subject, UNSET)]
        if self.kind == "only_if":
            broken = given(subject) and not all(map(holds, self.when))
            return [(subject, self._values(arguments, subject, items)[0])] if broken else []
        together = [place for place in (subject, *others) if given(place)]
        return [(place, self._values(arguments, place, items)[0]) for place in together[1:]]

    def _values(self, arguments: Mapping[Parameter, Any], place: Place, items: tuple[int, ...]) -> list[Any]:
        """What is given at a place, in the same items where it is in the same lists as the subject."""
        values = [(arguments[place.parameter], place.parameter)]
        for step in self._bound(place, items):
            if step is None:
                values = [entry for value, at in values for entry in _each(value, at)]
            else:
                values = [_into(value, at, step) for value, at in values]
        return [value for value, _ in values if value is not UNSET and value is not None]

    def _at(self, place: Place, items: tuple[int, ...]) -> At:
        """The way to a place, for messages. Of a list that could be met in any item, the item is left out."""
        at = place.parameter
        way: list[int | Parameter] = [at]
        for step in self._bound(place, items):
            at = _member(at, step) if isinstance(step, str) else at.item or at
            if step is not None:
                way.append(at if isinstance(step, str) else step)
        return tuple(way)

    def _bound(self, place: Place, items: tuple[int, ...]) -> Iterator[str | int | None]:
        """The steps to a place; in lists that lead to the subject too, the item at hand takes the place of `EACH`."""
        numbers = iter(items)
        together = place.parameter is self.subject.parameter
        for depth, step in enumerate(place.steps):
            together = together and self.subject.steps[depth : depth + 1] == (step,)
            yield next(numbers, None) if step is None and together else step


def _each(value: Any, at: Parameter) -> Iterator[tuple[Any, Parameter]]:
    """The items of a list, with their parameter."""
    value, at = _document(value, at)
    for item in value if isinstance(value, (list, tuple)) else ():
        yield item, at.item or at


def _into(value: Any, at: Parameter, step: str | int) -> tuple[Any, Parameter]:
    """A member or an item, with its parameter; `UNSET` where there is none."""
    value, at = _document(value, at)
    if isinstance(step, int):
        there = isinstance(value, (list, tuple)) and len(value) >= step
        return (value[step - 1] if there else UNSET), at.item or at
    member = _member(at, step)
    return member.member(value), member


def _document(value: Any, at: Parameter) -> tuple[Any, Parameter]:
    """What a JSON document holds; anything else as it is."""
    if at.kind != "json":
        return value, at
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = UNSET
    return value, at.item or at


def _member(at: Parameter, wire: str) -> Parameter:
    at = at.item if at.kind == "json" and at.item is not None else at
    return next(member for member in at.fields if member.wire == wire)


def _last(place: Place) -> Parameter:
    """The parameter of what stands at a place."""
    at = place.parameter
    for step in place.steps:
        at = _member(at, step) if isinstance(step, str) else at.item or at
    return at
