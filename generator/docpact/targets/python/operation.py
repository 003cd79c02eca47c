"""The view of one operation's module."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from docpact.contract.envelope import opened, root_of
from docpact.contract.faults import certain_code
from docpact.contract.model import Contract, Operation, Schema, Style
from docpact.escape import Code
from docpact.escape.python import comment, literal
from docpact.targets.python import names
from docpact.targets.python.arguments import Argument, arguments_of, function, renames, signature
from docpact.targets.python.checks import Checks
from docpact.targets.python.deprecated import deprecated_fields, deprecated_functions, renamed_fields
from docpact.targets.python.docs import described, first_sentence, function_lines
from docpact.targets.python.enums import Enums
from docpact.targets.python.errors import Errors
from docpact.targets.python.follow_ups import pager_functions, waiter_constant, waiter_functions
from docpact.targets.python.layout import WIDTH, bracketed, docstring, imports, tuple_of, width
from docpact.targets.python.named import Named
from docpact.targets.python.rules import rules_of
from docpact.targets.python.table import Table
from docpact.targets.python.types import ClassShape, FieldShape, Module


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
    return Module(enums, scope, operation=operation.name), result


def operation_view(named: Named, contract: Contract, enums: Enums, errors: Errors, head: Code) -> OperationView:
    """The view of the module of `named`."""
    operation = named.operation
    module, result_name = module_of(operation, enums)
    module.imports.need(".._runtime.operation", "Operation")
    if operation.errors:
        module.imports.need(".._runtime.operation", "ErrorRow")
    module.imports.need(".._runtime.model", "Result")
    module.imports.type_only(".._runtime.problems", "Problem")
    module.imports.type_only("..client", "AsyncClient")
    module.imports.type_only("..client", "Client")
    arguments = arguments_of(operation, module)
    result = module.result(result_name, operation.name, opened(operation) or Schema(type="object"))
    if arguments:
        module.imports.need(".._runtime.unset", "UNSET")
        module.imports.type_only(".._runtime.unset", "Unset")
        if any(argument.aliases for argument in arguments):
            module.imports.need(".._runtime.renamed", "renamed")
        module.imports.need(".._runtime.validation", "Parameter")
    code_of = functools.partial(certain_code, contract, operation)
    table, checks = Table(module, code_of), Checks(module)
    rules = rules_of(operation, arguments, module, code_of)
    check_lines = [*(checks.statement(a, table.argument(a)) for a in arguments), *rules.statements]
    if checks.functions:
        module.imports.type_only(".._runtime.problems", "At")
    for name in rules.needs:
        module.imports.need(".._runtime.rules", name)
    constants = (*table.constants, *rules.constants)
    view_classes = tuple(_class(shape, shape is result, operation) for shape in module.classes)
    functions = _functions(named, arguments, result, errors)
    extras: list[Code] = []
    if named.pager is not None and named.iterate is not None:
        pager = pager_functions(named, arguments, result, module)
        functions = (*functions, *pager[0])
        extras.append(pager[1])
    for name, waiter in named.waiters:
        functions = (*functions, *waiter_functions(named, name, waiter, arguments, result, module))
        extras.append(waiter_constant(name, waiter, module, result))
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
        (*functions, validate, check, *checks.functions),
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
        optional = " | Unset" if shape.sent and not item.demanded else ""
        blocks.append(_field(f"    {item.name}: {item.annotation}{optional} = ", [path, item.reader]))
        blocks.append(described(item.schema.description, f"`{item.path[-1]}`.", 1))
    if shape.sent:
        blocks += [Code(""), _constructor(shape)]
    else:
        blocks += deprecated_fields(shape)
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
    """Demands what the pages demand, as the signatures of operations do; a mapping in its place is for the rest."""
    ordered = sorted(shape.fields, key=lambda item: not item.demanded)
    arguments = [f"{f.name}: {f.annotation}{'' if f.demanded else ' | Unset = UNSET'}" for f in ordered]
    arguments += [f"{old}: {f.annotation} | Unset = UNSET" for f in shape.fields for old in f.old]
    head = function("    def __init__", ["self"], arguments, "None", 1)
    lines: list[str] = [head, docstring([f"Make a `{shape.wire}`; what is left out is not sent."], 2)]
    demanded = [f"{literal(f.path[0])}: {_kept(f)}" for f in ordered if f.demanded]
    lines.append("        " + bracketed("wire: dict[str, object] = {", demanded, "}", 2))
    lines.append('        self.__dict__["_wire"] = wire')
    lines += renamed_fields(shape)
    for item in shape.fields:
        if item.demanded:
            continue
        lines.append(f"        if {item.name} is not UNSET:")
        line = f"            wire[{literal(item.path[0])}] = {_kept(item)}"
        if width(line) > WIDTH:  # black would break the subscript
            line = bracketed("            wire.__setitem__(", [literal(item.path[0]), _kept(item)], ")", 3)
        lines.append(line)
    return Code("\n".join(lines))


def _kept(item: FieldShape) -> Code:
    """The expression for what a structure keeps of an argument: nothing in it may change later."""
    return Code(f"_f.frozen({item.name})") if item.schema.type == "array" else item.name


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
    return (*out, *deprecated_functions(named, named.function, arguments, returned))


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
    items.append(Code(f"root={literal(root_of(operation))}"))
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
