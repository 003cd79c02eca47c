"""Finds for each row of a response table its place in the example.

The rows are the tree in depth-first order, but a row does not say how deep it stands, containers may have no row, and one
name may occur at several depths. The example shows the tree. A beam search assigns each row the node of its name
that keeps the walk through the tree shortest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches

from docpact.understand.examples import Shape
from docpact.understand.names import Step
from docpact.understand.rows import Entry

_BEAM = 10
_SKIP = 3.0
_SKIP_INSIDE = 0.4
_SKIP_ONLY = 0.8
_PLAIN = 0.4
_AGAIN = 5.0
_CLOSE = 0.85
_LONG = 8
_CONTAINERS = ("array", "object")


@dataclass(slots=True)
class Place:
    """A node of the example's tree."""

    index: int
    shape: Shape
    parent: Place | None
    depth: int
    above: int = 1
    """The places from the root to this one, as a bit mask over their indices."""


def places(root: Shape) -> list[Place]:
    """All nodes of the example, the root first, parents before their members."""
    out = [Place(0, root, None, 0)]
    position = 0
    while position < len(out):
        place = out[position]
        position += 1
        for member in place.shape.members.values():
            index = len(out)
            out.append(Place(index, member, place, place.depth + 1, place.above | 1 << index))
    return out


@dataclass(slots=True)  # not frozen: the search makes many of them
class _State:
    cost: float
    current: int
    used: int
    """The places of all rows so far, as a bit mask."""
    empty: bool = False
    """The last row is a container of which the example shows nothing inside."""
    place: int | None = None
    """The place of the last row, and below it the state before that row."""
    before: _State | None = None

    def places(self) -> list[int | None]:
        """The places of all rows so far."""
        out: list[int | None] = []
        state = self
        while state.before is not None:
            out.append(state.place)
            state = state.before
        return out[::-1]


def align(entries: Sequence[Entry], tree: list[Place]) -> list[Place | None]:
    """The place of each row, None where the example does not show it."""
    by_name: dict[str, list[Place]] = {}
    for place in tree[1:]:
        by_name.setdefault(place.shape.name.casefold(), []).append(place)
    names = [entry.name.steps[-1].name for entry in entries]
    candidates = []
    for entry, name in zip(entries, names, strict=True):
        found = by_name.get(name.casefold(), [])
        if not found and entry.type.type in _CONTAINERS and len(name) >= _LONG:
            found = _alike(name, by_name, {n.casefold() for n in names})
        if entry.above:
            found = [place for place in found if _is_within(place, entry.above)]
        candidates.append([place for place in found if place.shape.name == name] or found)
    search = _Search(entries, tree, candidates, [name.casefold() for name in names])
    return search.straight() or search.run()


def _is_within(place: Place, steps: Sequence[Step]) -> bool:
    """Whether a place stands in places of these names, the outermost first, others between them or not."""
    left = len(steps)
    above = place.parent
    while above is not None and left:
        if above.shape.name.casefold() == steps[left - 1].name.casefold():
            left -= 1
        above = above.parent
    return not left


def _alike(name: str, by_name: dict[str, list[Place]], rows: Set[str]) -> list[Place]:
    """The lists and structs that no row names and whose name is nearly this one."""
    others = [n for n, found in by_name.items() if n not in rows and found[0].shape.members]
    return [place for n in get_close_matches(name.casefold(), others, 1, _CLOSE) for place in by_name[n]]


