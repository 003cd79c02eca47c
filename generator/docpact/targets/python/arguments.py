"""The arguments of an operation, and the signatures that take them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docpact.contract.aliases import aliases
from docpact.contract.members import body_name
from docpact.contract.model import Operation, Parameter
from docpact.escape import Code
from docpact.escape.python import identifier, literal
from docpact.targets.python import names
from docpact.targets.python.layout import WIDTH, width
from docpact.targets.python.types import Module

_UNION = re.compile(r" \| (?![^\[]*\])")
"""What stands between the types of an annotation, outside of brackets."""


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
        module.body = body.schema
        parameters.append(
            Parameter(
                name=body_name(operation),
                schema=body.schema,
                required=body.required,
                description=body.description,
                example=body.example,
            )
        )
    kept = {"renamed"} if any(aliases(parameter.extensions) for parameter in parameters) else set()
    scope = names.scope(frozenset(kept))
    module.renamed.append(("", "", scope))
    found = []
    for position, parameter in enumerate(parameters):
        chosen = names.wanted(parameter.name, parameter.extensions)
        located = "body" if position == len(operation.arguments) else parameter.location.value
        key = parameter.name
        while key in scope.given:  # a name may stand in the query and in a header
            key = f"{key} ({located})"
        name = names.give(scope, key, names.snake(chosen), "argument")
        local = identifier(f"{name}_") if name in names.CHECK_LOCALS else name
        constant = Code("_" + names.give(module.constants, key, name.upper(), "ARGUMENT"))
        module.current = parameter.name
        annotation = module.argument(parameter.name, parameter.schema)
        known = {p.name for p in parameters}
        old = tuple(
            names.give(scope, alias, names.snake(alias), "argument")
            for alias in dict.fromkeys(aliases(parameter.extensions))
            if alias not in known
        )
        required = parameter.required and parameter.name != "RegionId" and not old
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
    body = "".join([f"{_argument_line(item, depth + 1)},\n" for item in items])
    return Code(f"{head}(\n{body}{'    ' * depth}) -> {returns}:")


def _argument_line(item: str, depth: int) -> str:
    """An argument on a line of its own. An annotation of several types that is too long for it stands in brackets."""
    pad = "    " * depth
    name, _, rest = item.partition(": ")
    annotation, equals, default = rest.partition(" = ")
    types = _UNION.split(annotation)
    if width(f"{pad}{item},") <= WIDTH or len(types) < 2:
        return f"{pad}{item}"
    inner = f"{pad}    {annotation}"
    if width(inner) > WIDTH:
        inner = f"{pad}    " + f"\n{pad}    | ".join(types)
    return f"{pad}{name}: (\n{inner}\n{pad}){equals}{default}"
