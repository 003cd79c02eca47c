"""Schemas as functions: text or JSON in, a typed value out, `Bad` raised where it breaks the schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .facts import SchemaFacts

Check = Callable[[Any], Any]

_INTEGER = re.compile(r"[+-]?[0-9]{1,20}").fullmatch
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})"
).fullmatch
_BOOLEANS = {"true": True, "false": False}
_LIMITS = {"int32": 2**31, "int64": 2**63}


class Bad(Exception):
    """A value breaks its schema. `kind` is `invalid`, `unsupported` (none of the listed values) or `missing`."""

    def __init__(self, reason: str, kind: str = "invalid") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


def without_constraints(schema: SchemaFacts) -> SchemaFacts:
    """The schema cut down to types and mandatory members."""
    out: SchemaFacts = {}
    for key in ("type", "format", "default", "required"):
        if key in schema and not (key == "format" and schema.get("type") == "string"):
            out[key] = schema[key]
    if "items" in schema:
        out["items"] = without_constraints(schema["items"])
    if "properties" in schema:
        out["properties"] = {name: without_constraints(member) for name, member in schema["properties"].items()}
    return out


def from_text(schema: SchemaFacts, *, as_json: bool = False) -> Check | None:
    """The check of a value that comes as text; None where every text is good as it is.

    Arrays and objects come as what `wire.unflatten` makes, or with `as_json` as the text of a JSON document.
    """
    kind = schema.get("type")
    if kind in ("array", "object"):
        if as_json:
            return _parsed(from_json(schema))
        return _array_from_groups(schema) if kind == "array" else _object_from_groups(schema)
    steps = [step for step in (_CONVERT.get(kind or "string"), *_constraints(schema)) if step is not None]
    if kind == "integer":
        steps.insert(1, _within(schema.get("format", "int64")))
    if "json" in schema:
        steps.append(_document(from_json(schema["json"])))
    return _chain([_no_groups, *steps]) if steps else None


def from_json(schema: SchemaFacts) -> Check:
    """The check of a value that comes out of a JSON document."""
    kind = schema.get("type")
    if kind == "array":
        return _array_from_json(schema)
    if kind == "object":
        return _object_from_json(schema)
    steps: list[Check] = [_is_a(kind)] if kind else []
    if kind == "integer":
        steps.append(_within(schema.get("format", "int64")))
    return _chain([*steps, *_constraints(schema)])


def _chain(steps: list[Check]) -> Check:
    if len(steps) == 1:
        return steps[0]

    def check(value: Any) -> Any:
        for step in steps:
            value = step(value)
        return value

    return check


# --------------------------------------------------------------------------------------- text to values


def _no_groups(value: Any) -> Any:
    if isinstance(value, str):
        return value
    raise Bad("it takes one value, and came with a dotted name")


def _integer(text: str) -> int:
    if _INTEGER(text) is None:
        raise Bad(f"{text!r} is no whole number")
    return int(text)


def _number(text: str) -> float:
    value = float(text) if _NUMBER(text) else math.inf
    if not math.isfinite(value):
        raise Bad(f"{text!r} is no number")
    return value


def _boolean(text: str) -> bool:
    value = _BOOLEANS.get(text.lower())
    if value is None:
        raise Bad(f"{text!r} is neither true nor false")
    return value


_CONVERT: dict[str, Check] = {"integer": _integer, "number": _number, "boolean": _boolean}


# --------------------------------------------------------------------------------------- constraints


def _constraints(schema: SchemaFacts) -> list[Check]:
    """The checks of a typed scalar, each giving the value back."""
    steps: list[Check] = []
    if "enum" in schema:
        steps.append(_one_of(schema["enum"]))
    if "minimum" in schema or "maximum" in schema:
        steps.append(_between(schema.get("minimum"), schema.get("maximum")))
    if "minLength" in schema or "maxLength" in schema:
        steps.append(_as_long_as(schema.get("minLength", 0), schema.get("maxLength")))
    if "pattern" in schema:
        with suppress(re.error):  # an expression that Python does not have; the generator has said so
            steps.append(_matching(re.compile(schema["pattern"])))
    if schema.get("format") == "date-time" and schema.get("type") == "string":
        steps.append(_date_time)
    return steps


def _one_of(values: list[str | int | float | bool]) -> Check:
    allowed = frozenset(values)

    def check(value: Any) -> Any:
        if value not in allowed:
            raise Bad(f"{value!r} is none of {', '.join(map(str, values))}", "unsupported")
        return value

    return check


def _between(minimum: float | None, maximum: float | None) -> Check:
    low = -math.inf if minimum is None else minimum
    high = math.inf if maximum is None else maximum

    def check(value: Any) -> Any:
        number = value
        if isinstance(value, str):
            number = float(value) if _NUMBER(value) else math.nan
        if not low <= number <= high:
            raise Bad(f"{value!r} is not between {_bound(minimum)} and {_bound(maximum)}")
        return value

    return check


def _bound(value: float | None) -> str:
    return "any number" if value is None else str(value)


def _within(number_format: str) -> Check:
    limit = _LIMITS.get(number_format, 2**63)

    def check(value: Any) -> Any:
        if not -limit <= value < limit:
            raise Bad(f"{value} does not fit {number_format}")
        return value

    return check


def _as_long_as(minimum: int, maximum: int | None) -> Check:
    def check(value: Any) -> Any:
        if len(value) < minimum or (maximum is not None and len(value) > maximum):
            raise Bad(
                f"it has {len(value)} characters, not {minimum} to {'any number' if maximum is None else maximum}"
            )
        return value

    return check


def _matching(pattern: re.Pattern[str]) -> Check:
    def check(value: Any) -> Any:
        if pattern.fullmatch(value) is None:
            raise Bad(f"it does not match {pattern.pattern}")
        return value

    return check


def _date_time(value: Any) -> Any:
    if _DATE_TIME(value) is None:
        raise Bad(f"{value!r} is no date and time")
    return value


# --------------------------------------------------------------------------------------- groups on the wire


def _array_from_groups(schema: SchemaFacts) -> Check:
    item = from_text(schema.get("items", {})) or _no_groups
    count = _count(schema)

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Bad("its values come under numbered names, as in `.1`")
        numbers = sorted(int(key) for key in value if key.isascii() and key.isdigit() and len(key) < 7)
        items = [item(value[str(number)]) for number in numbers if number > 0 and str(number) in value]
        return count(items)

    return check


def _object_from_groups(schema: SchemaFacts) -> Check:
    members = {name: from_text(member) for name, member in schema.get("properties", {}).items()}
    required = schema.get("required", [])

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Bad("its values come under dotted names")
        for name in required:
            if value.get(name, "") == "":
                raise Bad(f"its member {name} is mandatory", "missing")
        out = {}
        for name, member in members.items():
            part = value.get(name)
            if part is not None and (part != "" or member is not None):  # as with parameters: see Binder
                out[name] = part if member is None and isinstance(part, str) else (member or _no_groups)(part)
        return out

    return check


def _count(schema: SchemaFacts) -> Check:
    low, high = schema.get("minItems", 0), schema.get("maxItems", 10_000)

    def check(value: Any) -> Any:
        if not low <= len(value) <= high:
            raise Bad(f"it has {len(value)} items, not {low} to {high}")
        return value

    return check


# --------------------------------------------------------------------------------------- JSON documents


def parse_json(text: str | bytes) -> Any:
    """The value of a JSON document. Raises Bad for anything else, NaN and bottomless nesting included."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Bad("it is no JSON document") from None


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def _parsed(check: Check) -> Check:
    return lambda text: check(parse_json(_no_groups(text)))


def _document(check: Check) -> Check:
    """Text that must be a document of the shape, and stays text."""

    def keep(text: Any) -> Any:
        check(parse_json(text))
        return text

    return keep


def _is_a(kind: str) -> Check:
    types: dict[str, tuple[type, ...]] = {
        "string": (str,),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
    }
    wanted = types.get(kind, (object,))

    def check(value: Any) -> Any:
        if not isinstance(value, wanted) or (isinstance(value, bool) and kind in ("integer", "number")):
            raise Bad(f"it must be of type {kind}")
        return value

    return check


def _array_from_json(schema: SchemaFacts) -> Check:
    item = from_json(schema.get("items", {}))
    count = _count(schema)

    def check(value: Any) -> Any:
        if not isinstance(value, list):
            raise Bad("it must be an array")
        return count([item(part) for part in value])

    return check


def _object_from_json(schema: SchemaFacts) -> Check:
    members = {name: from_json(member) for name, member in schema.get("properties", {}).items()}
    required = schema.get("required", [])

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Bad("it must be an object")
        for name in required:
            if value.get(name) is None:
                raise Bad(f"its member {name} is mandatory", "missing")
        return {
            name: members[name](part) if name in members and part is not None else part for name, part in value.items()
        }

    return check