class _Search:
    def __init__(
        self, entries: Sequence[Entry], tree: list[Place], candidates: list[list[Place]], names: list[str]
    ) -> None:
        self.entries, self.tree, self.candidates = entries, tree, candidates
        self.marks = entries[0].marks if entries else 0
        self.names, self.rows_of = names, Counter(names)
        self.last_row = {name: number for number, name in enumerate(names)}
        self.containers = [
            entry.type.type in _CONTAINERS or (entry.type.type is None and not entry.example) for entry in entries
        ]

    def straight(self) -> list[Place | None] | None:
        """The places where each row has one plausible place and the walk has no odd step; None otherwise."""
        state = _State(0.0, 0, 0)
        out: list[Place | None] = []
        for number, found in enumerate(self.candidates):
            if not found:
                out.append(None)
                if self.containers[number]:
                    return None  # what follows may be inside it
                continue
            costs = sorted((self.cost(number, state, place), place.index) for place in found)
            if costs[0][0] >= _PLAIN or (len(costs) > 1 and costs[1][0] < costs[0][0] + _PLAIN):
                return None
            place = self.tree[costs[0][1]]
            state = self.step(state, place, 0.0, self.reached(number, state, place))
            out.append(place)
        return out

    def run(self) -> list[Place | None]:
        states = [_State(0.0, 0, 0)]
        for number, found in enumerate(self.candidates):
            following: dict[tuple[int, int, bool], _State] = {}
            for state in states:
                options: list[tuple[float, Place | None]] = [(self.skip(number, state) if found else 0.0, None)]
                options += [(self.cost(number, state, place), place) for place in found]
                for cost, place in options:
                    key = self.reached(number, state, place)
                    known = following.get(key)
                    if known is None or known.cost > state.cost + cost:
                        following[key] = self.step(state, place, cost, key)
            states = sorted(following.values(), key=lambda s: s.cost)[:_BEAM]
        return [None if index is None else self.tree[index] for index in states[0].places()]

    def skip(self, number: int, state: _State) -> float:
        """How odd it would be that the example does not show a row although it shows its name.

        It is less so inside a container that is shown empty, and there the more so where the example shows the name as
        often as rows have it: a place would be left that no row describes.
        """
        if not state.empty:
            return _SKIP
        found = self.candidates[number]
        enough = len(found) >= self.rows_of[self.names[number]]
        return _SKIP_INSIDE + (_SKIP_ONLY if enough and any(self.is_open(state, place) for place in found) else 0.0)

    def is_open(self, state: _State, place: Place) -> bool:
        """Whether a place stands in what the walk is in, or in the only member of that."""
        current, parent = self.tree[state.current], place.parent
        while parent is not None and not current.above >> parent.index & 1:
            above = parent.parent
            if above is None or len(above.shape.members) > 1:
                return False
            parent = above
        return True

    def reached(self, number: int, state: _State, place: Place | None) -> tuple[int, int, bool]:
        """What a state is after this row: its `current`, `used` and `empty`. Of states alike, the cheapest is kept."""
        container = self.containers[number]
        if place is None:
            return state.current, state.used, state.empty or (container and not self.candidates[number])
        return place.index, state.used | 1 << place.index, container and place.shape.is_hollow

    def step(self, state: _State, place: Place | None, cost: float, reached: tuple[int, int, bool]) -> _State:
        return _State(state.cost + cost, *reached, None if place is None else place.index, state)

    def cost(self, number: int, state: _State, place: Place) -> float:
        """How odd it would be that this row, after the last one, means that place."""
        entry = self.entries[number]
        current = self.tree[state.current]
        cost = _AGAIN if state.used >> place.index & 1 else 0.0
        ancestor = place.parent
        while ancestor is not None and not current.above >> ancestor.index & 1:
            if state.used >> ancestor.index & 1:
                cost += 2.0  # back into a container that was left
            elif self.last_row.get(ancestor.shape.name.casefold(), -1) > number:
                cost += 4.0  # into a container whose own row is still to come
            else:
                cost += (0.3 if len(ancestor.shape.members) == 1 else 0.6) + (1.0 if state.empty else 0.0)
            ancestor = ancestor.parent
        assert ancestor is not None
        climbed = current.depth - ancestor.depth
        cost += 0.05 * climbed
        if climbed and current.index:
            if state.place == current.index and self.containers[number - 1]:
                cost += 0.4  # a container that was opened and at once closed
            if state.empty and place.shape.name.casefold() < current.shape.name.casefold():
                cost += 0.4  # siblings are in alphabetical order, as a rule
        cost += self.type_cost(entry, place)
        if (
            entry.marks
            and (entry.marks == self.marks or entry.name.depth)
            and bool(state.used & (place.above ^ 1 << place.index)) != bool(entry.name.depth)
        ):
            cost += 1.5
        return cost

    def type_cost(self, entry: Entry, place: Place) -> float:
        cost = 0.0 if place.shape.name == entry.name.steps[-1].name else 0.2
        kind, stated = place.shape.kind, entry.type.type
        if kind is not None and stated is not None:
            container = stated in _CONTAINERS
            if kind == "object" and not container and not entry.type.json:
                cost += 1.5
            elif kind != "object" and container and not place.shape.levels:
                cost += 1.0
        return cost
