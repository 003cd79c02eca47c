"""The rows of an answer as the tree that `docpact.understand.tree` reads: each says how deep it stands and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docpact.contract.model import JSON, Conflict, Property, Schema
from docpact.targets.site.page_rows import Row, example_cell, note_cells, type_cell
from docpact.targets.site.page_words import Words
from docpact.understand.dialect import TreeForms
from docpact.understand.rows import typed
from docpact.understand.tree import NAMELESS, quoted

_MARK = "└"


@dataclass(frozen=True, slots=True)
class Tree:
    """Makes the rows of an answer."""

    words: Words

    @property
    def forms(self) -> TreeForms:
        forms = self.words.dialect.tree
        assert forms is not None, "docpact's own dialects have a tree"
        return forms

    def rows(self, schema: Schema, depth: int = 0) -> Iterator[Row]:
        """The rows of all members, depth first."""
        inner = schema
        while inner.items is not None:
            inner = inner.items
        for member in inner.properties:
            yield self.row(member, depth)
            yield from self.items(member.schema, depth + 1)
            yield from self.rows(member.schema, depth + 1)
            yield from self.again(member.schema, depth)

    def row(self, member: Property, depth: int) -> Row:
        schema = member.schema
        name = quoted(member.name, self.words.dialect)
        respelt = _conflict(schema, "name")
        if respelt is not None:
            name = self.forms.respelt.format(name, quoted(respelt.example, self.words.dialect))
        return Row(
            name=_MARK * depth + name,
            type=self.type(schema),
            required="",
            position="",
            example=example_cell(schema.example),
            text=schema.description,
            more=note_cells(schema.unparsed),
        )

    def type(self, schema: Schema) -> str:
        forms = self.forms
        if schema.extensions.get("x-docpact-undocumented") is True:
            return forms.unlisted.format(type_cell(schema, self.words, rough=True)).strip()
        disputed = _conflict(schema, "type")
        if disputed is not None:
            return forms.disputed.format(type_cell(schema, self.words), disputed.table, disputed.example).strip()
        if _text(schema.example) and typed(_text(schema.example), schema.type) != schema.example:
            return forms.untyped.format(type_cell(schema, self.words, rough=True)).strip()
        return type_cell(schema, self.words)

    def items(self, schema: Schema, depth: int) -> Iterator[Row]:
        """The row about the items of a list, where there is something to say of them."""
        item = schema.items
        if item is None:
            return
        below = list(self.items(item, depth + 1))
        if item.xml_name is not None or item.description or below:
            name = NAMELESS if item.xml_name is None else quoted(item.xml_name, self.words.dialect)
            yield Row(_MARK * depth + name, self.forms.item, "", "", "", item.description, {})
        yield from below

    def again(self, schema: Schema, depth: int) -> Iterator[Row]:
        """Further rows about the same member."""
        rows = schema.extensions.get("x-docpact-more-rows")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                name = self.forms.again.format(quoted(_text(row.get("name")), self.words.dialect))
                texts = [_text(row.get(key)) for key in ("type", "example", "description")]
                yield Row(_MARK * depth + name, texts[0], "", "", texts[1], texts[2], {})


def _conflict(schema: Schema, fact: str) -> Conflict | None:
    return next((conflict for conflict in schema.conflicts if conflict.fact == fact), None)


def _text(value: JSON) -> str:
    return example_cell(value)
