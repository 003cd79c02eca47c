"""The view of one operation's module."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docpact.contract.faults import certain_code
from docpact.contract.model import Contract, Operation, Schema, Style
from docpact.escape import Code
from docpact.escape.python import comment, literal
from docpact.targets.python import names
from docpact.targets.python.arguments import Argument, arguments_of, function, renames, signature
from docpact.targets.python.checks import Guards
from docpact.targets.python.docs import COLUMNS, described, first_sentence, function_lines
from docpact.targets.python.enums import Enums
from docpact.targets.python.errors import Errors
from docpact.targets.python.layout import WIDTH, bracketed, docstring, imports, paragraphs, tuple_of, width
from docpact.targets.python.paging import Pager
from docpact.targets.python.rules import rules_of
from docpact.targets.python.table import constant
from docpact.targets.python.types import ClassShape, Module
from docpact.targets.python.waiters import Waiter


@dataclass(frozen=True, slots=True)
class Named:
    """The names that the client gives an operation and what belongs to it."""

    operation: Operation
    function: Code
    iterate: Code | None
    pager: Pager | None
    waiters: tuple[tuple[Code, Waiter], ...]
    old: tuple[tuple[Code, Code], ...]
    """Names from before the operation was renamed, each with what it is called now."""


@dataclass(frozen=True, slots=True)
class OperationView:
    """What the module's template prints, block by block."""

    head: Code
    page: Code
    docstring: Code
    imports: tuple[Code, ...]
    type_imports: tuple[Code, ...]
    classes: tuple[Code, ...]
    constants: tuple[Code, ...]
    functions: tuple[Code, ...]
    operation: Code
    exported: tuple[str, ...] = ()
    """Names of classes that the package exports. Not printed."""
    module: Module | None = field(default=None, compare=False)
    template: str = "python/operation.py.jinja"


def module_of(operation: Operation, enums: Enums) -> tuple[Module, Code]:
    """The module of an operation, still empty, and the name of its result."""
    enums.enter(operation)
    scope = names.scope(names.MODULE_NAMES, frozenset(enum.name for enum in enums.all))
    result = names.give(scope, f"{operation.name}#result", f"{names.pascal(operation.name)}Result", "Result")
    return Module(enums, scope), result


def operation_view(named: Named, contract: Contract, enums: Enums, errors: Errors, head: Code) -> OperationView:
    """The view of the module of `named`."""
    operation = named.operation
    module, result_name = module_of(operation, enums)
    module.imports.need(".._runtime.operation", "Operation")
    if operation.errors:
        module.imports.need(".._runtime.operation", "ErrorRow")
    module.imports.need(".._runtime.model", "Result")
    module.imports.type_only(".._runtime.validation", "Problem")
    module.imports.type_only("..client", "AsyncClient")
    module.imports.type_only("..client", "Client")
    arguments = arguments_of(operation, module)
    result = module.result(result_name, operation.name, operation.response.schema or Schema(type="object"))
    if arguments:
        module.imports.need(".._runtime.unset", "UNSET")
        module.imports.type_only(".._runtime.unset", "Unset")
        if any(argument.aliases for argument in arguments):
            module.imports.need(".._runtime.renamed", "renamed")
        module.imports.need(".._runtime.validation", "Parameter")
    guards = Guards(module)
    code_of = functools.partial(certain_code, contract, operation)
    rules = rules_of(operation, arguments, module, code_of)
    check_lines = [*(guards.statement(argument) for argument in arguments), *rules.statements]
    for name in rules.needs:
        module.imports.need(".._runtime.rules", name)
    constants = (*(constant(a, module, code_of) for a in arguments), *rules.constants)
    view_classes = tuple(_class(shape, shape is result, operation) for shape in module.classes)
    functions = _functions(named, arguments, result, errors)
    extras: list[Code] = []
    if named.pager is not None and named.iterate is not None:
        pager = _pager(named, arguments, result, module)
        functions = (*functions, *pager[0])
        extras.append(pager[1])
    for name, waiter in named.waiters:
        functions = (*functions, *_waiter(named, name, waiter, arguments, result, module))
        extras.append(_waiter_constant(name, waiter, module, result))
    if named.old:
        module.imports.need(".._runtime.renamed", "deprecated")
    check = Code("\n".join([_check_head(arguments), "    found: list[Problem] = []", *check_lines, "    return found"]))
    validate = _validate(operation, arguments)
    return OperationView(
        head,
        (
            Code(f"# Page: {comment(operation.page)}")
            if comment(operation.page)
            else Code(f"# Operation: {comment(operation.name) or '?'}")
        ),
        docstring([_module_line(operation)], 0),
        tuple(imports(m, n) for m, n in sorted(module.imports.runtime.items(), key=_module_order)),
        _type_imports(module),
        view_classes,
        (*constants, *extras),
        (*functions, validate, check, *guards.functions),
        _operation(operation, arguments, result),
        tuple(shape.name for shape in module.classes),
        module,
    )


