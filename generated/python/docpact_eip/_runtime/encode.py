"""Arguments into the name and value pairs that travel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .model import Model, json_form, plain
from .unset import UNSET

if TYPE_CHECKING:
    from .validation import Parameter

Pairs = list[tuple[str, str]]


def scalar(value: Any) -> str:
    """The wire spelling of one value."""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def add(pairs: Pairs, parameter: Parameter, value: Any) -> None:
    """Adds the pairs of one argument, flattened as its parameter wants it."""
    listed = parameter.layout == "plain" and parameter.kind == "array" and _scalars(value)
    if listed or (parameter.kind == "json" and not isinstance(value, str)):
        pairs.append((parameter.wire, to_json(value)))
    else:
        flatten(pairs, parameter.wire, value, parameter)


def flatten(pairs: Pairs, name: str, value: Any, parameter: Parameter | None = None) -> None:
    """`Tag` with two structures becomes `Tag.1.Key`, `Tag.1.Value`, `Tag.2.Key`, …; nothing becomes nothing."""
    if value is UNSET or value is None:
        return
    if parameter is not None and parameter.kind == "json" and not isinstance(value, str):
        pairs.append((name, to_json(value)))
    elif isinstance(value, (Model, Mapping)):
        fields = {p.wire: p for p in parameter.fields} if parameter is not None else {}
        names = {p.name: p.wire for p in parameter.fields} if parameter is not None else {}
        items = (
            value.to_wire()
            if isinstance(value, Model)
            else {k if k in fields else names.get(k, str(k)): v for k, v in value.items()}
        )
        for key, item in items.items():
            flatten(pairs, f"{name}.{key}", item, fields.get(key))
    elif isinstance(value, (list, tuple)):
        item_parameter = parameter.item if parameter is not None else None
        for number, item in enumerate(value, 1):
            flatten(pairs, f"{name}.{number}", item, item_parameter)
    else:
        pairs.append((name, scalar(value)))


def to_json(value: Any) -> str:
    """A JSON document without needless spaces."""
    return json.dumps(plain(value), separators=(",", ":"), ensure_ascii=False, default=json_form)


def _scalars(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and not any(
        isinstance(item, (Model, Mapping, list, tuple)) for item in value
    )
