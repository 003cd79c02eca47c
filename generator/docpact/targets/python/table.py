"""The table that the runtime works from: an entry for each argument and each member of its structures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from docpact.contract.faults import Fault
from docpact.contract.model import Layout, Location, Schema
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python import names
from docpact.targets.python.arguments import Argument
from docpact.targets.python.layout import bracketed, tuple_of
from docpact.targets.python.types import Module, kind_of

CodeOf: TypeAlias = Callable[[str, Fault], "str | None"]
"""The error code of a fault of a parameter, where there is certainly one."""
# Which fault of the service's own vocabulary breaking a keyword amounts to.
_FAULTS = {"enum": Fault.UNSUPPORTED, "": Fault.INVALID, "required": Fault.MISSING}
_FORMATS = frozenset((("integer", "int32"), ("string", "date-time")))
"""The formats that are checked, besides int64, which holds of every other whole number."""
_KEYWORDS = (
    ("minimum", "minimum"), ("maximum", "maximum"), ("min_length", "minLength"), ("max_length", "maxLength"),
    ("min_items", "minItems"), ("max_items", "maxItems"), ("pattern", "pattern"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table: the constant that holds it, what it is, and the entries inside it.

    `item` is what a list or a JSON document holds, `members` what a structure has. `constant` is empty where the entry
    stands inside another and nothing but that needs it.
    """

    constant: Code
    wire: str
    label: str
    schema: Schema
    required: bool
    item: Entry | None = None
    members: tuple[Entry, ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.schema)

    @property
    def deep(self) -> bool:
        """Whether there is a structure of known members in it."""
        return bool(self.members) or (self.item is not None and self.item.deep)


class Table:
    """The table of one operation. `code_of` gives the error code of a fault. `constants` are the statements that make it."""

    def __init__(self, module: Module, code_of: CodeOf) -> None:
        self._module = module
        self._code_of = code_of
        self.constants: list[Code] = []

    def argument(self, argument: Argument) -> Entry:
        """The entry of an argument."""
        parameter = argument.parameter
        extra = []
        if argument.located != Location.QUERY.value:
            extra.append(f"location={literal(argument.located)}")
        if parameter.layout is not Layout.PLAIN:
            extra.append(f"layout={literal(parameter.layout.value)}")
        names_ = parameter.name, str(argument.name)
        entry, items = self._entry(argument.constant, names_, parameter.schema, parameter.required, extra)
        if codes := _codes(argument, self._code_of):
            items.append(_mapping("codes", codes, 1))
        self._define(entry, items)
        return entry

    def _define(self, entry: Entry, items: list[str]) -> None:
        self.constants.append(bracketed(f"{entry.constant} = Parameter(", items, ")"))

    def _name(self, wanted: str) -> Code:
        scope = self._module.constants
        return Code("_" + names.give(scope, f"{wanted}#{len(scope.taken)}", wanted, "MEMBER"))

    def _entry(
        self, constant: Code, called: tuple[str, str], schema: Schema, required: bool, extra: Sequence[str] = ()
    ) -> tuple[Entry, list[str]]:
        """An entry and what its `Parameter` is made of. Defines the constants of everything inside it."""
        kind = kind_of(schema)
        items: list[str] = [literal(name) for name in called]
        if kind != "string":
            items.append(literal(kind))
        if required:
            items.append("required=True")
        items += extra
        if schema.enum and kind in ("string", "integer", "number"):
            items.append(tuple_of([literal(value) for value in schema.enum], 1, head="values="))
        for attribute, keyword in _KEYWORDS:
            value = getattr(schema, attribute)
            if value is not None and _applies(keyword, kind) and not (keyword == "pattern" and not usable(str(value))):
                items.append(f"{attribute}={literal(value)}")
        if (kind, schema.format) in _FORMATS:
            items.append(f"format={literal(schema.format)}")
        inner = schema.items if kind == "array" else schema.json if kind == "json" else None
        item = None
        if inner is not None and _has_rules(inner):
            item, parts = self._entry(self._name(f"{constant[1:]}_ITEM"), called, inner, False)
            self._define(item, parts)
            items.append(f"item={item.constant}")
        label, members = called[0], []
        if kind == "object" and schema.properties:
            shape = self._module.structs.get(id(schema))
            if shape is not None:
                label = str(shape.name)
                items.append(f"struct={shape.name}")
                fields = [(f.member, str(f.name)) for f in shape.fields]
            else:
                fields = [(member, member.name) for member in schema.properties]
            owner = constant[1:].removesuffix("_ITEM") if shape is None else names.screaming(shape.name)
            for member, name in fields:
                own = self._name(f"{owner}_{names.screaming(name)}")
                entry, parts = self._entry(own, (member.name, name), member.schema, member.required)
                self._define(entry, parts)
                members.append(entry)
            items.append(tuple_of([entry.constant for entry in members], 1, head="fields="))
        says = {keyword: sentence for keyword, sentence in schema.says.items() if keyword in _SAID and sentence}
        if kind != "integer" and (kind, schema.format) not in _FORMATS:
            says.pop("format", None)
        if says:
            items.append(_mapping("says", says, 1))
        return Entry(constant, called[0], label, schema, required, item, tuple(members)), items


def _codes(argument: Argument, code_of: CodeOf) -> dict[str, str]:
    parameter, codes = argument.parameter, {}
    for keyword, fault in _FAULTS.items():
        if keyword == "enum" and not parameter.schema.enum:
            continue
        if keyword == "required" and (not parameter.required or argument.located == "body"):
            continue
        code = code_of(parameter.name, fault)
        if code is not None:
            codes[keyword] = code
    if codes.get("enum") == codes.get("") and "enum" in codes:
        del codes["enum"]
    return codes


_SAID = frozenset(("enum", "required", "type", "format", *(keyword for _, keyword in _KEYWORDS)))


def _mapping(name: str, values: Mapping[str, str], depth: int) -> Code:
    return bracketed(f"{name}={{", [f"{literal(k)}: {literal(v)}" for k, v in values.items()], "}", depth)


def _has_rules(schema: Schema) -> bool:
    return bool(schema.type not in (None,) or schema.enum or schema.properties or schema.items)


def _applies(keyword: str, kind: str) -> bool:
    if keyword in ("minimum", "maximum"):
        return kind in ("integer", "number")
    if keyword in ("minItems", "maxItems"):
        return kind == "array"
    return kind == "string"


def usable(pattern: str) -> bool:
    """Whether Python understands the pattern."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