def _type_imports(module: Module) -> tuple[Code, ...]:
    """The imports for type checkers alone: the standard library, an empty line, ours."""
    out: list[Code] = []
    far = False
    for name, wanted in sorted(module.imports.typing.items(), key=_module_order):
        left = wanted - module.imports.runtime.get(name, set())
        if not left:
            continue
        if name.startswith(".") and out and not far:
            out.append(Code(""))
        far = name.startswith(".")
        out.append(Code(f"    {imports(name, left, 1)}"))
    return tuple(out)


def _module_order(item: tuple[str, set[str]]) -> tuple[bool, int, str]:
    """Isort's order: the standard library, then relative imports, the furthest first."""
    module = item[0]
    dots = len(module) - len(module.lstrip("."))
    return dots > 0, -dots, module


def _module_line(operation: Operation) -> str:
    head, _ = first_sentence(operation.summary or operation.description, "one operation of the API.")
    return f"{operation.name}: {head[:1].lower()}{head[1:]}"


# -------------------------------------------------------------------------------------------- classes


def _class(shape: ClassShape, is_result: bool, operation: Operation) -> Code:
    base = "Struct" if shape.sent else "Result" if is_result else "Model"
    fallback = f"The answer to {operation.name}." if is_result else f"`{shape.wire}` of {operation.name}."
    blocks = [
        Code(f"class {shape.name}({base}):"),
        described("" if is_result else shape.schema.description, fallback, 1),
    ]
    blocks.append(Code(""))
    for item in shape.fields:
        path = literal(item.path[0]) if len(item.path) == 1 else tuple_of([literal(part) for part in item.path])
        optional = " | Unset" if shape.sent else ""
        blocks.append(_field(f"    {item.name}: {item.annotation}{optional} = ", [path, item.reader]))
        blocks.append(described(item.schema.description, f"`{item.path[-1]}`.", 1))
    if shape.sent:
        blocks += [Code(""), _constructor(shape)]
    if not shape.fields and not shape.sent:
        blocks.pop()
    return Code("\n".join(blocks))


def _field(head: str, items: list[Code]) -> Code:
    """A field, as black breaks it: a head that leaves no room for the call on its line gets brackets around the call."""
    line = bracketed(f"{head}_f.field(", items, ")", 1)
    if width(line.partition("\n")[0]) <= WIDTH:
        return line
    call = bracketed("_f.field(", items, ")", 2)
    return Code(f"{head}(\n        {call}\n    )")


def _constructor(shape: ClassShape) -> Code:
    arguments = [f"{item.name}: {item.annotation} | Unset = UNSET" for item in shape.fields]
    head = function("    def __init__", ["self"], arguments, "None", 1)
    values = [f"{item.name}={item.name}" for item in shape.fields]
    call = bracketed("        super().__init__(", values, ")", 2)
    doc = docstring([f"Make a `{shape.wire}`; what is left out is not sent."], 2)
    return Code(f"{head}\n{doc}\n{call}")


# ------------------------------------------------------------------------------------------ functions


def _functions(named: Named, arguments: list[Argument], result: ClassShape, errors: Errors) -> tuple[Code, ...]:
    operation = named.operation
    rows = [(errors.by_code[row.code].name, row) for row in operation.errors if row.code in errors.by_code]
    returns = "What the service answered." if not result.fields else f"The answer, `{result.name}`."
    lines = function_lines(operation, arguments, [(str(n), r) for n, r in rows], returns=returns)
    documented = docstring(lines, 1)
    parameters = signature(arguments)
    values = tuple_of([argument.name for argument in arguments], 2)
    out = []
    for prefix, suffix, client, wait in (("", "", "Client", ""), ("async ", "_async", "AsyncClient", "await ")):
        head = function(f"{prefix}def {named.function}{suffix}", [f"self: {client}"], parameters, result.name)
        body = bracketed(f"    return {wait}self._call(", [Code("OPERATION"), values], ")", 1)
        out.append(Code(f"{head}\n{documented}\n{renames(arguments)}{body}"))
    returned = {"Client": str(result.name), "AsyncClient": str(result.name)}
    return (*out, *_old(named, named.function, arguments, returned))


