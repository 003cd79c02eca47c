"""Values for parameters: good ones, ones at a boundary, and ones just beyond it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import cycle, islice

from docpact.contract.model import JSON, Layout, Parameter, Schema

_FILLERS = ("a", "1", "docpact", "a1b2")
_SEEDS = (*_FILLERS, "A", "/", ".", "_", "-", "\u4e2d")  # how a value may have to begin


def wire(value: JSON) -> str:
    """A value as it is written in a request."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def sample(parameter: Parameter) -> str | None:
    """A value the page shows for a parameter; None where it shows none. Structures have none."""
    schema = parameter.schema
    for value in (parameter.example, schema.example, schema.default, *schema.enum[:1]):
        if value is not None and not isinstance(value, (dict, list)) and wire(value) != "":
            return wire(value)
    return None


def masked(sample: str) -> bool:
    """Whether an example hides a part of the real value: `eip-2ze****`, `192.xx.xx.4`."""
    return "**" in sample or "xx" in sample.lower()


_IDLE = re.compile(
    r"do not (?:send|set|specify)|leave (?:\w+ ){0,4}(?:blank|empty)|\breserved\b|保留|无需", re.IGNORECASE
)


def idle(parameter: Parameter) -> bool:
    """Whether the page wants a parameter left alone; an implementation may well take no notice of its value."""
    return parameter.deprecated or _IDLE.search(parameter.description) is not None


def _scalars(parameter: Parameter, name: str, schema: Schema) -> Iterator[tuple[Parameter, str, Schema]]:
    if schema.type == "array" and schema.items is not None and parameter.layout is Layout.REPEAT:
        yield from _scalars(parameter, f"{name}.1", schema.items)
    elif schema.type == "object" and schema.properties:
        for member in schema.properties:
            yield from _scalars(parameter, f"{name}.{member.name}", member.schema)
    elif schema.type not in ("array", "object"):
        yield parameter, name, schema


def given(parameter: Parameter) -> dict[str, str]:
    """A parameter as the page's examples give it, flattened to names on the wire; empty where they do not."""
    if parameter.schema.type not in ("array", "object"):
        value = plain(parameter.schema, sample(parameter)) or sample(parameter)
        return {} if value is None else {parameter.name: value}
    if parameter.layout is Layout.PLAIN:
        shown = parameter.example if parameter.example is not None else parameter.schema.example
        if shown is None:
            return {}
        return {parameter.name: shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)}
    found = {}
    for _, name, schema in _scalars(parameter, parameter.name, parameter.schema):
        value = plain(schema)
        if value is None and isinstance(parameter.example, str) and name == f"{parameter.name}.1":
            value = parameter.example
        if value is not None:
            found[name] = value
    return found


def plain(schema: Schema, example: str | None = None) -> str | None:
    """A value that fits a scalar schema, as plain as can be; None where none is known."""
    for value in (example, schema.example, schema.default, *schema.enum[:1]):
        if value is not None and not isinstance(value, (dict, list)) and fits(schema, wire(value)):
            return wire(value)
    if schema.type in ("integer", "number") and schema.minimum is not None:
        return str(schema.minimum)
    if schema.type == "string" and (schema.pattern or schema.min_length is not None or schema.max_length is not None):
        return of_length(schema, max(schema.min_length or 1, min(schema.max_length or 8, 8)), example)
    return None


def fits(schema: Schema, value: str) -> bool:
    """Whether a value keeps all rules of a scalar schema."""
    if schema.json is not None and not _is_json(value):
        return False
    if schema.enum and value not in {wire(item) for item in schema.enum}:
        return False
    if schema.type == "integer" and not re.fullmatch(r"-?\d+", value):
        return False
    if schema.type in ("integer", "number"):
        try:
            number = float(value)
        except ValueError:
            return False
        low, high = schema.minimum, schema.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            return False
    if schema.type == "boolean" and value not in ("true", "false"):
        return False
    if (schema.min_length is not None and len(value) < schema.min_length) or (
        schema.max_length is not None and len(value) > schema.max_length
    ):
        return False
    return matches(schema.pattern, value)


def _is_json(value: str) -> bool:
    try:
        return isinstance(json.loads(value), (dict, list))
    except ValueError:
        return False


def matches(pattern: str | None, value: str) -> bool:
    """Whether a whole value matches a pattern; a pattern that Python cannot read matches everything."""
    if pattern is None:
        return True
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error:
        return True


def of_length(schema: Schema, length: int, example: str | None = None) -> str | None:
    """A value of exactly that many characters that matches the pattern; None where none was found."""
    seeds = [seed for seed in (example, *_SEEDS) if seed]
    for seed in seeds:
        for filler in _FILLERS:
            value = (seed + "".join(islice(cycle(filler), max(length - len(seed), 0))))[:length]
            if len(value) == length and matches(schema.pattern, value):
                return value
    return None


def near_misses(schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Values just beside those of an enum: an id, what is wrong in words, the value."""
    allowed = {wire(item) for item in schema.enum}
    shown = {wire(value) for value in (schema.example, schema.default) if isinstance(value, (str, int))} | allowed
    first = next((wire(item) for item in schema.enum if re.search("[A-Za-z]", wire(item))), None)
    if first is not None:
        for name, value in (("case", first.lower()), ("case", first.upper()), ("case", first.swapcase())):
            if value not in shown:
                yield name, f"{first!r} in another case", value
                break
        yield "blank", f"a blank after {first!r}", f"{first} "
        yield "cut", f"{first!r} without its last letter", first[:-1]
    yield "unknown", "a value that is not documented", "DocpactNoSuchValue" if schema.type == "string" else "987654321"


def breaking_pattern(schema: Schema) -> Iterator[tuple[str, str]]:
    """Values of a fitting length that break the pattern, each for another reason."""
    candidates = {
        "digit-first": "1docpact",
        "hyphen-first": "-docpact",
        "underscore-first": "_docpact",
        "http": "http://docpact",
        "https": "https://docpact",
        "space": "doc pact",
        "slash": "doc/pact",
        "at": "doc@pact",
        "newline": "docpact\n",
        "wide": "docpact！",
    }
    low, high = schema.min_length or 0, schema.max_length
    for name, value in candidates.items():
        if low > len(value):
            value += "a" * (low - len(value))
        value = value[:high]
        if not matches(schema.pattern, value):
            yield name, value
