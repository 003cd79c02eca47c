"""Values held against the documented rules of their parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn, TypeAlias

from .facts import Facts
from .model import Struct, json_form
from .problems import At, Problem
from .unset import UNSET
from .wire_enum import unchecked

INT32: Final = range(-(2**31), 2**31)
INT64: Final = range(-(2**63), 2**63)
LARGEST: Final = 1.7976931348623157e308

Given: TypeAlias = "Callable[[str, object], Any]"
"""Gets the members of a structure or mapping, by wire names; the second argument is for those that it has not."""
Check: TypeAlias = "Callable[[Any, list[Problem], At], None]"
"""Records what is wrong with a value, or with the members that a `Given` gets, at the end of a way."""
_TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": (),  # lists are looked at by themselves
    "object": Mapping,
}


class Parameter(Facts):
    """A parameter that looks at values.

    The modules of the operations look at values themselves and ask here about what is not plainly good.
    """

    __slots__ = ()
    item: Parameter | None
    fields: tuple[Parameter, ...]

    # --------------------------------------------------------------------------------- what holds others

    def one(self, value: Any, check: Check, found: list[Problem], at: At = ()) -> None:
        """Looks at a structure or mapping, and with `check` at its members.

        An instance that was found good is not looked at again if its members are plain values: it cannot change.
        """
        at = at or (self,)
        if type(value) is self.struct:
            own = value.__dict__
            if "_good" not in own:
                before = len(found)
                check(own["_wire"].get, found, at)
                if self.plain and len(found) == before:
                    own["_good"] = self.struct
        elif type(value) is dict and self.wires.issuperset(value):
            check(value.get, found, at)
        elif isinstance(value, Struct) and isinstance(value, self.struct or Struct):
            check(value.__dict__["_wire"].get, found, at)
        elif isinstance(value, Mapping):
            check(self._by_wire(value, found, at).get, found, at)
        else:
            self.check(value, found, at)

    def _by_wire(self, value: Mapping[str, Any], found: list[Problem], at: At) -> dict[str, Any]:
        """The members of a mapping under their wire names; it may have them under their names in Python."""
        wires = {field.name: field.wire for field in self.fields}
        given: dict[str, Any] = {}
        for key, item in value.items():
            wire = key if key in self.wires else wires.get(key)
            if wire is None and self.struct is not None:  # a document may hold more than the pages say
                found.append(Problem(self, "additionalProperties", key, at))
            elif wire is not None and (wire == key or wire not in value):
                given[wire] = item
        return given

    def member(self, value: Any) -> Any:
        """What a structure or mapping holds of this member; `UNSET` where it holds nothing."""
        if isinstance(value, Struct):
            return value.__dict__["_wire"].get(self.wire, UNSET)
        if isinstance(value, Mapping):
            return value.get(self.wire, value.get(self.name, UNSET))
        return UNSET

    def each(self, value: Any, check: Check, found: list[Problem], at: At = ()) -> None:
        """Looks at a list, and with `check` at its items, or at the members of those that are structures."""
        of = self.item
        if of is None or (type(value) is not list and not _is_list(value)):
            self.check(value, found, at)
            return
        if not self.fewest <= len(value) <= self.most:
            self._check_length(value, found, at)
        at = at or (self,)
        if of.fields:
            if value and type(value[0]) is of.struct and "_good" in value[0].__dict__ and _all_good(value, of.struct):
                return
            for number, item in enumerate(value, 1):
                if type(item) is dict and of.wires.issuperset(item):
                    check(item.get, found, (*at, number))
                else:
                    of.one(item, check, found, (*at, number))
        else:
            for number, item in enumerate(value, 1):
                check(item, found, (*at, number))

    def among(self, items: Sequence[Any]) -> bool:
        """Whether all items of a list are documented values."""
        try:
            return self.values.keys() >= set(items)
        except TypeError:  # something that cannot be looked up is none
            return False

    def document(self, value: Any, check: Check | None, found: list[Problem], at: At = ()) -> None:
        """Looks at a JSON document, given as text or as values, and with `check` at what it holds. Members may be null."""
        if value is UNSET or value is None or type(value) is unchecked:
            self.check(value, found, at)
            return
        try:
            document = _parsed(value)
        except ValueError as error:
            found.append(Problem(self, "type", value, at, {"message": str(error)}))
            return
        if check is not None and self.item is not None:
            look = self.item.one if self.item.fields else _look
            look(document, check, found, at or (self,))

    # --------------------------------------------------------------------------------------------- values

    def check(self, value: Any, found: list[Problem], at: At = ()) -> None:
        """Records every way in which a value breaks the rules. `at` is the way to it where it is inside an argument.

        Members of structures are left to the functions that the modules have for them.
        """
        kind, plain = self.kind, type(value)
        if plain is str and kind == "string":
            self._check_text(value, found, at)
        elif plain is int and (kind == "integer" or kind == "number"):
            self._check_number(value, found, at)
        elif plain is list and kind == "array":
            self._check_list(value, found, at)
        elif value is UNSET:
            if self.required:
                found.append(Problem(self, "required", value, at))
        elif value is None:
            found.append(Problem(self, "type", value, at))
        elif plain is unchecked:
            pass
        elif kind == "array" and _is_list(value):
            self._check_list(value, found, at)
        elif kind == "json":
            self.document(value, None, found, at)
        elif not isinstance(value, _TYPES.get(kind, object)) or (plain is bool and kind != "boolean"):
            found.append(Problem(self, "type", value, at))
        elif kind == "string":
            self._check_text(value, found, at)
        elif kind == "integer" or kind == "number":
            self._check_number(value, found, at)

    def _check_text(self, value: str, found: list[Problem], at: At) -> None:
        if not value and self.required:
            found.append(Problem(self, "required", value, at))
            return
        if self.values and value not in self.values:
            found.append(Problem(self, "enum", value, at))
        if self.min_length is not None and len(value) < self.min_length:
            found.append(Problem(self, "minLength", value, at))
        if self.max_length is not None and len(value) > self.max_length:
            found.append(Problem(self, "maxLength", value, at))
        if (self.pattern is not None or self.format == "date-time") and self.form(value) is None:
            wrong = self.pattern is not None and re.fullmatch(self.pattern, value) is None
            found.append(Problem(self, "pattern" if wrong else "format", value, at))

    def _check_number(self, value: float, found: list[Problem], at: At) -> None:
        if self.kind == "number" and not -LARGEST <= value <= LARGEST:
            found.append(Problem(self, "type", value, at))
            return
        if self.kind == "integer" and value not in (INT32 if self.format == "int32" else INT64):
            found.append(Problem(self, "format", value, at))
        if self.values and value not in self.values:
            found.append(Problem(self, "enum", value, at))
        if self.minimum is not None and value < self.minimum:
            found.append(Problem(self, "minimum", value, at))
        if self.maximum is not None and value > self.maximum:
            found.append(Problem(self, "maximum", value, at))

    def _check_list(self, value: Sequence[Any], found: list[Problem], at: At) -> None:
        if not self.fewest <= len(value) <= self.most:
            self._check_length(value, found, at)
        of = self.item
        if of is not None:
            free, values, at = of.free, of.values, at or (self,)
            for number, item in enumerate(value, 1):
                if not (free and type(item) is str and (not values or item in values)):
                    of.check(item, found, (*at, number))

    def _check_length(self, value: Sequence[Any], found: list[Problem], at: At) -> None:
        if self.required and not value:
            found.append(Problem(self, "required", value, at))
        elif self.min_items is not None and len(value) < self.min_items:
            found.append(Problem(self, "minItems", value, at))
        if self.max_items is not None and len(value) > self.max_items:
            found.append(Problem(self, "maxItems", value, at))


def _is_list(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return True
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, Mapping))


def _all_good(items: Sequence[Any], struct: type[Struct] | None) -> bool:
    """Whether all are instances of a class that were found good."""
    try:
        return not [item for item in items if item._good is not struct]
    except AttributeError:  # something else is among them, or one that nobody has looked at
        return False


def _look(value: Any, check: Check, found: list[Problem], at: At) -> None:
    check(value, found, at)


def _parsed(value: Any) -> Any:
    """What a JSON document holds, given as text or as values. Raises ValueError, which says why there is none."""
    import json

    if not isinstance(value, str):
        try:
            value = json.dumps(value, default=json_form, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"it cannot be written as JSON: {error}") from None
    try:
        return json.loads(value, object_hook=_without_nulls, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise ValueError("it must hold a JSON document") from None


def _without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    return {name: member for name, member in members.items() if member is not None}


def _no_constant(name: str) -> NoReturn:
    """`NaN` and `Infinity`, which Python's decoder takes, are no JSON."""
    raise ValueError(name)