def _old(named: Named, new: Code, arguments: Sequence[Argument], returns: Mapping[str, str]) -> Iterator[Code]:
    """The functions under names from before a renaming. `returns` has what each client's function gives."""
    for old in [old for old, renamed in named.old if renamed == new]:
        for client, result in returns.items():
            suffix = "_async" if client == "AsyncClient" else ""
            prefix, wait = ("async ", "await ") if suffix and not result.startswith("AsyncPager[") else ("", "")
            given = [f"{name}={name}" for a in arguments for name in (a.name, *a.aliases)]
            head = function(f"{prefix}def {old}{suffix}", [f"self: {client}"], signature(arguments), result)
            doc = docstring([f"Deprecated: it is now called `{new}`, and documented there."], 1)
            warn = bracketed("    deprecated(", [literal(str(old)), literal(str(new))], ")", 1)
            call = bracketed(f"    return {wait}{new}{suffix}(", ["self", *given], ")", 1)
            yield Code(f"{head}\n{doc}\n{warn}\n{call}")


def _validate(operation: Operation, arguments: list[Argument]) -> Code:
    head = function("def validate", [], signature(arguments, lenient=True), "list[Problem]")
    doc = docstring(
        [f"Every way in which arguments of {operation.name} break the documented rules; empty where they keep them."], 1
    )
    call = bracketed("    return _check(", [argument.name for argument in arguments], ")", 1)
    return Code(f"{head}\n{doc}\n{renames(arguments)}{call}")


def _check_head(arguments: list[Argument]) -> Code:
    items = [f"{argument.local}: object" for argument in arguments]
    return bracketed("def _check(", items, ") -> list[Problem]:", 0)


def _operation(operation: Operation, arguments: list[Argument], result: ClassShape) -> Code:
    wire = [argument.parameter.name for argument in arguments]
    items = [
        literal(operation.name),
        result.name,
        tuple_of([argument.constant for argument in arguments], 1),
        Code("_check"),
    ]
    if operation.style is Style.REST:
        items.append(Code('style="rest"'))
        method = operation.method
    else:
        method = "GET" if operation.read_only else "POST"
    items.append(Code(f"method={literal(method)}"))
    if operation.path != "/":
        items.append(Code(f"path={literal(operation.path)}"))
    items.append(Code(f"root={literal(operation.response.xml_root or f'{operation.name}Response')}"))
    if operation.read_only or method == "GET":
        items.append(Code("read_only=True"))
    if "RegionId" in wire:
        items.append(Code(f"region={wire.index('RegionId')}"))
    if "ClientToken" in wire:
        items.append(Code(f"token={wire.index('ClientToken')}"))
    if operation.errors:
        rows = []
        for row in operation.errors:
            parts = [literal(row.status), literal(row.code), literal(row.message)]
            if row.description:
                parts.append(literal(row.description))
            rows.append(bracketed("ErrorRow(", parts, ")", 2))
        items.append(tuple_of(rows, 1, head="errors="))
    return bracketed("OPERATION = Operation(", items, ")", 0)


# ---------------------------------------------------------------------------------- pagers and waiters


def _attribute(result: ClassShape, path: tuple[str, ...]) -> str:
    """The attribute of the result whose path begins as this one does."""
    return next((str(f.name) for f in result.fields if f.path == path or f.path[0] == path[0]), "")


def _pager(
    named: Named, arguments: list[Argument], result: ClassShape, module: Module
) -> tuple[tuple[Code, ...], Code]:
    pager = named.pager
    assert pager is not None
    assert named.iterate is not None
    by_wire = {argument.parameter.name: argument.name for argument in arguments}
    listed = next(f for f in result.fields if f.path[0] == pager.items[0])
    item = Code(listed.annotation[len("tuple[") : -len(", ...]")])
    facts = [f"items={literal(str(listed.name))}"]
    for key, wire in (("number", pager.number), ("size", pager.size), ("token", pager.token)):
        if wire:
            facts.append(f"{key}={literal(str(by_wire[wire]))}")
    for key, wire in (("total", pager.total), ("next_token", pager.next_token)):
        if wire:
            facts.append(f"{key}={literal(_attribute(result, (wire,)))}")
    own = [a for a in arguments if a.parameter.name != pager.token]
    module.imports.need(".._runtime.pager", "AsyncPager")
    module.imports.need(".._runtime.pager", "Pager")
    module.imports.need(".._runtime.pager", "Paging")
    doc = [f"Iterate over the items of {named.operation.name}, asking for pages as they are needed.", "", *_also(named)]
    out = []
    for suffix, client, kind in (("", "Client", "Pager"), ("_async", "AsyncClient", "AsyncPager")):
        signed = function(
            f"def {named.iterate}{suffix}", [f"self: {client}"], signature(own), f"{kind}[{result.name}, {item}]"
        )
        given = "".join([f"        {literal(str(a.name))}: {a.name},\n" for a in own])
        body = (
            f"    arguments: dict[str, object] = {{\n{given}    }}\n"
            if own
            else "    arguments: dict[str, object] = {}\n"
        )
        call = f"    return {kind}(OPERATION.name, self.{named.function}, _PAGING, arguments)"
        out.append(Code(f"{signed}\n{docstring(doc, 1)}\n{renames(own)}{body}{call}"))
    returned = {"Client": f"Pager[{result.name}, {item}]", "AsyncClient": f"AsyncPager[{result.name}, {item}]"}
    return (*out, *_old(named, named.iterate, own, returned)), bracketed("_PAGING = Paging(", facts, ")", 0)


