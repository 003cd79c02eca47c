"""The table that the runtime works from: an entry for each argument and each member of its structures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from docpact.contract.faults import Fault
from docpact.contract.model import Layout, Location, Schema
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.arguments import Argument
from docpact.targets.python.layout import bracketed, tuple_of
from docpact.targets.python.types import Module, kind_of

CodeOf: TypeAlias = Callable[[str, Fault], "str | None"]
"""The error code of a fault of a parameter, where there is certainly one."""
# Which fault of the service's own vocabulary breaking a keyword amounts to.
_FAULTS = {"enum": Fault.UNSUPPORTED, "": Fault.INVALID, "required": Fault.MISSING}
_KEYWORDS = (
    ("minimum", "minimum"), ("maximum", "maximum"), ("min_length", "minLength"), ("max_length", "maxLength"),
    ("min_items", "minItems"), ("max_items", "maxItems"), ("pattern", "pattern"),
)  # fmt: skip


def constant(argument: Argument, module: Module, code_of: CodeOf) -> Code:
    """The statement that makes the argument's entry. `code_of` gives the error code of a fault."""
    parameter = argument.parameter
    extra = []
    if argument.located != Location.QUERY.value:
        extra.append(f"location={literal(argument.located)}")
    if parameter.layout is not Layout.PLAIN:
        extra.append(f"layout={literal(parameter.layout.value)}")
    codes = _codes(argument, code_of)
    lead = f"{argument.constant} = "
    names = parameter.name, str(argument.name)
    return _parameter(lead, names, parameter.schema, parameter.required, module, extra, codes, depth=0)


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


def _parameter(
    lead: str,
    names: tuple[str, str],
    schema: Schema,
    required: bool,
    module: Module,
    extra: list[str],
    codes: Mapping[str, str],
    depth: int,
) -> Code:
    kind = kind_of(schema)
    items: list[str] = [literal(name) for name in names]
    if kind != "string":
        items.append(literal(kind))
    if required:
        items.append("required=True")
    items += extra
    if schema.enum and kind in ("string", "integer", "number"):
        items.append(tuple_of([literal(value) for value in schema.enum], depth + 1, head="values="))
    for attribute, keyword in _KEYWORDS:
        value = getattr(schema, attribute)
        if value is not None and _applies(keyword, kind) and not (keyword == "pattern" and not usable(str(value))):
            items.append(f"{attribute}={literal(value)}")
    inner = schema.items if kind == "array" else schema.json if kind == "json" else None
    if inner is not None and _has_rules(inner):
        items.append(_parameter("item=", names, inner, False, module, [], {}, depth + 1))
    if kind == "object" and schema.properties:
        shape = module.structs.get(id(schema))
        if shape is not None:
            items.append(f"struct={shape.name}")
        members = [(f.member, str(f.name)) for f in shape.fields] if shape is not None else []
        members = members or [(member, member.name) for member in schema.properties]
        entries = [
            _parameter("", (member.name, name), member.schema, member.required, module, [], {}, depth + 2)
            for member, name in members
        ]
        items.append(tuple_of(entries, depth + 1, head="fields="))
    says = {keyword: sentence for keyword, sentence in schema.says.items() if keyword in _SAID and sentence}
    if says:
        items.append(_mapping("says", says, depth + 1))
    if codes:
        items.append(_mapping("codes", codes, depth + 1))
    return bracketed(f"{lead}Parameter(", items, ")", depth)


_SAID = frozenset(("enum", "required", "type", *(keyword for _, keyword in _KEYWORDS)))


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
