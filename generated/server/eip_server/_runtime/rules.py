"""Rules over several parameters, and over members of structures, as functions of the bound values.

A place is a list: a parameter, or `(body)`, then members by name, items by number (from 1), and null for each item. A rule
over members holds in every item of the lists that lead to its subject; `shared` steps lead to the structure that the rule
is about as a whole: where it was not given, there is nothing to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .facts import ConditionFacts, PlaceFacts, RuleFacts

Broken = tuple[str, str, str]
"""The kind of fault, the parameter (or `(body)`) and the reason."""
Rule = Callable[[dict[str, Any]], Broken | None]
"""Given the values, what is wrong; None where nothing is."""

GIVEN = ""
"""The key under which rules find what was given, apart from defaults. No parameter has an empty name."""

_KINDS = {
    "required_if": "missing",
    "requires": "missing",
    "any_of": "missing",
    "exclusive": "invalid",
    "only_if": "invalid",
}


def rule(facts: RuleFacts) -> Rule | None:
    """The check of one rule, or None for rules that no request can break."""
    kind, says = facts["kind"], facts["says"]
    if kind not in _KINDS:
        return None
    subject, others, when = facts["parameter"], facts["others"], facts["when"]

    def check(values: dict[str, Any]) -> Broken | None:
        for items in _items(values[GIVEN], subject, facts["shared"]):
            look = _Look(values, subject, items)
            place = look.offender(kind, others, when)
            if place is not None:
                return _KINDS[kind], str(place[0]), says or f"it breaks a rule at {_name(place)}"
        return None

    return check


class _Look:
    """One item at hand, and what is given at places beside it."""

    def __init__(self, values: dict[str, Any], subject: PlaceFacts, items: tuple[int, ...]) -> None:
        self.values = values
        self.subject = subject
        self.items = items

    def offender(self, kind: str, others: list[PlaceFacts], when: list[ConditionFacts]) -> PlaceFacts | None:
        """The place that breaks the rule, or None."""
        subject = self.subject
        if kind == "required_if":
            return subject if not self.given(subject) and all(map(self.holds, when)) else None
        if kind == "only_if":
            return subject if self.given(subject) and not all(map(self.holds, when)) else None
        if kind == "requires":
            absent = [other for other in others if not self.given(other)]
            return absent[0] if absent and self.given(subject) else None
        present = [place for place in (subject, *others) if self.given(place)]
        if kind == "any_of":
            return None if present else subject
        return present[-1] if len(present) > 1 else None

    def given(self, place: PlaceFacts) -> bool:
        if len(place) == 1:
            return place[0] in self.values[GIVEN]
        return any(True for _ in self.at(place, self.values[GIVEN]))

    def holds(self, condition: ConditionFacts) -> bool:
        place, wanted = condition["parameter"], condition["values"]
        if not wanted:
            return self.given(place) is not condition["negated"]
        found = list(self.at(place, self.values))
        held = any(_text(value) in wanted for value in found) or (condition["default"] and not found)
        return held is not condition["negated"]

    def at(self, place: PlaceFacts, values: dict[str, Any]) -> Iterator[Any]:
        """What is given at a place, in the item at hand where the same lists lead to it."""
        found = [values.get(str(place[0]))]
        numbers = iter(self.items)
        together = place[0] == self.subject[0]
        for depth, step in enumerate(place[1:], 1):
            together = together and self.subject[depth : depth + 1] == [step]
            number = next(numbers, None) if step is None and together else step
            found = [item for value in found for item in _step(value, number)]
        for value in found:
            if isinstance(value, list):
                yield from value
            elif value is not None:
                yield value


def _items(values: dict[str, Any], subject: PlaceFacts, shared: int) -> list[tuple[int, ...]]:
    """Which items of the lists on the way to the subject there are."""
    reached: list[tuple[tuple[int, ...], Any]] = [((), values.get(str(subject[0])))]
    for depth, step in enumerate(subject[1:-1], 1):
        deeper: list[tuple[tuple[int, ...], Any]] = []
        for items, value in reached:
            if step is None:
                deeper += [((*items, number), item) for number, item in enumerate(_step(value, None), 1)]
            else:
                deeper.append((items, next(iter(_step(value, step)), None)))
        reached = [entry for entry in deeper if depth > shared or entry[1] is not None]
    return [items for items, _ in reached]


def _step(value: Any, step: str | int | None) -> list[Any]:
    """What one step leads to: all items, one item, or a member."""
    if step is None:
        return value if isinstance(value, list) else []
    if isinstance(step, int):
        return value[step - 1 : step] if isinstance(value, list) else []
    return [value[step]] if isinstance(value, dict) and step in value else []


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name(place: PlaceFacts) -> str:
    return ".".join("N" if step is None else str(step) for step in place)
