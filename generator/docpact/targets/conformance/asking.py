"""A request in the making: what it gives over and above the state, as a tree that rules can be held against."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from docpact.contract.members import BODY, Place, shared
from docpact.contract.model import JSON, Condition, Layout, Operation, Parameter, Rule, RuleKind, Schema
from docpact.targets.conformance import documents, values
from docpact.targets.conformance.documents import Unknown

Places = Mapping[str, Place]


def in_second_item(place: Place) -> Place:
    """A place in the second item of the innermost list that leads to it; the same place where no list does."""
    steps = list(place.steps)
    if None in steps:
        steps[len(steps) - 1 - steps[::-1].index(None)] = 2
    return replace(place, steps=tuple(steps))


class Asking:
    """A request of one operation. Places are put and taken; the rest comes from the state, or from the page's body.

    Changes raise documents.Unknown where a value is needed that the pages do not show.
    """

    def __init__(self, operation: Operation) -> None:
        self._parameters = {p.name: p for p in operation.arguments}
        self._body = operation.body
        self._operation = operation
        self._held: dict[str, JSON] = {}
        self._touched: dict[str, None] = {}
        self._taken: list[Place] = []
        self._of_body: dict[str, JSON] = {}

    # ------------------------------------------------------------------------------------- changes

    def put(self, place: Place, value: JSON = None) -> None:
        """Gives a value at a place; without one, a value that the page shows."""
        value = self._sample(place) if value is None else value
        if value is None:
            raise Unknown(f"no value is known for {place.steps or place.argument}")
        held = None if self._fresh(place) else self._now(place.argument)
        self._change(place, documents.put(self._schema(place.argument), held, place.steps, value))

    def take(self, place: Place) -> None:
        """Leaves out what stands at a place."""
        self._taken.append(place)
        self._change(place, documents.take(self._schema(place.argument), self._now(place.argument), place.steps))

    def stand(self, argument: str, steps: Sequence[str | int | None], without: Iterable[Place]) -> None:
        """Sees to it that the structure at a place is given, by a member that is none of `without`."""
        if not steps or self._at(argument, steps):
            return
        schema = self._schema(argument)
        container = _schema_at(schema, steps)
        avoided = {place.steps[: len(steps) + 1] for place in without if place.argument == argument}
        for member in container.properties:
            here = (*steps, member.name)
            if here not in avoided and (value := documents.whole(member.schema)) is not None:
                self._change(
                    Place(argument, here, member.schema), documents.put(schema, self._now(argument), here, value)
                )
                return
        raise Unknown("the structure has no other member")

    def hold(self, condition: Condition, place: Place, *, broken: bool = False) -> None:
        """Makes a condition hold, or the opposite of it."""
        if condition.values:
            if condition.negated is broken:
                text: str | None = condition.values[0]
            else:
                listed = (values.wire(value) for value in place.schema.enum)
                text = next((value for value in listed if value not in condition.values), None)
            if text is None or not values.fits(place.schema, text):
                raise Unknown(f"the pages list no value for {condition.parameter}")
            self.put(place, documents.typed(place.schema, text))
        elif condition.negated is broken:
            self.put(place)
        else:
            self.take(place)

    # ------------------------------------------------------------------------------------- rules

    def breaks(self, rule: Rule, places: Places) -> bool:
        """Whether the request breaks a rule, as far as it is known."""
        subject = self.given(places[rule.parameter])
        others = [self.given(places[other]) for other in rule.others]
        about = shared(list(places.values()))
        if about and not self._at(places[rule.parameter].argument, places[rule.parameter].steps[:about]):
            return False
        held = all(self._holds(condition, places[condition.parameter]) for condition in rule.when)
        match rule.kind:
            case RuleKind.REQUIRED_IF:
                return held and not subject
            case RuleKind.ONLY_IF:
                return subject and not held
            case RuleKind.REQUIRES:
                return subject and not all(others)
            case RuleKind.EXCLUSIVE:
                return [subject, *others].count(True) > 1
            case RuleKind.ANY_OF:
                return not subject and not any(others)
            case _:
                return False

    def mend(self, rule: Rule, places: Places, *, everywhere: bool = False) -> None:
        """Gives what a rule about the changes asks for, unless it was left out on purpose; `everywhere`, of any rule."""
        if rule.kind in (RuleKind.EXCLUSIVE, RuleKind.ONLY_IF) or not self.breaks(rule, places):
            return
        if not everywhere and all(place.argument not in self._touched for place in places.values()):
            return  # what the state gives is for the state to know
        for name in rule.others if rule.kind is RuleKind.REQUIRES else [rule.parameter]:
            if places[name] not in self._taken and not self.given(places[name]):
                self.put(places[name])

    def given(self, place: Place) -> bool:
        """Whether something stands at a place."""
        return self._at(place.argument, place.steps) not in (None, [], {})

    def _holds(self, condition: Condition, place: Place) -> bool:
        found = self._at(place.argument, place.steps)
        if not condition.values:
            return (found is not None) is not condition.negated
        found = place.schema.default if found is None else found
        held = found if isinstance(found, list) else [] if found is None else [found]
        return any(values.wire(each) in condition.values for each in held) is not condition.negated

    # ------------------------------------------------------------------------------------- as the case files hold it

    def request(self) -> dict[str, JSON]:
        """The changes to the state's request: what is set, dropped, given anew, and the body."""
        given: dict[str, JSON] = {}
        drop: list[JSON] = []
        replace: list[JSON] = []
        out: dict[str, JSON] = {"set": given, "drop": drop, "replace": replace}
        for name in self._touched:
            held = self._held[name]
            if name == BODY:
                assert self._body is not None
                out["body"] = documents.in_a_body(self._body.schema, held)
                drop += self._of_body
                continue
            parameter = self._parameters[name]
            if parameter.schema.type in ("array", "object"):
                replace.append(name)
            if held is not None:
                given |= documents.on_the_wire(parameter, held)
            elif parameter.schema.type not in ("array", "object"):
                drop.append(name)
        return {key: value for key, value in out.items() if key == "body" or value}

    # ------------------------------------------------------------------------------------- inside

    def _change(self, place: Place, value: JSON) -> None:
        self._touched[place.argument] = None
        self._held[place.argument] = value
        if place.argument == BODY and isinstance(place.steps[0], str):
            self._of_body[place.steps[0]] = None  # a state may give it by name, and must not put it back

    def _fresh(self, place: Place) -> bool:
        """Whether a place inside a parameter is the first that is given in it."""
        return place.argument != BODY and place.argument not in self._held

    def _now(self, argument: str) -> JSON:
        """What the request has for an argument: what was put, else what a state or the page's body gives."""
        if argument in self._held:
            return self._held[argument]
        if argument == BODY:
            return body_of(self._operation)
        parameter = self._parameters[argument]
        return _whole(parameter) if parameter.required else None

    def _at(self, argument: str, steps: Sequence[str | int | None]) -> JSON:
        return documents.at(self._schema(argument), self._now(argument), steps)

    def _schema(self, argument: str) -> Schema:
        if argument == BODY:
            return self._body.schema if self._body is not None else Schema()
        return self._parameters[argument].schema

    def _sample(self, place: Place) -> JSON:
        parameter = self._parameters.get(place.argument)
        return _whole(parameter) if parameter is not None and not place.steps else documents.whole(place.schema)


def _whole(parameter: Parameter) -> JSON:
    """A value of a parameter: one that fits, else what the page shows."""
    if parameter.schema.type in ("array", "object") and parameter.layout is Layout.PLAIN:
        shown = values.given(parameter)
        return shown.get(parameter.name) or documents.whole(parameter.schema)
    found = documents.whole(parameter.schema, parameter.example)
    if found is None and parameter.schema.type not in ("array", "object"):
        return documents.typed(parameter.schema, values.sample(parameter))
    return found


def _schema_at(schema: Schema, steps: Sequence[str | int | None]) -> Schema:
    for step in steps:
        schema = schema.json or schema
        if isinstance(step, str):
            member = schema.property(step)
            schema = member.schema if member is not None else Schema()
        else:
            schema = schema.items or Schema()
    return schema.json or schema


def body_of(operation: Operation) -> JSON:
    """The body that the page shows; None where it shows none, or none that is JSON."""
    example = operation.body.example if operation.body is not None else None
    if not isinstance(example, str):
        return example
    try:
        document: JSON = json.loads(example)
    except ValueError:
        return None
    return document
