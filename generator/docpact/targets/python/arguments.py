"""The arguments of an operation: their signature, the table the runtime works from, and the checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docpact.contract.aliases import aliases
from docpact.contract.faults import Fault, documented_row
from docpact.contract.model import (
    Condition,
    Contract,
    Layout,
    Location,
    Operation,
    Parameter,
    Rule,
    RuleKind,
    Schema,
)
from docpact.escape import Code
from docpact.escape.python import identifier, literal
from docpact.targets.python import names
from docpact.targets.python.layout import WIDTH, bracketed, tuple_of, width
from docpact.targets.python.types import Module, kind_of

# Which fault of the service's own vocabulary breaking a keyword amounts to.
_FAULTS = {"required": Fault.MISSING, "enum": Fault.UNSUPPORTED, "": Fault.INVALID}
_KEYWORDS = (
    ("minimum", "minimum"), ("maximum", "maximum"), ("min_length", "minLength"), ("max_length", "maxLength"),
    ("min_items", "minItems"), ("max_items", "maxItems"), ("pattern", "pattern"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an operation."""

    parameter: Parameter
    name: Code
    local: Code
    """Its name inside the check, which must not hide the builtins that the check calls."""
    constant: Code
    """The name of its entry in the module."""
    annotation: Code
    required: bool
    """Whether the signature demands it. A region is not demanded, because the client may have one, nor is what may be
    given under an old name."""
    located: str
    """Where it travels: `query`, `path`, `header` or `body`."""
    aliases: tuple[Code, ...] = ()
    """The names that it had before, which callers may still use."""


def arguments_of(operation: Operation, module: Module) -> list[Argument]:
    """The arguments in the order of the page, required ones first."""
    parameters = list(operation.arguments)
    body = operation.body
    if body is not None:
        parameters.append(
            Parameter(
                name="body",
                schema=body.schema,
                required=body.required,
                description=body.description,
                example=body.example,
            )
        )
    kept = {"renamed"} if any(aliases(parameter.extensions) for parameter in parameters) else set()
    scope = names.scope(frozenset(kept))
    module.renamed.append((operation.name, scope))
    constants = names.scope(names.MODULE_NAMES)
    found = []
    for position, parameter in enumerate(parameters):
        chosen = names.wanted(parameter.name, parameter.extensions)
        name = names.give(scope, parameter.name, names.snake(chosen), "argument")
        local = identifier(f"{name}_") if name in names.CHECK_LOCALS else name
        constant = Code("_" + names.give(constants, parameter.name, name.upper(), "ARGUMENT"))
        annotation = module.argument(parameter.name, parameter.schema)
        known = {p.name for p in parameters}
        old = tuple(
            names.give(scope, alias, names.snake(alias), "argument")
            for alias in dict.fromkeys(aliases(parameter.extensions))
            if alias not in known
        )
        required = parameter.required and parameter.name != "RegionId" and not old
        located = "body" if position == len(operation.arguments) else parameter.location.value
        found.append(Argument(parameter, name, local, constant, annotation, required, located, old))
    return sorted(found, key=lambda argument: not argument.required)


def signature(arguments: Sequence[Argument], *, lenient: bool = False) -> list[str]:
    """The keyword arguments of a function. A lenient one demands none: validators look at what is missing."""
    out = []
    for argument in arguments:
        if argument.required and not lenient:
            out.append(f"{argument.name}: {argument.annotation}")
        else:
            out.append(f"{argument.name}: {argument.annotation} | Unset = UNSET")
    out += [f"{old}: {a.annotation} | Unset = UNSET" for a in arguments for old in a.aliases]
    return out


def renames(arguments: Iterable[Argument]) -> str:
    """The statements that take what was given under an old name for the argument; each ends in a newline."""
    return "".join(
        f"    {a.name} = renamed({literal(str(old))}, {literal(str(a.name))}, {old}, {a.name})\n"
        for a in arguments
        for old in a.aliases
    )


