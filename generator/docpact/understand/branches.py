"""The answer as a tree of what its rows and its examples say: where each row stands.

A row that the example shows stands there (see `docpact.understand.align`). Of others the marks, the types and the order of
the rows tell, and the table they are in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from docpact.contract.model import Conflict
from docpact.understand.align import Place
from docpact.understand.examples import Shape
from docpact.understand.names import Step
from docpact.understand.rows import Entry

CONTAINERS = ("array", "object")
_DEEPEST = 24
_MOST = 0.6


@dataclass(slots=True, eq=False)
class Branch:
    """A member of the answer while the tree is built: what the table and what the example say of it."""

    name: str
    parent: Branch | None = None
    entry: Entry | None = None
    shape: Shape | None = None
    members: list[Branch] = field(default_factory=list)
    names: dict[str, Branch] = field(default_factory=dict)
    depth: int = 0
    indexed: int = 0
    """The list levels that indices in the names of its parts show, where it has no row of its own."""
    others: list[Entry] = field(default_factory=list)
    element: Entry | None = None
    """The row that describes one item of this array, where it has no level of its own."""
    levels: int = 0
    """How many list levels it has, once that is settled."""
    conflicts: tuple[Conflict, ...] = ()
    """What its row and the example say differently."""

    @property
    def type(self) -> str | None:
        return self.entry.type.type if self.entry is not None else None

    def add(self, name: str, shape: Shape | None = None) -> Branch:
        branch = Branch(name, self, shape=shape, depth=self.depth + 1)
        self.names.setdefault(name, branch)
        self.members.append(branch)
        return branch


def assemble(entries: Sequence[Entry], tree: list[Place], found: list[Place | None]) -> Branch:
    """The tree of the answer, from its rows and the places of `tree` that were found for them."""
    root = Branch("", shape=tree[0].shape)
    branches: dict[int, Branch] = {0: root}
    taken: dict[int, Entry] = {}

    def branch_at(place: Place) -> Branch:
        if place.index not in branches:
            assert place.parent is not None
            parent = branch_at(place.parent)
            known = parent.names.get(place.shape.name)
            if known is None or known.shape is not place.shape:
                known = parent.add(place.shape.name, place.shape)
            branches[place.index] = known
        return branches[place.index]

    following: list[Place | None] = [None]
    for place in reversed(found[1:]):
        following.append(place or following[-1])
    following.reverse()  # the next row's place, or that of the next row that has one
    last: list[Branch] = [root]
    in_order = _is_sorted(entries)
    for number, (entry, place) in enumerate(zip(entries, found, strict=True)):
        if place is not None and place.index not in taken:
            taken[place.index] = entry
            branch = branch_at(place)
            branch.entry, branch.name = entry, entry.name.steps[-1].name
            if branch.parent is not None:
                branch.parent.names.setdefault(branch.name, branch)
        else:
            if len(entry.name.steps) > 1:
                parent = _part_of(entry.above, last, _beside(entry, last) or last[-1])
            else:
                parent = _infer_parent(entry, last, following[number], branches, in_order=in_order)
            if _is_element_row(entry, parent):
                parent.element = entry
                last.append(parent)
                continue
            branch = _member_for(parent, entry)
        last.append(branch)
    for place in tree[1:]:
        branch_at(place)
    return root


def _member_for(parent: Branch, entry: Entry) -> Branch:
    """The member of that name, new or known; a second row about a member is kept with it."""
    name = entry.name.steps[-1].name
    known = parent.names.get(name)
    if known is None:
        known = parent.add(name, parent.shape.members.get(name) if parent.shape is not None else None)
    if known.entry is None:
        known.entry = entry
    else:
        known.others.append(entry)
    return known


def _is_element_row(entry: Entry, parent: Branch) -> bool:
    """Whether a row under an array that the example shows as a plain list describes the list's items."""
    shape = parent.shape
    if shape is None or not shape.levels or parent.element is not None:
        return False
    if entry.within:
        return shape.kind not in (None, "object")
    return entry.type.type is None and parent.entry is not None


def _beside(entry: Entry, last: Sequence[Branch]) -> Branch | None:
    """The row before of the same table, where tables of data types stand between."""
    return next((b for b in reversed(last) if b.entry is not None and b.entry.within == entry.within), None)


def _part_of(above: tuple[Step, ...], last: Sequence[Branch], sibling: Branch) -> Branch:
    """The member of these names, the outermost first: the nearest one before, or a new one beside a sibling."""
    *outer, step = above
    for before in reversed(last):
        branch: Branch | None = before
        while branch is not None and branch.parent is not None:
            if branch.name.casefold() == step.name.casefold() and _is_below(branch.parent, outer):
                return _inside(branch)
            branch = branch.parent
    parent = _part_of(tuple(outer), last, sibling) if outer else sibling.parent or sibling
    made = parent.names.get(step.name) or parent.add(step.name)
    made.indexed = max(made.indexed, len(step.indices))
    return made


