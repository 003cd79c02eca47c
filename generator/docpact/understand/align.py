"""Finds for each row of a response table its place in the example.

The rows are the tree in depth-first order, but a row does not say how deep it stands, containers may have no row, and one
name may occur at several depths. The example shows the tree. A beam search assigns each row the node of its name
that keeps the walk through the tree shortest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from docpact.understand.examples import Shape
from docpact.understand.rows import Entry

_BEAM = 10
_SKIP = 3.0
_AGAIN = 5.0


@dataclass(slots=True)
class Place:
    """A node of the example's tree."""

    index: int
    shape: Shape
    parent: Place | None
    depth: int
    above: frozenset[int] = frozenset()
    """The indices of this place and of all above it."""


def places(root: Shape) -> list[Place]:
    """All nodes of the example, the root first, parents before their members."""
    out = [Place(0, root, None, 0, frozenset((0,)))]
    position = 0
    while position < len(out):
        place = out[position]
        position += 1
        for member in place.shape.members.values():
            index = len(out)
            out.append(Place(index, member, place, place.depth + 1, place.above | {index}))
    return out


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    current: int
    used: frozenset[int]
    chosen: tuple[int | None, ...] = field(default=())


def align(entries: Sequence[Entry], tree: list[Place]) -> list[Place | None]:
    """The place of each row, None where the example does not show it."""
    by_name: dict[str, list[Place]] = {}
    for place in tree[1:]:
        by_name.setdefault(place.shape.name.casefold(), []).append(place)
    candidates = [by_name.get(entry.name.steps[-1].name.casefold(), []) for entry in entries]
    for number, (entry, found) in enumerate(zip(entries, candidates, strict=True)):
        exact = [place for place in found if place.shape.name == entry.name.steps[-1].name]
        if exact:
            candidates[number] = exact
    names = [entry.name.steps[-1].name.casefold() for entry in entries]
    if all(len(found) < 2 for found in candidates) and len(set(names)) == len(names):
        return [found[0] if found else None for found in candidates]
    return _search(entries, tree, candidates)


def _search(entries: Sequence[Entry], tree: list[Place], candidates: list[list[Place]]) -> list[Place | None]:
    marked = any(entry.name.depth for entry in entries)
    states = [_State(0.0, 0, frozenset())]
    for entry, found in zip(entries, candidates, strict=True):
        following: dict[tuple[int, frozenset[int]], _State] = {}
        for state in states:
            options: list[tuple[float, Place | None]] = [(_SKIP if found else 0.0, None)]
            options += [(_cost(entry, state, place, tree, marked), place) for place in found]
            for cost, place in options:
                new = _State(
                    state.cost + cost,
                    state.current if place is None else place.index,
                    state.used if place is None else state.used | {place.index},
                    (*state.chosen, None if place is None else place.index),
                )
                key = (new.current, new.used)
                if key not in following or following[key].cost > new.cost:
                    following[key] = new
        states = sorted(following.values(), key=lambda s: s.cost)[:_BEAM]
    best = states[0]
    return [None if index is None else tree[index] for index in best.chosen]


def _cost(entry: Entry, state: _State, place: Place, tree: list[Place], marked: bool) -> float:
    """How odd it would be that this row, after the last one, means that place."""
    cost = 0.0
    if place.index in state.used:
        cost += _AGAIN
    current = tree[state.current]
    ancestor = place.parent
    mentioned = 0
    while ancestor is not None and ancestor.index not in current.above:
        if ancestor.index in state.used:
            cost += 2.0  # back into a container that was left
            mentioned += 1
        else:
            cost += 0.3 if len(ancestor.shape.members) == 1 else 0.6
        ancestor = ancestor.parent
    assert ancestor is not None
    climbed = current.depth - ancestor.depth
    cost += 0.05 * climbed
    if climbed and current.shape.members and current.index:
        cost += 0.4  # a container that was opened and at once closed
    kind = place.shape.kind
    if kind is not None and entry.type.type is not None:
        container = entry.type.type in ("array", "object")
        if kind == "object" and not container and not entry.type.json:
            cost += 1.5
        elif kind != "object" and container and not place.shape.levels:
            cost += 1.0
    if marked:
        inside = any(index in state.used for index in place.above if index != place.index)
        if inside != bool(entry.name.depth):
            cost += 1.5
    if place.shape.name != entry.name.steps[-1].name:
        cost += 0.2
    return cost
