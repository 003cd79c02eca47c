"""The check of an operation's arguments. Guards let plain good values pass; what they stop is looked at with care."""

from __future__ import annotations

from collections.abc import Sequence

from docpact.contract.model import Schema
from docpact.escape import Code
from docpact.escape.python import identifier, literal
from docpact.targets.python import names
from docpact.targets.python.arguments import Argument
from docpact.targets.python.layout import WIDTH, bracketed, docstring, width
from docpact.targets.python.table import usable
from docpact.targets.python.types import ClassShape, Module, kind_of

_LOCALS = names.CHECK_LOCALS | {"item", "given"}
_TYPES = {"string": "str", "integer": "int", "number": "float"}


class Guards:
    """The guards of one operation, and the functions that say of whole structures whether they are plainly good."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._scope = names.scope()
        self._names: dict[str, str | None] = {}
        self.functions: list[Code] = []

    def statement(self, argument: Argument) -> Code:
        """The statement that checks one argument."""
        call = bracketed(f"{argument.constant}.check(", [argument.local, "found"], ")", 2)
        stops = self._stops(argument.local, argument.parameter.schema, f"{argument.constant}.values")
        guard = _guard(argument.local, stops, argument.parameter.schema, argument.parameter.required)
        if guard and width(guard) + 8 <= WIDTH:
            return Code(f"    if {guard}:\n        {call}")
        return bracketed(f"    {argument.constant}.check(", [argument.local, "found"], ")", 1)

    def _stops(self, name: str, schema: Schema, values: str) -> list[str] | None:
        """What stops a value that was given. None where every value must be looked at."""
        kind = kind_of(schema)
        if kind == "array":
            return self._list_stops(name, schema)
        if kind == "boolean":
            return [f"{name} is not True and {name} is not False"]
        if kind == "object":
            function = self._function(schema)
            return [f"not {function}({name})"] if function else None
        if kind not in _TYPES or (schema.pattern is not None and kind == "string" and usable(schema.pattern)):
            return None
        stops = [f"type({name}) is not {_TYPES[kind]}"]
        if schema.enum:
            stops = [f"not isinstance({name}, str)"] if kind == "string" else stops
            stops.append(f"{name} not in {values}")
        if kind == "string":
            lengths = (("<", schema.min_length), (">", schema.max_length))
            return stops + [f"len({name}) {sign} {limit}" for sign, limit in lengths if limit is not None]
        limits = (("<", schema.minimum), (">", schema.maximum))
        return stops + [f"{name} {sign} {literal(limit)}" for sign, limit in limits if limit is not None]

    def _list_stops(self, name: str, schema: Schema) -> list[str] | None:
        item = schema.items or Schema()
        lengths = (("<", schema.min_items), (">", schema.max_items))
        stops = [f"not isinstance({name}, (list, tuple))"]
        stops += [f"len({name}) {sign} {limit}" for sign, limit in lengths if limit is not None]
        if kind_of(item) == "object":
            function = self._function(item)
            return [*stops, f"not all(map({function}, {name}))"] if function else None
        inner = self._stops("item", item, "")
        if inner is None or len(inner) != 1 or kind_of(item) not in _TYPES:
            return None
        return [*stops, f"{{*map(type, {name})}} - {{{_TYPES[kind_of(item)]}}}"]

    def _function(self, schema: Schema) -> str | None:
        """The name of the function that knows plainly good structures; None where every one must be looked at."""
        shape = self._module.structs.get(id(schema))
        if shape is None:
            return None
        if shape.name not in self._names:
            name = f"_is_{self._scope.give(shape.name, names.snake(shape.name))}"
            printed = self._printed(shape, name)
            self._names[shape.name] = name if printed else None
            self.functions += [printed] if printed else []
        return self._names[shape.name]

    def _printed(self, shape: ClassShape, function: str) -> Code | None:
        lines = [
            f"def {function}(item: object) -> bool:",
            docstring([f"Whether it is plainly a good `{shape.name}`. What is not is looked at with care."], 1),
            f"    if type(item) is not {shape.name}:",
            "        return False",
            "    given = item.__dict__.get",
        ]
        for field in shape.fields:
            local = identifier(f"{field.name}_") if field.name in _LOCALS else field.name
            listed = ", ".join(literal(value) for value in field.schema.enum)
            guard = _guard(
                local, self._stops(local, field.schema, f"{{{listed}}}"), field.schema, field.member.required
            )
            if not guard or width(guard) + 8 > WIDTH:
                if field.member.required:
                    return None
                guard = f"{local} is not UNSET"
            lines += [
                f"    {local} = given({literal(str(field.name))}, UNSET)",
                f"    if {guard}:",
                "        return False",
            ]
        return Code("\n".join([*lines, "    return True"]))


def _guard(name: str, stops: Sequence[str] | None, schema: Schema, required: bool) -> str:
    """The condition under which a value is looked at; empty where it always is."""
    if stops is None:
        return "" if required else f"{name} is not UNSET"
    if required:
        return " or ".join([*stops, *([f"not {name}"] if kind_of(schema) in ("string", "array") else [])])
    joined = " or ".join(stops)
    return f"{name} is not UNSET and {f'({joined})' if len(stops) > 1 else joined}"
