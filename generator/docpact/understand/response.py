"""The response tables and the examples together become the schema of the answer.

Nesting comes from the example where it shows it, from marks, types and the order of rows where it does not. Names,
scalar types and descriptions come from the table. What only the example has is added and marked. Where the two
contradict each other, both readings are kept in `Schema.conflicts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docpact.contract.model import Conflict, Property, Schema
from docpact.diagnostics import Diagnostic, Span
from docpact.understand import codes, facts
from docpact.understand.align import align, places
from docpact.understand.branches import CONTAINERS, Branch, assemble
from docpact.understand.dialect import fold
from docpact.understand.examples import Shape
from docpact.understand.request import Fields, more_rows, value_fields
from docpact.understand.rows import Entry, typed


@dataclass(frozen=True, slots=True)
class Answered:
    """The settled tree of an answer, of which nobody read the descriptions yet."""

    root: Branch

    def schema(self, reader: facts.Reader) -> Schema:
        """The schema of the answer, with the values that its descriptions list."""
        return _Finish(reader).root(self.root)


def answered(
    entries: Sequence[Entry],
    example: Shape,
    problems: list[Diagnostic],
    spans: dict[tuple[str | int, ...], Span],
    *,
    wrapped_lists: bool,
) -> Answered | None:
    """The tree of the answer, settled and its conflicts reported; None where neither rows nor examples say anything.

    `wrapped_lists` says that lists stand in a wrapper named for their items (`EipAddresses.EipAddress[]`), as RPC
    answers do. `spans` learns under ("response", path) where each row stands.
    """
    if not entries and not example.members and not example.levels:
        return None
    tree = places(example)
    root = assemble(entries, tree, align(entries, tree))
    _Settlement(problems, spans, wrapped_lists).members(root, "")
    return Answered(root)


class _Settlement:
    """Decides what the members of an assembled tree are, and reports where table and example contradict each other."""

    def __init__(
        self, problems: list[Diagnostic], spans: dict[tuple[str | int, ...], Span], wrapped_lists: bool
    ) -> None:
        self.problems, self.spans, self.wrapped_lists = problems, spans, wrapped_lists

    def members(self, branch: Branch, path: str) -> None:
        for member in branch.members:
            inner = f"{path}.{member.name}" if path else member.name
            member.levels = self.levels(member)
            if member.entry is not None:
                self.spans.setdefault(("response", inner), member.entry.span)
                member.conflicts = tuple(self.conflicts(member, inner))
            self.members(member, inner + "[]" * member.levels)

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
        return item.type is None or (item.type in CONTAINERS and _is_singular(item.name, branch))

    def is_item(self, branch: Branch) -> bool:
        """Whether a member is the item inside a wrapper."""
        parent = branch.parent
        if parent is None or not self.wrapped_lists or len(parent.members) != 1:
            return False
        return parent.type == "array" or (parent.type is None and _is_singular(branch.name, parent))

    def conflicts(self, branch: Branch, path: str) -> list[Conflict]:
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
        elif kind not in (None, *CONTAINERS) and shown is not None and not entry.type.json:
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


def _joined(made: Property, second: Branch) -> Property:
    rows = [second.entry, *second.others] if second.entry is not None else second.others
    schema = replace(made.schema, extensions={**made.schema.extensions, **more_rows(rows)})
    return replace(made, schema=schema)


class _Finish:
    """Turns the settled tree into schemas."""

    def __init__(self, reader: facts.Reader) -> None:
        self.reader = reader

    def root(self, root: Branch) -> Schema:
        schema = Schema(type="object", properties=self.members(root))
        for _ in range(root.shape.levels if root.shape is not None else 0):
            schema = Schema(type="array", items=schema)
        return schema

    def members(self, branch: Branch) -> tuple[Property, ...]:
        out: dict[str, Property] = {}
        for member in branch.members:
            made = Property(name=member.name, schema=self.schema(member))
            if member.name in out:  # a row spelt like another member of the example
                made = _joined(out[member.name], member)
            out[member.name] = made
        return tuple(out.values())

    def schema(self, branch: Branch) -> Schema:
        entry, shape, levels = branch.entry, branch.shape, branch.levels
        if entry is None and not branch.members and not levels:  # only the example shows it
            return Schema(type=None if shape is None else shape.kind, extensions={"x-docpact-undocumented": True})
        facts_of: dict[str, Any] = self.facts(branch)
        item: dict[str, Any] = {}
        if branch.element is not None:
            item = {"description": branch.element.description, "xml_name": branch.element.name.text}
        elif shape is not None and shape.item_name is not None and shape.item_name != branch.name:
            item = {"xml_name": shape.item_name}
        if branch.members:
            members = self.members(branch)
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

    def facts(self, branch: Branch) -> dict[str, Any]:
        """What the row says about a member besides its shape."""
        entry = branch.entry
        if entry is None:
            return {"extensions": {"x-docpact-undocumented": True}}
        out: dict[str, Any] = {"description": entry.description}
        if branch.conflicts:
            out["conflicts"] = branch.conflicts
        if entry.notes:
            out["unparsed"] = entry.notes
        if branch.others:
            out["extensions"] = more_rows(branch.others)
        if entry.example and not branch.members:
            kind = "array" if branch.levels else entry.type.type
            out["example"] = typed(entry.example, kind)
        return out

    def values(self, branch: Branch, kind: str | None) -> dict[str, Any]:
        """The values that a row lists for a member."""
        entry = branch.entry
        return {} if entry is None else facts.listed_values(self.reader, entry.description, kind, entry.example)

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