def _is_below(branch: Branch | None, steps: list[Step]) -> bool:
    left = len(steps)
    while branch is not None and left:
        left -= branch.name.casefold() == steps[left - 1].name.casefold()
        branch = branch.parent
    return not left


def _is_sorted(entries: Sequence[Entry]) -> bool:
    """Whether most rows follow the one before in alphabetical order; the first of a list's members need not."""
    names = [entry.name.steps[-1].name.casefold() for entry in entries]
    steps = [before <= name for before, name in pairwise(names)]
    return sum(steps) >= _MOST * len(steps)


def _infer_parent(
    entry: Entry, last: list[Branch], upcoming: Place | None, branches: dict[int, Branch], *, in_order: bool
) -> Branch:
    """Where a row stands that the example does not show: by marks, by the row before it, by alphabetical order."""
    before = last[-1]
    depth = entry.name.depth
    owner = _part_of(entry.within, last, before) if entry.within else None
    if owner is not None and (before is owner or not _holds(owner, before)):
        return owner
    if before.parent is None:
        return before
    if before.entry is not None and len(before.entry.within) > len(entry.within):
        sibling = _beside(entry, last)
        return sibling.parent if sibling is not None and sibling.parent is not None else before.parent
    if before.entry is not None and len(before.entry.name.steps) > 1:
        return _outside(before, before.entry.name.steps[0])
    if before.depth < _DEEPEST and _opens(before, upcoming, branches) and (not entry.marks or depth > 0):
        return _inside(before)
    limit = branches.get(upcoming.parent.index) if upcoming is not None and upcoming.parent is not None else None
    chain, came_from = [before.parent], [before]
    while (
        chain[-1].parent is not None
        and chain[-1] is not owner
        and chain[-1] is not limit
        and not (depth and _depth(chain[-1]) < depth)
    ):
        came_from.append(chain[-1])
        chain.append(chain[-1].parent)
    if entry.marks and not depth:
        beside = (b for b in last if b.entry is not None and b.entry.marks == entry.marks)
        return next((b.parent for b in beside if b.parent and b.entry and not b.entry.name.depth), chain[-1])
    if not in_order:
        return chain[0]
    name = entry.name.steps[-1].name.casefold()
    levels = [(level, branch) for level, branch in zip(chain, came_from, strict=True) if not _is_shown_wrapper(level)]
    return next((level for level, branch in levels if branch.name.casefold() <= name), chain[0])


def _outside(branch: Branch, step: Step) -> Branch:
    """Where the row of a dotted name, `Sails.Cloth.Colour`, stands as a whole: what the part of its first name is in."""
    inner: Branch = branch
    while inner.parent is not None and inner.name.casefold() != step.name.casefold():
        inner = inner.parent
    return inner.parent or inner


def _holds(outer: Branch, inner: Branch | None) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer


def _is_shown_wrapper(branch: Branch) -> bool:
    """Whether the example shows in a member nothing but one list."""
    members = branch.shape.members if branch.shape is not None and branch.parent is not None else {}
    return len(members) == 1 and all(member.levels for member in members.values())


def _depth(branch: Branch) -> int:
    """The marks before a member's row; those of the nearest row above where it has none of its own."""
    while branch.entry is None:
        if branch.parent is None:
            return -1
        branch = branch.parent
    return branch.entry.name.depth


def _opens(branch: Branch, upcoming: Place | None, branches: dict[int, Branch]) -> bool:
    """Whether the rows after a container's are its content: where the example shows nothing in it, or its next row."""
    entry = branch.entry
    if entry is None or not (branch.type in CONTAINERS or (branch.type is None and not entry.example)):
        return False
    of = entry.type.of
    if of is not None and of.type not in (None, "object"):
        return False
    if branch.shape is None or branch.shape.is_hollow:
        return True
    return upcoming is not None and upcoming.parent is not None and branches.get(upcoming.parent.index) is branch


def _inside(container: Branch) -> Branch:
    """The member in which a container's content stands: itself, or the list that an example shows empty in it."""
    shape = container.shape
    if shape is None or len(shape.members) != 1 or shape.levels:
        return container
    name, inner = next(iter(shape.members.items()))
    if not inner.levels and inner.kind not in (None, "object"):
        return container
    known = container.names.get(name)
    return known if known is not None and known.shape is inner else container.add(name, inner)
