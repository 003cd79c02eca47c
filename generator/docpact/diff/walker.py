"""The one walk over two contracts. It decides what belongs together; what that means is for the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from docpact.contract.aliases import aliases
from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Property, Rule, Schema
from docpact.diff import matching
from docpact.diff.events import Added, Both, Event, Removed, Sides
from docpact.diff.model import Address, Direction, Part
from docpact.diff.prose import holds
from docpact.diff.retyping import retyped

_DEPTH = 60


def walk(old: Contract, new: Contract) -> Iterator[Event]:
    """Every pair of counterparts, and everything that one side has alone, from the service down to single schemas."""
    sides = Sides(old, new)
    yield Both(sides, Direction.REQUEST, old, new, Address(), Address())
    common = old.common_parameters, new.common_parameters
    yield from _parameters(sides, "", "", *common, _pairs(*common))
    yield from _errors(sides, "", "", old.common_errors, new.common_errors)
    for pair in matching.match(
        old.operations, new.operations, lambda o: o.name, matching.operation_score, lambda o: aliases(o.extensions)
    ):
        if pair.old is None and pair.new is not None:
            yield Added(sides, Direction.REQUEST, pair.new, Address(pair.new.name), old.operations)
        elif pair.new is None and pair.old is not None:
            yield Removed(sides, Direction.REQUEST, pair.old, Address(pair.old.name), new.operations)
        elif pair.new is not None and pair.old is not None and pair.old != pair.new:
            at = Address(pair.old.name), Address(pair.new.name)
            yield Both(sides, Direction.REQUEST, pair.old, pair.new, *at, pair.renamed, False, pair.aliased)
            yield from _operation(sides, pair.old, pair.new)


def _operation(sides: Sides, old: Operation, new: Operation) -> Iterator[Event]:
    pairs = _pairs(old.arguments, new.arguments)
    yield from _parameters(sides, old.name, new.name, old.arguments, new.arguments, pairs)
    yield from _body(sides, old, new)
    yield from _rules(sides, old, new, {**_members_gone(old, new), **_new_names(pairs)})
    at = Address(old.name, Part.RESPONSE), Address(new.name, Part.RESPONSE)
    yield Both(sides, Direction.RESPONSE, old.response, new.response, *at)
    if old.response.schema is not None and new.response.schema is not None:
        yield from _Tree(sides, Direction.RESPONSE).root(old.response.schema, new.response.schema, *at)
    yield from _errors(sides, old.name, new.name, old.errors, new.errors)


def _pairs(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> list[matching.Match[Parameter]]:
    return matching.match(old, new, lambda p: p.name, matching.parameter_score, lambda p: aliases(p.extensions))


def _parameters(
    sides: Sides,
    old_operation: str,
    new_operation: str,
    old: tuple[Parameter, ...],
    new: tuple[Parameter, ...],
    pairs: list[matching.Match[Parameter]],
) -> Iterator[Event]:
    tree = _Tree(sides, Direction.REQUEST)
    for pair in pairs:
        if pair.old is None and pair.new is not None:
            at = Address(new_operation, Part.PARAMETER, pair.new.name)
            tree.events.append(Added(sides, Direction.REQUEST, pair.new, at, old))
        elif pair.new is None and pair.old is not None:
            at = Address(old_operation, Part.PARAMETER, pair.old.name)
            tree.events.append(Removed(sides, Direction.REQUEST, pair.old, at, new))
        elif pair.new is not None and pair.old is not None and pair.old != pair.new:
            at = Address(old_operation, Part.PARAMETER, pair.old.name)
            at_new = Address(new_operation, Part.PARAMETER, pair.new.name)
            tree.events.append(
                Both(sides, Direction.REQUEST, pair.old, pair.new, at, at_new, pair.renamed, False, pair.aliased)
            )
            texts = pair.old.description, pair.new.description
            tree.schemas(pair.old.schema, pair.new.schema, at, at_new, texts)
    yield from tree.settled()


def _body(sides: Sides, old: Operation, new: Operation) -> Iterator[Event]:
    at = Address(old.name, Part.BODY), Address(new.name, Part.BODY)
    if old.body is None and new.body is not None:
        yield Added(sides, Direction.REQUEST, new.body, at[1])
    elif new.body is None and old.body is not None:
        yield Removed(sides, Direction.REQUEST, old.body, at[0])
    elif old.body is not None and new.body is not None:
        yield Both(sides, Direction.REQUEST, old.body, new.body, *at)
        yield from _Tree(sides, Direction.REQUEST).root(old.body.schema, new.body.schema, *at)


def _new_names(pairs: list[matching.Match[Parameter]]) -> dict[str, str | None]:
    return {pair.old.name: pair.new.name if pair.new is not None else None for pair in pairs if pair.old}


def _members_gone(old: Operation, new: Operation) -> dict[str, None]:
    """The members of the old body that the new one, or what became of it, has no more."""
    left = {member.name for member in new.body.schema.properties} if new.body is not None else set()
    return {member.name: None for member in (old.body.schema.properties if old.body else ()) if member.name not in left}


def _rules(sides: Sides, old: Operation, new: Operation, names: Mapping[str, str | None]) -> Iterator[Event]:
    """The rules; `names` gives the new name of each old parameter, None where it is gone."""

    def name(rule: Rule) -> str:
        return f"{rule.kind.value} {rule.parameter} {rule.others} {rule.when}"

    def score(one: Rule, other: Rule) -> float:
        return 1.0 if (one.kind, one.parameter) == (other.kind, other.parameter) else 0.0

    renamed = {before: now for before, now in names.items() if now is not None and now != before}
    rules = tuple(_renamed(rule, renamed) for rule in old.rules)
    for pair in matching.match(rules, new.rules, name, score):
        if pair.new is not None:
            at_new = Address(new.name, Part.RULE, pair.new.parameter, index=new.rules.index(pair.new))
        if pair.old is not None:
            index = next(i for i, rule in enumerate(rules) if rule is pair.old)
            at_old = Address(old.name, Part.RULE, old.rules[index].parameter, index=index)
        if pair.old is None and pair.new is not None:
            yield Added(sides, Direction.REQUEST, pair.new, at_new, old.rules)
        elif pair.new is None and pair.old is not None:
            if not _ended(old.rules[at_old.index], names, new):
                yield Removed(sides, Direction.REQUEST, pair.old, at_old, new.rules)
        elif pair.new is not None and pair.old is not None:
            yield Both(sides, Direction.REQUEST, pair.old, pair.new, at_old, at_new)


def _ended(rule: Rule, names: Mapping[str, str | None], new: Operation) -> bool:
    """Whether another change, told by itself, ended the rule: that of a parameter which it names.

    The parameter is gone, or has another name while the sentence of the rule stayed as it was.
    """
    named = [rule.parameter, *rule.others, *(condition.parameter for condition in rule.when)]
    now = [names.get(name.partition(".")[0].partition("[")[0], name) for name in named]
    return None in now or (now != named and any(holds(p.description, rule.says) for p in new.parameters))


def _renamed(rule: Rule, names: Mapping[str, str]) -> Rule:
    """The rule in the new names of its parameters."""
    if not names:
        return rule
    says = re.sub(r"\w+", lambda match: names.get(match[0], match[0]), rule.says)
    return replace(
        rule,
        parameter=names.get(rule.parameter, rule.parameter),
        others=tuple(names.get(other, other) for other in rule.others),
        when=tuple(replace(c, parameter=names.get(c.parameter, c.parameter)) for c in rule.when),
        says=says,
    )


def _errors(
    sides: Sides, old_operation: str, new_operation: str, old: tuple[ErrorRow, ...], new: tuple[ErrorRow, ...]
) -> Iterator[Event]:
    def address(operation: str, rows: tuple[ErrorRow, ...], row: ErrorRow) -> Address:
        same = [other for other in rows if other.code == row.code]
        return Address(operation, Part.ERROR, row.code, index=next(i for i, r in enumerate(same) if r is row))

    for pair in matching.match_errors(old, new):
        if pair.old is None and pair.new is not None:
            yield Added(sides, Direction.RESPONSE, pair.new, address(new_operation, new, pair.new), old)
        elif pair.new is None and pair.old is not None:
            yield Removed(sides, Direction.RESPONSE, pair.old, address(old_operation, old, pair.old), new)
        elif pair.new is not None and pair.old is not None:
            at = address(old_operation, old, pair.old), address(new_operation, new, pair.new)
            yield Both(sides, Direction.RESPONSE, pair.old, pair.new, *at, pair.renamed, False, pair.aliased)


@dataclass(frozen=True, slots=True)
class _Member:
    """A member that one side has alone, or that lies below such a one. `event` is that of the topmost one."""

    member: Property
    at: Address
    event: Event
    top: bool


class _Tree:
    """The walk over two trees of schemas. Members that only changed their place are found at the end."""

    def __init__(self, sides: Sides, direction: Direction) -> None:
        self.sides = sides
        self.direction = direction
        self.events: list[Event] = []

    def root(self, old: Schema, new: Schema, old_at: Address, new_at: Address) -> Iterator[Event]:
        self.schemas(old, new, old_at, new_at)
        return self.settled()

    def schemas(
        self, old: Schema, new: Schema, old_at: Address, new_at: Address, texts: tuple[str, str] = ("", "")
    ) -> None:
        """Two schemas and all below them. `texts` describe them where they have no description of their own."""
        if len(old_at.path) > _DEPTH:
            return
        texts = old.description or texts[0], new.description or texts[1]
        self.events.append(Both(self.sides, self.direction, *retyped(old, new, *texts), old_at, new_at))
        old_inner, new_inner = unwrapped(old, new, old_at, new_at)
        old, old_at = old_inner
        new, new_at = new_inner
        if old.items is not None and new.items is not None:
            self.schemas(old.items, new.items, _below(old_at, "[]"), _below(new_at, "[]"), texts)
        if old.json is not None and new.json is not None:
            self.schemas(old.json, new.json, old_at, new_at, texts)
        for pair in matching.match(
            old.properties,
            new.properties,
            lambda p: p.name,
            matching.member_score,
            lambda p: aliases(p.schema.extensions),
        ):
            if pair.old is None and pair.new is not None:
                at = _below(new_at, pair.new.name)
                self.events.append(Added(self.sides, self.direction, pair.new, at, old.properties))
            elif pair.new is None and pair.old is not None:
                at = _below(old_at, pair.old.name)
                self.events.append(Removed(self.sides, self.direction, pair.old, at, new.properties))
            elif pair.new is not None and pair.old is not None:
                self.members(
                    pair.old,
                    pair.new,
                    _below(old_at, pair.old.name),
                    _below(new_at, pair.new.name),
                    pair.renamed,
                    pair.aliased,
                )

    def members(
        self,
        old: Property,
        new: Property,
        old_at: Address,
        new_at: Address,
        renamed: bool,
        aliased: bool,
        moved: bool = False,
    ) -> None:
        self.events.append(Both(self.sides, self.direction, old, new, old_at, new_at, renamed, moved, aliased))
        self.schemas(old.schema, new.schema, old_at, new_at)

    def settled(self) -> Iterator[Event]:
        """All events, with what was removed in one place and added in another told as moved."""
        gone = [m for event in self.events if isinstance(event, Removed) for m in _members(event)]
        came = [m for event in self.events if isinstance(event, Added) for m in _members(event)]
        dropped: set[int] = set()
        for old in gone:
            targets = [new for new in came if new.member.name == old.member.name]
            rivals = [other for other in gone if other.member.name == old.member.name]
            if len(targets) != 1 or len(rivals) != 1 or not (old.top or targets[0].top):
                continue
            new = targets[0]
            if old.member.schema.type != new.member.schema.type or {id(old.event), id(new.event)} & dropped:
                continue
            dropped |= {id(side.event) for side in (old, new) if side.top}
            self.members(old.member, new.member, old.at, new.at, False, False, moved=True)
        return (event for event in self.events if id(event) not in dropped)


def unwrapped(
    old: Schema, new: Schema, old_at: Address, new_at: Address
) -> tuple[tuple[Schema, Address], tuple[Schema, Address]]:
    """The two schemas to go on with where one side wraps the list of the other in an object of one member.

    `Eips: [..]` and `Eips: {Eip: [..]}` are such a pair: below them, everything is counterpart of each other.
    """
    if old.type == "array" and _sole_list(new):
        return (old, old_at), (new.properties[0].schema, _below(new_at, new.properties[0].name))
    if new.type == "array" and _sole_list(old):
        return (old.properties[0].schema, _below(old_at, old.properties[0].name)), (new, new_at)
    return (old, old_at), (new, new_at)


def wraps(inner: Schema, outer: Schema) -> bool:
    """Whether `outer` is an object whose one member is a list, where `inner` is the bare list."""
    return inner.type == "array" and _sole_list(outer)


def _sole_list(schema: Schema) -> bool:
    return len(schema.properties) == 1 and schema.properties[0].schema.type == "array"


def _members(event: Added[object] | Removed[object]) -> Iterator[_Member]:
    node = event.new if isinstance(event, Added) else event.old
    match node:
        case Parameter(name=name, schema=schema, required=required):
            member = Property(name=name, schema=schema, required=required)
        case Property():
            member = node
        case _:
            return
    yield _Member(member, event.at, event, True)
    yield from _inner(member.schema, event.at, event)


def _inner(schema: Schema, at: Address, event: Event) -> Iterator[_Member]:
    if len(at.path) > _DEPTH:
        return
    if schema.items is not None:
        yield from _inner(schema.items, _below(at, "[]"), event)
    for member in schema.properties:
        below = _below(at, member.name)
        yield _Member(member, below, event, False)
        yield from _inner(member.schema, below, event)


def _below(at: Address, step: str) -> Address:
    return replace(at, path=(*at.path, step))