def _also(named: Named) -> list[str]:
    return [
        f"The arguments are those of `{named.function}`, and so are the errors. `.pages()` of what is returned gives",
        "the pages.",
    ]


def _waiter(
    named: Named, name: Code, waiter: Waiter, arguments: list[Argument], result: ClassShape, module: Module
) -> tuple[Code, ...]:
    skip = {named.pager.number, named.pager.size, named.pager.token} if named.pager is not None else set()
    own = [a for a in arguments if a.parameter.name not in skip]
    extra = [f"interval: float = {waiter.interval}", f"timeout: float = {waiter.timeout}"]
    extra = [line for line in extra if line.split(":")[0] not in {str(a.name) for a in own}]
    module.imports.need(".._runtime.waiter", "Waiter")
    module.imports.need(".._runtime.waiter", "wait")
    module.imports.need(".._runtime.waiter", "wait_async")
    first = waiter.description or f"Wait until {waiter.name} holds, by asking {named.operation.name} again and again."
    doc = [
        *(paragraphs_of(first)),
        "",
        f"The arguments are those of `{named.function}`. `interval` is the pause between two calls, `timeout` the",
        "longest that is waited, both in seconds. Returns the last answer; None where an error code ended the wait.",
        "",
        "Raises:",
        "    WaitFailed: The state can no longer be reached, or was not reached in time.",
    ]
    call = bracketed(f"self.{named.function}(", [f"{a.name}={a.name}" for a in own], ")", 2)
    out = []
    for prefix, suffix, client, runner in (
        ("", "", "Client", "wait"),
        ("async ", "_async", "AsyncClient", "await wait_async"),
    ):
        head = function(
            f"{prefix}def {name}{suffix}", [f"self: {client}"], [*signature(own), *extra], f"{result.name} | None"
        )
        interval = "interval" if "interval: float" in head else str(waiter.interval)
        timeout = "timeout" if "timeout: float" in head else str(waiter.timeout)
        body = bracketed(
            f"    return {runner}(",
            [Code(f"_{name.upper()}"), Code(f"lambda: {call}"), Code(interval), Code(timeout)],
            ")",
            1,
        )
        out.append(Code(f"{head}\n{docstring(doc, 1)}\n{renames(own)}{body}"))
    return tuple(out)


def paragraphs_of(text: str) -> list[str]:
    """A text as the beginning of a docstring."""
    head, rest = first_sentence(text, "Wait.")
    return [head, "", *paragraphs(rest, COLUMNS)] if rest else [head]


def _waiter_constant(name: Code, waiter: Waiter, module: Module, result: ClassShape) -> Code:
    path: list[str] = []
    shape: ClassShape | None = result
    left = waiter.path
    by_name = {str(s.name): s for s in module.classes}
    while left and shape is not None:
        found = next((f for f in shape.fields if left[: len(f.path)] == f.path), None)
        if found is None:
            break
        path.append(str(found.name))
        left = left[len(found.path) :]
        inner = found.reader.partition("_f.nested(")[2].partition(")")[0]
        shape = by_name.get(inner)
    items = [
        literal(waiter.name),
        tuple_of([literal(p) for p in path]),
        tuple_of([literal(v) for v in waiter.success], 1),
    ]
    if waiter.failure:
        items.append(tuple_of([literal(v) for v in waiter.failure], 1, head="failure="))
    if waiter.codes:
        items.append(bracketed("codes={", [f"{literal(k)}: {literal(v)}" for k, v in waiter.codes.items()], "}", 1))
    if waiter.empty != "retry":
        items.append(Code(f"empty={literal(waiter.empty)}"))
    return bracketed(f"_{name.upper()} = Waiter(", items, ")", 0)
