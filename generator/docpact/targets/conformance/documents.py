"""Values of structures: made whole, changed at one place, and written as they travel.

Lists are changed in their first item, or in the one that a step numbers; what has to stand on the way to a place is made,
with its required members, so that a change breaks nothing but what it is meant to break.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from docpact.contract.members import Step
from docpact.contract.model import JSON, Layout, Parameter, Schema
from docpact.targets.conformance import values


class Unknown(Exception):
    """The pages show no value for something that a request needs."""


def whole(schema: Schema, example: JSON = None) -> JSON:
    """A good value of a schema, no larger than it has to be; None where the pages show too little to make one."""
    if schema.json is not None:
        shown = _opened(schema, values.plain(schema, _text(example)))
        return shown if isinstance(shown, (dict, list)) else whole(schema.json)
    if schema.type == "array":
        item = whole(schema.items or Schema(), None if isinstance(example, (dict, list)) else example)
        return None if item is None else [item] * max(schema.min_items or 1, 1)
    if schema.type == "object":
        return _whole_object(schema)
    return typed(schema, values.plain(schema, _text(example)))


def _whole_object(schema: Schema) -> JSON:
    made: dict[str, JSON] = {member.name: whole(member.schema) for member in schema.properties if member.required}
    if None in made.values():
        return None
    if made:
        return made
    if isinstance(schema.example, dict) and schema.example:
        return dict(schema.example)
    for member in schema.properties:
        if (value := whole(member.schema)) is not None:
            return {member.name: value}
    return None


def put(schema: Schema, held: JSON, steps: Sequence[Step], value: JSON) -> JSON:
    """`held` with a value at a place. Raises Unknown where nothing is known to put on the way there."""
    if not steps:
        listed = schema.type == "array" and not isinstance(value, list)
        return [value] if listed else value  # a rule that names a list means its items
    held = _opened(schema, held)
    schema = schema.json or schema
    step, rest = steps[0], steps[1:]
    if schema.items is not None:
        items = list(held) if isinstance(held, list) else []
        index = step if isinstance(step, int) else 1
        below = rest if not isinstance(step, str) else steps
        while len(items) < index - 1:
            items.append(_known(whole(schema.items)))
        if len(items) < index:
            items.append(None)
        items[index - 1] = put(schema.items, items[index - 1], below, value)
        return items
    member = schema.property(step) if isinstance(step, str) else None
    if member is None:
        raise Unknown(str(step))
    made: dict[str, JSON] = dict(held) if isinstance(held, dict) else _started(schema, member.name)
    made[member.name] = put(member.schema, made.get(member.name), rest, value)
    return made


def _started(schema: Schema, besides: str) -> dict[str, JSON]:
    """The required members of an object but for one."""
    return {m.name: _known(whole(m.schema)) for m in schema.properties if m.required and m.name != besides}


def _known(value: JSON) -> JSON:
    if value is None:
        raise Unknown("no value is known")
    return value


def take(schema: Schema, held: JSON, steps: Sequence[Step]) -> JSON:
    """`held` without what stands at a place; structures on the way stay, even where nothing is left in them."""
    held = _opened(schema, held)
    schema = schema.json or schema
    if not steps:
        return None
    step, rest = steps[0], steps[1:]
    if isinstance(held, list):
        index = step if isinstance(step, int) else 1
        if schema.items is None or len(held) < index:
            return held
        return [*held[: index - 1], take(schema.items, held[index - 1], rest), *held[index:]]
    member = schema.property(step) if isinstance(step, str) else None
    if not isinstance(held, dict) or member is None or step not in held:
        return held
    left = {name: value for name, value in held.items() if name != step}
    return {**held, member.name: take(member.schema, held[member.name], rest)} if rest else left


def at(schema: Schema, held: JSON, steps: Sequence[Step]) -> JSON:
    """What stands at a place; None where nothing does."""
    held = _opened(schema, held)
    schema = schema.json or schema
    if not steps:
        return held
    step, rest = steps[0], steps[1:]
    if isinstance(held, list):
        index = step if isinstance(step, int) else 1
        return at(schema.items, held[index - 1], rest) if schema.items is not None and len(held) >= index else None
    member = schema.property(step) if isinstance(step, str) else None
    return at(member.schema, held.get(member.name), rest) if member and isinstance(held, dict) else None


def typed(schema: Schema, text: str | None) -> JSON:
    """The value of a document that a text stands for: a number for `5` where the schema wants one, else the text."""
    if text is None or schema.type not in ("integer", "number", "boolean"):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, (int, float)) else text


def on_the_wire(parameter: Parameter, value: JSON) -> dict[str, str]:
    """A parameter's value under the names it travels under."""
    if parameter.layout is Layout.PLAIN:
        return {parameter.name: _text(_closed(parameter.schema, value)) or ""}
    return dict(_flat(parameter.name, parameter.schema, value))


def _flat(name: str, schema: Schema, value: JSON) -> Iterator[tuple[str, str]]:
    if isinstance(value, list) and schema.json is None:
        for number, item in enumerate(value, 1):
            yield from _flat(f"{name}.{number}", schema.items or Schema(), item)
    elif isinstance(value, dict) and schema.json is None:
        for key, part in value.items():
            member = schema.property(key)
            yield from _flat(f"{name}.{key}", member.schema if member else Schema(), part)
    else:
        yield name, _text(_closed(schema, value)) or ""


def in_a_body(schema: Schema, value: JSON) -> JSON:
    """A value as it stands in a JSON body: documents inside strings are text."""
    return _closed(schema, value)


def _closed(schema: Schema, value: JSON) -> JSON:
    if schema.json is not None and isinstance(value, (dict, list)):
        return _text(_closed(schema.json, value))
    if isinstance(value, list):
        return [_closed(schema.items or Schema(), item) for item in value]
    if isinstance(value, dict):
        members = {member.name: member.schema for member in schema.properties}
        return {name: _closed(members.get(name, Schema()), part) for name, part in value.items()}
    return value


def _opened(schema: Schema, value: JSON) -> JSON:
    """The document inside a string, where the schema has one there."""
    if schema.json is None or not isinstance(value, str):
        return value
    try:
        document: JSON = json.loads(value)
    except ValueError:
        return value
    return document


def _text(value: JSON) -> str | None:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None else values.wire(value)
