"""The documented rules of one parameter, and what is wrong with a value by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .masking import MASK, is_secret
from .model import Struct
from .unset import UNSET
from .wire_enum import unchecked

_KINDS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "True or False"}
_NOTHING: Mapping[str, str] = {}


class Problem(NamedTuple):
    """One way in which an argument breaks a documented rule."""

    parameter: str
    """The wire name, with the place inside lists and structures: `Tag.2.Key`."""
    rule: str
    """A keyword of JSON Schema (`required`, `type`, `enum`, `maximum`, …) or the kind of a rule over several parameters."""
    value: object
    """The value, or `***` where it is a secret; `UNSET` where none was given."""
    message: str
    """What is wrong, in a sentence."""
    says: str = ""
    """The sentence of the page that states the rule, where one does."""
    code: str | None = None
    """The documented error code that the service would have answered with."""

    def __str__(self) -> str:
        said = f' (documented: "{self.says}")' if self.says else ""
        return f"{self.parameter}: {self.message}{said}"


class Parameter:
    """A request parameter, or a member of a structured one, with its documented rules.

    `kind` is its JSON type, or `json` for text that holds a JSON document. `says` and `codes` give, for a
    rule, the sentence that states it and the error code that answers its violation.
    """

    __slots__ = (
        "codes", "fields", "item", "kind", "layout", "location", "max_items", "max_length", "maximum", "min_items",
        "min_length", "minimum", "pattern", "required", "says", "secret", "struct", "values", "wire",
    )  # fmt: skip

    def __init__(
        self,
        wire: str,
        kind: str = "string",
        *,
        required: bool = False,
        location: str = "query",
        layout: str = "plain",
        values: tuple[str | int | float, ...] = (),
        minimum: float | None = None,
        maximum: float | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        min_items: int | None = None,
        max_items: int | None = None,
        pattern: str | None = None,
        item: Parameter | None = None,
        struct: type[Struct] | None = None,
        fields: Mapping[str, Parameter] | None = None,
        says: Mapping[str, str] = _NOTHING,
        codes: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.wire = wire
        self.kind = kind
        self.required = required
        self.location = location
        self.layout = layout
        self.values = values
        self.minimum = minimum
        self.maximum = maximum
        self.min_length = min_length
        self.max_length = max_length
        self.min_items = min_items
        self.max_items = max_items
        self.pattern = pattern
        self.item = item
        self.struct = struct
        self.fields = fields or {}
        self.says = says
        self.codes = codes
        self.secret = is_secret(wire)

    def problem(self, found: list[Problem], rule: str, value: object, message: str, at: str = "") -> None:
        """Records a problem with this parameter."""
        shown = MASK if self.secret and value is not UNSET else value
        says, code = self.says.get(rule, ""), self.codes.get(rule) or self.codes.get("")
        found.append(Problem(at or self.wire, rule, shown, message, says, code))

    def check(self, value: Any, found: list[Problem], at: str = "") -> None:
        """Records every way in which the value breaks the rules."""
        if value is UNSET:
            if self.required:
                self.problem(found, "required", value, "it is required and was not given", at)
        elif value is None:
            self.problem(found, "type", value, "None is no value here; leave the argument out to send nothing", at)
        elif type(value) is unchecked:
            pass
        elif self.kind == "array":
            self._check_items(value, found, at)
        elif self.kind == "object":
            self._check_fields(value, found, at)
        elif self.kind == "json":
            self._check_json(value, found, at)
        else:
            self._check_scalar(value, found, at)

    def _check_scalar(self, value: Any, found: list[Problem], at: str) -> None:
        kind = self.kind
        if not _is_kind(value, kind):
            wanted = _KINDS.get(kind, kind)
            self.problem(found, "type", value, f"it must be {wanted}, not {type(value).__name__}", at)
            return
        if kind == "string" and self.required and value == "":
            self.problem(found, "required", value, "it is required and is empty", at)
            return
        show = "the value" if self.secret else _shown(value)
        if self.values and value not in self.values:
            listed = ", ".join([str(item) for item in self.values])
            hint = '; to send it all the same, wrap it in unchecked("…")' if kind == "string" else ""
            self.problem(found, "enum", value, f"{show} is none of the documented values: {listed}{hint}", at)
        if self.minimum is not None and value < self.minimum:
            self.problem(found, "minimum", value, f"{show} is less than {self.minimum}", at)
        if self.maximum is not None and value > self.maximum:
            self.problem(found, "maximum", value, f"{show} is more than {self.maximum}", at)
        if self.min_length is not None and len(value) < self.min_length:
            self.problem(
                found, "minLength", value, f"it has {len(value)} characters, at least {self.min_length} are needed", at
            )
        if self.max_length is not None and len(value) > self.max_length:
            self.problem(
                found, "maxLength", value, f"it has {len(value)} characters, at most {self.max_length} are allowed", at
            )
        if self.pattern is not None and re.fullmatch(self.pattern, value) is None:
            self.problem(found, "pattern", value, f"{show} does not have the documented form {self.pattern}", at)

    def _check_items(self, value: Any, found: list[Problem], at: str) -> None:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Sequence):
            self.problem(found, "type", value, f"it must be a list, not {type(value).__name__}", at)
            return
        if self.required and not value:
            self.problem(found, "required", value, "it is required and is empty", at)
        elif self.min_items is not None and len(value) < self.min_items:
            self.problem(
                found, "minItems", value, f"it has {len(value)} items, at least {self.min_items} are needed", at
            )
        if self.max_items is not None and len(value) > self.max_items:
            self.problem(
                found, "maxItems", value, f"it has {len(value)} items, at most {self.max_items} are allowed", at
            )
        if self.item is not None:
            for number, item in enumerate(value, 1):
                self.item.check(item, found, f"{at or self.wire}.{number}")

    def _check_fields(self, value: Any, found: list[Problem], at: str) -> None:
        given: Mapping[str, Any]
        if self.struct is not None and isinstance(value, self.struct):
            given = {name: value.__dict__.get(name, UNSET) for name in self.fields}
        elif isinstance(value, Mapping):
            by_wire: dict[object, str] = {parameter.wire: name for name, parameter in self.fields.items()}
            given = {by_wire.get(key, str(key)): item for key, item in value.items()}
            for key in value:
                if self.fields and key not in by_wire and key not in self.fields:
                    self.problem(found, "additionalProperties", key, f"it has no documented member {key!r}", at)
        else:
            wanted = self.struct.__name__ if self.struct is not None else "a mapping"
            self.problem(found, "type", value, f"it must be {wanted}, not {type(value).__name__}", at)
            return
        for name, parameter in self.fields.items():
            parameter.check(given.get(name, UNSET), found, f"{at or self.wire}.{parameter.wire}")

    def _check_json(self, value: Any, found: list[Problem], at: str) -> None:
        import json

        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                self.problem(found, "type", value, "it must hold a JSON document", at)
                return
        else:
            try:
                json.dumps(value, default=_struct_to_wire)
            except (TypeError, ValueError, RecursionError) as error:
                self.problem(found, "type", value, f"it cannot be written as JSON: {error}", at)
                return
        if self.item is not None:
            self.item.check(value, found, at or self.wire)


def _struct_to_wire(value: object) -> Any:
    if isinstance(value, Struct):
        return value.to_wire()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _shown(value: object) -> str:
    return repr(str.__str__(value) if isinstance(value, str) else value)


def _is_kind(value: object, kind: str) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value  # noqa: PLR0124 (NaN)
    return True


def broken(found: list[Problem], parameter: Parameter, rule: str, value: object, says: str, code: str | None) -> None:
    """Records that a rule over several parameters is broken."""
    shown = MASK if parameter.secret and value is not UNSET else value
    found.append(Problem(parameter.wire, rule, shown, _BROKEN[rule], says, code))


_BROKEN = {
    "required_if": "it is required with the other arguments as they are, and was not given",
    "requires": "it needs other arguments to be given with it",
    "exclusive": "it cannot be given together with others that were given",
    "any_of": "it or one of its alternatives must be given",
    "only_if": "it may not be given with the other arguments as they are",
}