def function(head: str, first: list[str], arguments: list[str], returns: str, depth: int = 0) -> Code:
    """The head of a function, with its arguments after a `*`."""
    items = [*first, *(["*"] if arguments else []), *arguments]
    one = f"{head}({', '.join(items)}) -> {returns}:"
    if width(one) + 4 * depth <= WIDTH:
        return Code(one)
    pad = "    " * (depth + 1)
    body = "".join([f"{pad}{item},\n" for item in items])
    return Code(f"{head}(\n{body}{'    ' * depth}) -> {returns}:")


# ------------------------------------------------------------------------------------------ the table


def constant(argument: Argument, contract: Contract, operation: Operation, module: Module) -> Code:
    """The statement that makes the argument's entry."""
    parameter = argument.parameter
    extra = []
    if argument.located != Location.QUERY.value:
        extra.append(f"location={literal(argument.located)}")
    if parameter.layout is not Layout.PLAIN:
        extra.append(f"layout={literal(parameter.layout.value)}")
    codes = _codes(operation, parameter)
    lead = f"{argument.constant} = "
    return _parameter(lead, parameter.name, parameter.schema, parameter.required, module, extra, codes, depth=0)


def _codes(operation: Operation, parameter: Parameter) -> dict[str, str]:
    codes = {}
    for keyword, fault in _FAULTS.items():
        if (keyword == "enum" and not parameter.schema.enum) or (keyword == "required" and not parameter.required):
            continue
        row = documented_row(operation, parameter.name, fault)
        if row is not None and row.code:
            codes[keyword] = row.code
    if codes.get("enum") == codes.get("") and "enum" in codes:
        del codes["enum"]
    if parameter.required and "required" not in codes:
        codes["required"] = f"Missing{parameter.name}"
    return codes


def _parameter(
    lead: str,
    wire: str,
    schema: Schema,
    required: bool,
    module: Module,
    extra: list[str],
    codes: Mapping[str, str],
    depth: int,
) -> Code:
    kind = kind_of(schema)
    items: list[str] = [literal(wire)]
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
        items.append(_parameter("item=", wire, inner, False, module, [], {}, depth + 1))
    if kind == "object" and schema.properties:
        shape = module.structs.get(id(schema))
        if shape is not None:
            items.append(f"struct={shape.name}")
        members = []
        for position, member in enumerate(schema.properties):
            name = shape.fields[position].name if shape is not None else member.name
            key = f"{literal(str(name))}: "
            members.append(_parameter(key, member.name, member.schema, member.required, module, [], {}, depth + 2))
        items.append(bracketed("fields={", members, "}", depth + 1))
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


# ----------------------------------------------------------------------------------------- the checks


def checks(arguments: list[Argument], operation: Operation) -> list[Code]:
    """The statements of the check. Guards let plain good values pass; what they stop is looked at with care."""
    out = []
    for argument in arguments:
        guard = _guard(argument)
        call = f"{argument.constant}.check({argument.local}, found)"
        line = f"    if {guard}:" if guard else ""
        if guard and width(line) <= WIDTH and width(call) + 8 <= WIDTH:
            out.append(Code(f"{line}\n        {call}"))
        elif width(call) + 4 <= WIDTH:
            out.append(Code(f"    {call}"))
        else:
            out.append(Code(bracketed(f"    {argument.constant}.check(", [argument.local, "found"], ")", 1)))
    by_wire = {argument.parameter.name: argument for argument in arguments}
    for rule in operation.rules:
        out += _rule(rule, by_wire, operation)
    return out


