"""Parameters and answers as trees of views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from docpact.contract.model import JSON, Body, ErrorRow, Layout, Operation, Parameter, Schema
from docpact.escape import Code, html
from docpact.targets.site import facts
from docpact.targets.site.addresses import DEEPEST, Path, members
from docpact.targets.site.interface import Interface
from docpact.targets.site.markup import Markup, breakable

_MANY = 12
"""A list of more values than this is folded: `fold_values` says how many there are."""
_ERRORS = 4
"""So many error rows are linked below a parameter."""


@dataclass(frozen=True, slots=True)
class FactView:
    label: Code
    value: Code
    words: bool


@dataclass(frozen=True, slots=True)
class ValueView:
    value: Code
    says: Code


@dataclass(frozen=True, slots=True)
class ErrorLink:
    code: Code
    href: Code


@dataclass(frozen=True, slots=True)
class Node:
    """A parameter or a field, and what is inside it."""

    id: Code
    name: Code
    type: Code
    required: bool
    deprecated: bool
    text: Code
    facts: tuple[FactView, ...]
    values: tuple[ValueView, ...]
    fold_values: Code
    errors: tuple[ErrorLink, ...]
    more_errors: Code
    children: tuple[Node, ...]
    children_label: Code
    open: bool


@dataclass(frozen=True, slots=True)
class Nodes:
    """Makes the trees of a page in the words of its language."""

    markup: Markup
    words: Interface

    def parameters(self, operation: Operation, anchors: Mapping[Path, str], rows: Sequence[str]) -> tuple[Node, ...]:
        """The arguments of an operation. `rows` says where each of its error rows stands."""
        errors: dict[str, dict[str, ErrorLink]] = {}
        for row, href in zip(operation.errors, rows, strict=True):
            if row.parameter is not None:
                link = ErrorLink(html.text(row.code), html.attribute(href))
                errors.setdefault(row.parameter, {}).setdefault(row.code, link)
        return tuple(self.parameter(p, anchors, tuple(errors.get(p.name, {}).values())) for p in operation.arguments)

    def parameter(self, parameter: Parameter, anchors: Mapping[Path, str], errors: tuple[ErrorLink, ...] = ()) -> Node:
        """One parameter, with links to the errors that are about it."""
        say = self.words.say
        extra: list[facts.Fact] = []
        if parameter.location.value != "query":
            extra.append(facts.Fact(say("in"), say(parameter.location.value), words=True))
        if parameter.layout is not Layout.PLAIN:
            extra.append(facts.Fact(say("sent_as"), ", ".join(_wire_names(parameter))))
        example = parameter.example if parameter.example is not None else parameter.schema.example
        return self._node(
            parameter.name,
            parameter.schema,
            path=(parameter.name,),
            anchors=anchors,
            required=parameter.required,
            deprecated=parameter.deprecated or parameter.schema.deprecated,
            text=parameter.description or parameter.schema.description,
            extra=[*extra, *self._example(example)],
            errors=errors,
        )

    def body(self, body: Body) -> Node:
        """The body of a request."""
        schema = replace(body.schema, description="", example=None)
        node = self._node(
            "body", schema, path=("body",), anchors={("body",): "body"}, required=body.required, text=body.description
        )
        return replace(node, type=html.text(f"{facts.type_of(schema, self.words)} {body.media_type}".strip()))

    def fields(
        self, schema: Schema, above: Path = (), anchors: Mapping[Path, str] = MappingProxyType({})
    ) -> tuple[Node, ...]:
        """The members of an object, of a list's items, or of a JSON document in a string, which stands at `above`."""
        if len(above) > DEEPEST:
            return ()
        return tuple(
            self._node(
                member.name,
                member.schema,
                path=(*above, member.name),
                anchors=anchors,
                required=member.required,
                deprecated=member.schema.deprecated,
                text=member.schema.description,
                extra=self._example(member.schema.example),
            )
            for member in members(schema)
        )

    def _example(self, example: JSON) -> list[facts.Fact]:
        if example is None or isinstance(example, (list, dict)) or example == "":
            return []
        return [facts.Fact(self.words.say("example"), facts.wire(example))]

    def _node(
        self,
        name: str,
        schema: Schema,
        *,
        text: str,
        path: Path,
        anchors: Mapping[Path, str],
        required: bool = False,
        deprecated: bool = False,
        extra: Sequence[facts.Fact] = (),
        errors: tuple[ErrorLink, ...] = (),
    ) -> Node:
        words, markup = self.words, self.markup
        value = schema
        while value.items is not None:
            value = value.items
        listed = () if _all_named(value.enum, text) else value.enum
        shown = [*facts.of(schema, words), *(facts.of(value, words) if value is not schema else ()), *extra]
        children = self.fields(schema, path, anchors)
        beyond = len(errors) - _ERRORS
        return Node(
            id=html.attribute(anchors.get(path, "")),
            name=html.text(name),
            type=html.text(facts.type_of(schema, words)),
            required=required,
            deprecated=deprecated,
            text=markup.block(text),
            facts=tuple(FactView(html.text(f.label), html.text(f.value), f.words) for f in shown),
            values=tuple(
                ValueView(html.text(facts.wire(each)), markup.line(value.enum_descriptions.get(str(each), "")))
                for each in listed
            ),
            fold_values=html.text(words.say("values_many", len(listed)) if len(listed) > _MANY else ""),
            errors=errors[:_ERRORS],
            more_errors=html.text(words.say("and_more", beyond) if beyond > 0 else ""),
            children=children,
            children_label=html.text(words.count("fields", len(children))),
            open=len(path) < 3,
        )


def _wire_names(parameter: Parameter) -> list[str]:
    """`Tag.1.Key`, `Tag.1.Value`: how the first element travels."""
    schema, name = parameter.schema, parameter.name
    if parameter.layout is Layout.REPEAT:
        name += ".1"
        schema = schema.items or Schema()
    return [f"{name}.{member.name}" for member in schema.properties][:3] or [name]


def _all_named(values: Sequence[object], text: str) -> bool:
    """Whether the text itself lists all values, so that a list of them would only repeat it."""
    written = text.replace("\\", "")
    return all(re.search(rf"(?<!\w){re.escape(facts.wire(value))}(?!\w)", written) for value in values)


def rows_of(errors: Sequence[ErrorRow], anchors: Sequence[str], markup: Markup) -> tuple[RowView, ...]:
    """The rows of an error table."""
    return tuple(
        RowView(
            id=html.attribute(anchor),
            status=html.text("" if row.status is None else str(row.status)),
            code=breakable(row.code),
            message=markup.line(row.message),
            description=markup.block(row.description),
            parameter=html.text(row.parameter or ""),
        )
        for row, anchor in zip(errors, anchors, strict=True)
    )


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of an error table."""

    id: Code
    status: Code
    code: Code
    message: Code
    description: Code
    parameter: Code
