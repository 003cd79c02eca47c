"""The arguments of an operation, and the signatures that take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docpact.contract.aliases import aliases
from docpact.contract.model import Operation, Parameter
from docpact.escape import Code
from docpact.escape.python import identifier, literal
from docpact.targets.python import names
from docpact.targets.python.layout import WIDTH, width
from docpact.targets.python.types import Module


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
                name="body",
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
        name = names.give(scope, parameter.name, names.snake(chosen), "argument")
        local = identifier(f"{name}_") if name in names.CHECK_LOCALS else name
        constant = Code("_" + names.give(module.constants, parameter.name, name.upper(), "ARGUMENT"))
        module.current = parameter.name
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