def _guard(argument: Argument) -> str:
    schema, name = argument.parameter.schema, argument.local
    kind = kind_of(schema)
    stops: list[str] = []
    if kind == "string":
        if schema.enum:
            stops = [f"not isinstance({name}, str)", f"{name} not in {argument.constant}.values"]
        else:
            stops = [f"type({name}) is not str"]
        if argument.parameter.required:
            stops.append(f"not {name}")
        if schema.min_length is not None:
            stops.append(f"len({name}) < {schema.min_length}")
        if schema.max_length is not None:
            stops.append(f"len({name}) > {schema.max_length}")
        if schema.pattern is not None and usable(schema.pattern):
            stops = []
    elif kind in ("integer", "number"):
        stops = [f"type({name}) is not {'int' if kind == 'integer' else 'float'}"]
        if schema.minimum is not None:
            stops.append(f"{name} < {literal(schema.minimum)}")
        if schema.maximum is not None:
            stops.append(f"{name} > {literal(schema.maximum)}")
        if schema.enum:
            stops.append(f"{name} not in {argument.constant}.values")
    elif kind == "boolean":
        stops = [f"{name} is not True and {name} is not False"]
    if argument.parameter.required:
        return " or ".join(stops)
    if not stops:
        return f"{name} is not UNSET"
    joined = " or ".join(stops)
    return f"{name} is not UNSET and {f'({joined})' if len(stops) > 1 else joined}"


def expressible(rule: Rule, known: Iterable[str]) -> bool:
    """Whether every name in a rule is an argument of the operation."""
    known = set(known)
    return all(name in known for name in (rule.parameter, *rule.others, *(c.parameter for c in rule.when)))


def _rule(rule: Rule, by_wire: Mapping[str, Argument], operation: Operation) -> list[Code]:
    if rule.kind is RuleKind.IGNORED_IF or not expressible(rule, by_wire):
        return []
    if not rule.when and not rule.others:
        return []
    subject = by_wire[rule.parameter]
    others = [by_wire[name].local for name in rule.others]
    when = [_condition(condition, by_wire) for condition in rule.when]
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            holds = [f"{subject.local} is UNSET", *when]
        case RuleKind.ONLY_IF:
            holds = [f"{subject.local} is not UNSET", f"not all(({', '.join(when)},))"]
        case RuleKind.REQUIRES:
            holds = [f"{subject.local} is not UNSET", f"UNSET in ({', '.join(others)},)"]
        case RuleKind.EXCLUSIVE:
            given = [f"{other} is not UNSET" for other in others]
            holds = [f"{subject.local} is not UNSET", f"any(({', '.join(given)},))"]
        case _:
            holds = [f"{name} is UNSET" for name in (subject.local, *others)]
    fault = Fault.MISSING if rule.kind in (RuleKind.REQUIRED_IF, RuleKind.ANY_OF) else Fault.INVALID
    row = documented_row(operation, rule.parameter, fault)
    code = row.code if row is not None else f"Missing{rule.parameter}" if fault is Fault.MISSING else None
    call = bracketed(
        "        broken(",
        ["found", subject.constant, literal(rule.kind.value), subject.local, literal(rule.says), literal(code)],
        ")",
        2,
    )
    line = f"    if {' and '.join(holds)}:"
    if width(line) <= WIDTH:
        return [Code(f"{line}\n{call}")]
    # A list keeps long conditions in a form that black leaves alone.
    return [Code(f"{bracketed('    holds = [', holds, ']', 1)}\n    if all(holds):\n{call}")]


def _condition(condition: Condition, by_wire: Mapping[str, Argument]) -> str:
    argument = by_wire[condition.parameter]
    name = argument.local
    if not condition.values:
        return f"{name} is UNSET" if condition.negated else f"{name} is not UNSET"
    values: list[object] = []
    for value in condition.values:
        values.append(_typed(value, argument.parameter.schema))
    listed = tuple_of([literal(value) for value in values])
    default = argument.parameter.schema.default
    if default is not None and default in values:  # absent counts as the documented default
        listed = tuple_of(["UNSET", *(literal(value) for value in values)])
    return f"{name} {'not in' if condition.negated else 'in'} {listed}"


def _typed(value: str, schema: Schema) -> object:
    if schema.type == "boolean" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if schema.type == "integer" and value.lstrip("-").isdigit():
        return int(value)
    return value
