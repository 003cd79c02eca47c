"""The response tables and the examples together become the schema of the answer.

Nesting comes from the example where it shows it, from marks, types and the order of rows where it does not. Names,
scalar types and descriptions come from the table. What only the example has is added and marked. Where the two
contradict each other, both readings are kept in `Schema.conflicts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from docpact.contract.model import Conflict, Property, Schema
from docpact.diagnostics import Diagnostic, Span
from docpact.understand import codes, facts
from docpact.understand.align import Place, align, places
from docpact.understand.dialect import fold
from docpact.understand.examples import Shape
from docpact.understand.names import Step
from docpact.understand.request import Fields, more_rows, value_fields
from docpact.understand.rows import Entry, typed

_DEEPEST = 24
_MOST = 0.6
_CONTAINERS = ("array", "object")


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

    @property
    def type(self) -> str | None:
        return self.entry.type.type if self.entry is not None else None

    def add(self, name: str, shape: Shape | None = None) -> Branch:
        branch = Branch(name, self, shape=shape, depth=self.depth + 1)
        self.names.setdefault(name, branch)
        self.members.append(branch)
        return branch


def answer_schema(
    entries: Sequence[Entry],
    example: Shape,
    reader: facts.Reader,
    problems: list[Diagnostic],
    spans: dict[tuple[str | int, ...], Span],
    *,
    wrapped_lists: bool,
) -> Schema | None:
    """The schema of the answer; None where neither rows nor examples say anything.

    `wrapped_lists` says that lists stand in a wrapper named for their items (`EipAddresses.EipAddress[]`), as RPC
    answers do. `spans` learns under ("response", path) where each row stands.
    """
    if not entries and not example.members and not example.levels:
        return None
    tree = places(example)
    root = _assemble(entries, tree, align(entries, tree))
    return _Finish(reader, problems, spans, wrapped_lists).root(root)


def _assemble(entries: Sequence[Entry], tree: list[Place], found: list[Place | None]) -> Branch:
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
    if entry is None or not (branch.type in _CONTAINERS or (branch.type is None and not entry.example)):
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


def _joined(made: Property, second: Branch) -> Property:
    rows = [second.entry, *second.others] if second.entry is not None else second.others
    schema = replace(made.schema, extensions={**made.schema.extensions, **more_rows(rows)})
    return replace(made, schema=schema)


class _Finish:
    """Turns the assembled tree into schemas."""

    def __init__(
        self,
        reader: facts.Reader,
        problems: list[Diagnostic],
        spans: dict[tuple[str | int, ...], Span],
        wrapped_lists: bool,
    ) -> None:
        self.reader, self.problems, self.spans, self.wrapped_lists = reader, problems, spans, wrapped_lists

    def root(self, root: Branch) -> Schema:
        schema = Schema(type="object", properties=self.members(root, ""))
        for _ in range(root.shape.levels if root.shape is not None else 0):
            schema = Schema(type="array", items=schema)
        return schema

    def members(self, branch: Branch, path: str) -> tuple[Property, ...]:
        out: dict[str, Property] = {}
        for member in branch.members:
            inner = f"{path}.{member.name}" if path else member.name
            made = Property(name=member.name, schema=self.schema(member, inner))
            if member.name in out:  # a row spelt like another member of the example
                made = _joined(out[member.name], member)
            out[member.name] = made
        return tuple(out.values())

    def schema(self, branch: Branch, path: str) -> Schema:
        entry, shape = branch.entry, branch.shape
        levels = self.levels(branch)
        if entry is None and not branch.members and not levels:  # only the example shows it
            return Schema(type=None if shape is None else shape.kind, extensions={"x-docpact-undocumented": True})
        facts_of: dict[str, Any] = self.facts(branch, levels, path)
        item: dict[str, Any] = {}
        if branch.element is not None:
            item = {"description": branch.element.description, "xml_name": branch.element.name.text}
        elif shape is not None and shape.item_name is not None and shape.item_name != branch.name:
            item = {"xml_name": shape.item_name}
        if branch.members:
            members = self.members(branch, path + "[]" * levels)
            if not levels:
                return Schema(type="object", properties=members, **{**item, **facts_of})
            schema = Schema(type="object", properties=members, **item)
        else:
            fields = self.scalar(branch)
            if not levels:
                return Schema(**{**fields, **item, **self.values(branch, fields["type"]), **facts_of})
            if fields["type"] == "array":
                schema = replace(fields["items"] or Schema(), **item)
            else:
                schema = Schema(**{**fields, **item})
        for _ in range(levels - 1):
            schema = Schema(type="array", items=schema)
        return Schema(type="array", items=schema, **facts_of)

    def facts(self, branch: Branch, levels: int, path: str) -> dict[str, Any]:
        """What the row says about a member besides its shape."""
        entry = branch.entry
        if entry is None:
            return {"extensions": {"x-docpact-undocumented": True}}
        self.spans.setdefault(("response", path), entry.span)
        out: dict[str, Any] = {"description": entry.description}
        conflicts = self.conflicts(branch, levels, path)
        if conflicts:
            out["conflicts"] = tuple(conflicts)
        if entry.notes:
            out["unparsed"] = entry.notes
        if branch.others:
            out["extensions"] = more_rows(branch.others)
        if entry.example and not branch.members:
            kind = "array" if levels else entry.type.type
            out["example"] = typed(entry.example, kind)
        return out

    def values(self, branch: Branch, kind: str | None) -> dict[str, Any]:
        """The values that a row lists for a member."""
        entry = branch.entry
        return {} if entry is None else facts.listed_values(self.reader, entry.description, kind, entry.example)

    def levels(self, branch: Branch) -> int:
        """How many list levels a member has."""
        shape, kind = branch.shape, branch.type
        if shape is not None and shape.levels:
            return shape.levels
        if shape is not None and shape.kind is not None:
            if shape.kind == "object" and kind == "array" and not self.is_wrapper(branch):
                return 1 if branch.members and shape.from_xml else 0
            if shape.kind == "object" and kind is None and shape.from_xml and self.is_item(branch):
                return 1
            if shape.kind == "object" or kind != "array":
                return 0
        if kind == "array":
            return 0 if self.is_wrapper(branch) else 1
        if kind is None and branch.members and self.is_item(branch):
            return 1
        return branch.indexed if shape is None else 0

    def is_wrapper(self, branch: Branch) -> bool:
        """Whether an array has exactly one member that is its item: `EipAddresses` with `EipAddress`."""
        if len(branch.members) != 1 or not self.wrapped_lists:
            return False
        item = branch.members[0]
        if branch.shape is not None and branch.shape.members:
            return True
        return item.type is None or (item.type in _CONTAINERS and _is_singular(item.name, branch))

    def is_item(self, branch: Branch) -> bool:
        """Whether a member is the item inside a wrapper."""
        parent = branch.parent
        if parent is None or not self.wrapped_lists or len(parent.members) != 1:
            return False
        return parent.type == "array" or (parent.type is None and _is_singular(branch.name, parent))

    def scalar(self, branch: Branch) -> Fields:
        """The fields that row and example give a member without members."""
        entry, shape = branch.entry, branch.shape
        fields: Fields = value_fields(entry.type) if entry is not None else {"type": None}
        if shape is not None and shape.kind is not None:
            if fields["type"] is None:
                fields["type"] = shape.kind
            elif fields["type"] == "array" and fields["items"] is None and shape.kind != "object":
                fields["items"] = Schema(type=shape.kind)
        return fields

    def conflicts(self, branch: Branch, levels: int, path: str) -> list[Conflict]:
        entry, shape = branch.entry, branch.shape
        if entry is None or shape is None:
            return []
        out = []
        if shape.name != branch.name:
            out.append(Conflict(fact="name", table=branch.name, example=shape.name))
        kind, shown = entry.type.type, shape.kind
        if kind == "array" and shown == "object" and not shape.levels and not self.is_wrapper(branch):
            out.append(Conflict(fact="type", table="array", example="object"))
        elif kind == "object" and shape.levels:
            out.append(Conflict(fact="type", table="object", example="array"))
        elif kind not in (None, *_CONTAINERS) and shown is not None and not entry.type.json:
            if shape.levels or shown == "object":
                out.append(Conflict(fact="type", table=str(kind), example="array" if shape.levels else "object"))
            elif not (shown == kind or (kind == "number" and shown == "integer")) and not shape.from_xml:
                out.append(Conflict(fact="type", table=str(kind), example=shown))
        for conflict in out:
            self.problems.append(
                codes.RESPONSE_CONFLICT.at(
                    entry.span,
                    f"`{path}`: the table says {conflict.fact} {conflict.table}, the example {conflict.example}",
                    help="correct whichever is wrong",
                )
            )
        return out


def _is_singular(name: str, parent: Branch) -> bool:
    """Whether a name means one of what its parent's name means several of."""
    item, many = fold(name), fold(parent.name)
    if parent.entry is not None and parent.entry.type.of_name is not None and fold(parent.entry.type.of_name) == item:
        return True
    stems = {
        many.removesuffix("s"),
        many.removesuffix("es"),
        many.removesuffix("set"),
        many.removesuffix("sets"),
        many.removesuffix("list"),
    }
    stems.add(many.removesuffix("ies") + "y")
    return item in stems and item != many
