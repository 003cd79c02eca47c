"""The documented rules of one parameter, and what is wrong with a value by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn, TypeAlias

from .masking import MASK, is_secret, without_secrets
from .model import Struct, json_form
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
    argument: str = ""
    """The same place as `parameter`, as a Python caller writes it: `tag[1].key`."""

    def __str__(self) -> str:
        said = f' (documented: "{self.says}")' if self.says else ""
        return f"{self.parameter}: {self.message}{said}"


At: TypeAlias = "tuple[int | Parameter, ...]"
"""The way to a member: the parameter it belongs to, then numbers of items (from 1) and members."""


class Parameter:
    """A request parameter, or a member of a structured one, with its documented rules.

    `wire` and `name` are its names on the wire and in Python, `kind` is its JSON type, or `json` for text that holds a
    JSON document. `fields` are the members of a structure, `item` is what a list holds. `says` and `codes` give, for a rule,
    the sentence that states it and the error code that answers its violation.
    """

    __slots__ = (
        "codes", "fields", "item", "kind", "layout", "location", "max_items", "max_length", "maximum", "min_items",
        "min_length", "minimum", "name", "pattern", "required", "says", "secret", "struct", "values", "wire",
    )  # fmt: skip

    def __init__(
        self,
        wire: str,
        name: str,
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
        fields: tuple[Parameter, ...] = (),
        says: Mapping[str, str] = _NOTHING,
        codes: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.wire = wire
        self.name = name
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
        self.fields = fields
        self.says = says
        self.codes = codes
        self.secret = is_secret(wire)

    def member(self, value: Any) -> Any:
        """What a structure or mapping holds of this member; `UNSET` where it holds nothing."""
        if isinstance(value, Struct):
            return value.__dict__.get(self.name, UNSET)
        if isinstance(value, Mapping):
            return value.get(self.wire, value.get(self.name, UNSET))
        return UNSET

    def problem(self, found: list[Problem], rule: str, value: object, message: str, at: At = ()) -> None:
        """Records a problem with this parameter. `at` is the way to it where it is a member."""
        codes = self.codes or (at[0].codes if at and isinstance(at[0], Parameter) else _NOTHING)
        code = codes.get(rule) or (None if rule == "required" else codes.get(""))
        self.record(found, rule, value, message, self.says.get(rule, ""), code, at)

    def record(
        self, found: list[Problem], rule: str, value: object, message: str, says: str, code: str | None, at: At
    ) -> None:
        """Records a problem with all that is known of it; a secret value is not shown."""
        wire, name = self.wire, self.name
        if at:
            wire = name = ""
            for step in at:
                if isinstance(step, int):
                    wire, name = f"{wire}.{step}", f"{name}[{step - 1}]"
                else:
                    wire, name = (f"{wire}.{step.wire}", f"{name}.{step.name}") if wire else (step.wire, step.name)
        if self.secret and value is not UNSET:
            value = MASK
        elif isinstance(value, (dict, list, tuple)):
            value = without_secrets(value)
        found.append(Problem(wire, rule, value, message, says, code, name))

    def check(self, value: Any, found: list[Problem], at: At = ()) -> None:
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
        elif not _is_kind(value, self.kind):
            wanted = _KINDS.get(self.kind, self.kind)
            self.problem(found, "type", value, f"it must be {wanted}, not {type(value).__name__}", at)
        elif value == "" and self.required:
            self.problem(found, "required", value, "it is required and is empty", at)
        else:
            self._check_scalar(value, found, at)

    def _check_scalar(self, value: Any, found: list[Problem], at: At) -> None:
        if self.values and value not in self.values:
            listed = ", ".join([str(item) for item in self.values])
            hint = '; to send it all the same, wrap it in unchecked("…")' if self.kind == "string" else ""
            message = f"{self._shown(value)} is none of the documented values: {listed}{hint}"
            self.problem(found, "enum", value, message, at)
        if self.minimum is not None and value < self.minimum:
            self.problem(found, "minimum", value, f"{self._shown(value)} is less than {self.minimum}", at)
        if self.maximum is not None and value > self.maximum:
            self.problem(found, "maximum", value, f"{self._shown(value)} is more than {self.maximum}", at)
        if self.min_length is not None and len(value) < self.min_length:
            message = f"it has {len(value)} characters, at least {self.min_length} are needed"
            self.problem(found, "minLength", value, message, at)
        if self.max_length is not None and len(value) > self.max_length:
            message = f"it has {len(value)} characters, at most {self.max_length} are allowed"
            self.problem(found, "maxLength", value, message, at)
        if self.pattern is not None and re.fullmatch(self.pattern, value) is None:
            message = f"{self._shown(value)} does not have the documented form {self.pattern}"
            self.problem(found, "pattern", value, message, at)

    def _shown(self, value: object) -> str:
        if self.secret:
            return "the value"
        return repr(str.__str__(value) if isinstance(value, str) else value)

    def _check_items(self, value: Any, found: list[Problem], at: At) -> None:
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
            at = at or (self,)
            for number, item in enumerate(value, 1):
                self.item.check(item, found, (*at, number))

    def _check_fields(self, value: Any, found: list[Problem], at: At) -> None:
        known, at = self.fields, at or (self,)
        if self.struct is not None and isinstance(value, self.struct):
            given = value.__dict__
            members = [(parameter, given.get(parameter.name, UNSET)) for parameter in known]
        elif type(value) is dict or isinstance(value, Mapping):  # the second takes long to say no
            members = [(p, value[p.wire] if p.wire in value else value.get(p.name, UNSET)) for p in known]
            names = {name for parameter in known for name in (parameter.wire, parameter.name)}
            for key in value if known else ():
                if key not in names:
                    self.problem(found, "additionalProperties", key, f"it has no documented member {key!r}", at)
        else:
            wanted = self.struct.__name__ if self.struct is not None else "a mapping"
            self.problem(found, "type", value, f"it must be {wanted}, not {type(value).__name__}", at)
            return
        for parameter, item in members:
            if item is not UNSET or parameter.required:
                parameter.check(item, found, (*at, parameter))

    def _check_json(self, value: Any, found: list[Problem], at: At) -> None:
        import json

        if isinstance(value, str):
            try:
                value = json.loads(value, parse_constant=_no_constant)
            except (ValueError, RecursionError):
                self.problem(found, "type", value, "it must hold a JSON document", at)
                return
        else:
            try:
                json.dumps(value, default=json_form, allow_nan=False)
            except (TypeError, ValueError, RecursionError) as error:
                self.problem(found, "type", value, f"it cannot be written as JSON: {error}", at)
                return
        if self.item is not None:
            self.item.check(value, found, at or (self,))


def _no_constant(name: str) -> NoReturn:
    """`NaN` and `Infinity`, which Python's decoder takes, are no JSON."""
    raise ValueError(name)


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
