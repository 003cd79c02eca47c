"""The check of an operation's arguments: statements that let good values pass, and a function for each structure."""

from __future__ import annotations

from docpact.contract.model import Schema
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python import names
from docpact.targets.python.arguments import Argument
from docpact.targets.python.layout import bracketed, condition, docstring
from docpact.targets.python.table import Entry, usable
from docpact.targets.python.types import Module

_RANGES = {"INT32": (-(2**31), 2**31 - 1), "INT64": (-(2**63), 2**63 - 1)}


class Checks:
    """Prints the checks of one operation. `functions` are those that its statements call."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self.functions: list[Code] = []

    def statement(self, argument: Argument, entry: Entry) -> Code:
        """The statement that checks one argument."""
        return self._statement(argument.local, entry, "")

    def _statement(self, local: str, entry: Entry, way: str) -> Code:
        """Looks at the value of a local variable; `way` is the expression for the way to it, empty for an argument itself."""
        head, items = self._call(local, entry, way)
        guard = self._guard(local, entry)
        if guard is None:
            return bracketed(f"    {head}(", items, ")", 1)
        return Code(f"{guard}\n{bracketed(f'        {head}(', items, ')', 2)}")

    def _call(self, local: str, entry: Entry, way: str) -> tuple[str, list[str]]:
        """The function that looks at a value with care, and its arguments."""
        ways = [way] if way else []
        if entry.item is not None and (entry.kind == "json" or entry.deep):
            method = "document" if entry.kind == "json" else "each"
            return f"{entry.constant}.{method}", [local, self._function(entry.item), "found", *ways]
        if entry.members:
            return f"{entry.constant}.one", [local, self._function(entry), "found", *ways]
        return f"{entry.constant}.check", [local, "found", *ways]

    # ----------------------------------------------------------------------------------------- functions

    def _function(self, entry: Entry) -> str:
        """What looks at the members of a structure, or at another value, and is given the problems found and the way to it."""
        if not entry.deep:
            return f"{entry.constant}.check"
        name = f"_check{entry.constant.lower()}"
        subject = "given: Given" if entry.members else "value: object"
        lines: list[str] = [
            bracketed(f"def {name}(", [subject, "found: list[Problem]", "at: At"], ") -> None:"),
            docstring([f"Records what is wrong with one `{entry.label}`."], 1),
        ]
        if entry.members:
            self._module.imports.type_only(".._runtime.validation", "Given")
            lines += self._members(entry)
        else:
            head, items = self._call("value", entry, "at")
            lines.append(bracketed(f"    {head}(", items, ")", 1))
        self.functions.append(Code("\n".join(lines)))
        return name

    def _members(self, entry: Entry) -> list[str]:
        scope = names.scope(names.MEMBER_LOCALS)
        lines: list[str] = []
        for member in entry.members:
            local = names.give(scope, member.wire, names.snake(member.wire), "member")
            lines.append(bracketed(f"    {local} = given(", [literal(member.wire), "UNSET"], ")", 1))
            lines.append(self._statement(local, member, f"(*at, {member.constant})"))
        return lines

    # -------------------------------------------------------------------------------------------- guards

    def _guard(self, local: str, entry: Entry) -> Code | None:
        """The `if` under which a value is looked at with care; None where it always is."""
        stops = self._stops(local, entry)
        if entry.required:
            stops = [*stops, f"not {local}"] if stops is not None and entry.kind in ("string", "array") else stops
            return condition("", stops, 1) if stops is not None else None
        plain = Code(f"    if {local} is not UNSET:")
        return plain if stops is None else condition(f"{local} is not UNSET and ", stops, 1) or plain

    def _stops(self, local: str, entry: Entry) -> list[str] | None:
        """What stops a value that was given. None where every value must be looked at with care."""
        schema, kind = entry.schema, entry.kind
        if entry.deep:
            return None
        if kind == "boolean":
            return [f"{local} is not True and {local} is not False"]
        if kind == "string":
            return self._text_stops(local, entry)
        if kind == "integer":
            return self._integer_stops(local, schema, entry.constant)
        if kind == "number" and not schema.enum:
            low = "-LARGEST" if schema.minimum is None else literal(schema.minimum)
            high = "LARGEST" if schema.maximum is None else literal(schema.maximum)
            self._need(*({"LARGEST"} & {low.lstrip("-"), high}))
            return [f"(type({local}) is not float and type({local}) is not int)", f"not {low} <= {local} <= {high}"]
        if kind == "array" and entry.item is not None:
            return self._list_stops(local, entry, entry.item)
        return None

    def _text_stops(self, local: str, entry: Entry) -> list[str]:
        schema = entry.schema
        stops = [f"type({local}) is not str"]
        if schema.enum:
            stops = [f"not isinstance({local}, str)", f"{local} not in {entry.constant}.values"]
        lengths = (("<", schema.min_length), (">", schema.max_length))
        stops += [f"len({local}) {sign} {limit}" for sign, limit in lengths if limit is not None]
        if (schema.pattern is not None and usable(schema.pattern)) or schema.format == "date-time":
            stops.append(f"{entry.constant}.form({local}) is None")
        return stops

    def _integer_stops(self, local: str, schema: Schema, constant: str) -> list[str]:
        stops = [f"type({local}) is not int"]
        if schema.enum:
            stops.append(f"{local} not in {constant}.values")
        minimum, maximum = schema.minimum, schema.maximum
        if minimum is not None and maximum is not None:
            stops.append(f"not {literal(minimum)} <= {local} <= {literal(maximum)}")
        elif minimum is not None or maximum is not None:
            sign, limit = ("<", minimum) if minimum is not None else (">", maximum)
            stops.append(f"{local} {sign} {literal(limit)}")
        if whole := _range(schema):
            self._need(whole)
            stops.append(f"{local} not in {whole}")
        return stops

    def _list_stops(self, local: str, entry: Entry, item: Entry) -> list[str] | None:
        """What stops a list of scalars."""
        lengths = (("<", entry.schema.min_items), (">", entry.schema.max_items))
        stops = [f"not isinstance({local}, (list, tuple))"]
        stops += [f"len({local}) {sign} {limit}" for sign, limit in lengths if limit is not None]
        inner = self._stops("item", item)
        if inner is None or item.kind == "array":
            return None
        if item.kind == "string" and item.schema.enum:
            return [*stops, f"not {item.constant}.among({local})"]
        if inner == ["type(item) is not str"]:
            return [*stops, f"{{*map(type, {local})}} - {{str}}"]
        return [*stops, f"[item for item in {local} if {' or '.join(inner)}]"]

    def _need(self, *wanted: str) -> None:
        for name in wanted:
            self._module.imports.need(".._runtime.validation", name)


def _range(schema: Schema) -> str:
    """The range that its format leaves to a whole number; empty where its own bounds are narrower."""
    whole = "INT32" if schema.format == "int32" else "INT64"
    lowest, highest = _RANGES[whole]
    if schema.minimum is None or schema.maximum is None:
        return whole
    return "" if lowest <= schema.minimum and schema.maximum <= highest else whole
