"""What stands beside an operation's own functions: pagers and waiters, which call it again and again."""

from __future__ import annotations

from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.arguments import Argument, function, renames, signature
from docpact.targets.python.deprecated import deprecated_functions
from docpact.targets.python.docs import COLUMNS, first_sentence
from docpact.targets.python.layout import bracketed, docstring, paragraphs, tuple_of
from docpact.targets.python.named import Named
from docpact.targets.python.types import ClassShape, Module
from docpact.targets.python.waiters import Waiter


def _attribute(result: ClassShape, path: tuple[str, ...]) -> str:
    """The attribute of the result whose path begins as this one does."""
    return next((str(f.name) for f in result.fields if f.path == path or f.path[0] == path[0]), "")


def pager_functions(
    named: Named, arguments: list[Argument], result: ClassShape, module: Module
) -> tuple[tuple[Code, ...], Code]:
    """The functions that iterate over an operation's items, and the constant that they work from."""
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
        given = bracketed("{", [f"{literal(str(a.name))}: {a.name}" for a in own], "}", 2)
        call = bracketed(f"    return {kind}(", ["OPERATION.name", f"self.{named.function}", "_PAGING", given], ")", 1)
        out.append(Code(f"{signed}\n{docstring(doc, 1)}\n{renames(own)}{call}"))
    returned = {"Client": f"Pager[{result.name}, {item}]", "AsyncClient": f"AsyncPager[{result.name}, {item}]"}
    return (*out, *deprecated_functions(named, named.iterate, own, returned)), bracketed(
        "_PAGING = Paging(", facts, ")", 0
    )


def _also(named: Named) -> list[str]:
    return [
        f"The arguments are those of `{named.function}`, and so are the errors. `.pages()` of what is returned gives",
        "the pages; their `continuation_token` says where the next one begins, and `.pages(continuation_token)` goes on",
        "from there.",
    ]


def waiter_functions(
    named: Named, name: Code, waiter: Waiter, arguments: list[Argument], result: ClassShape, module: Module
) -> tuple[Code, ...]:
    """The functions that wait for a state, of both clients."""
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
    call = bracketed(f"_client.{named.function}(", [f"{a.name}={a.name}" for a in own], ")", 2)
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
            [Code("self"), Code(f"_{name.upper()}"), Code(f"lambda _client: {call}"), Code(interval), Code(timeout)],
            ")",
            1,
        )
        out.append(Code(f"{head}\n{docstring(doc, 1)}\n{renames(own)}{body}"))
    return tuple(out)


def paragraphs_of(text: str) -> list[str]:
    """A text as the beginning of a docstring."""
    head, rest = first_sentence(text, "Wait.")
    return [head, "", *paragraphs(rest, COLUMNS)] if rest else [head]


def waiter_constant(name: Code, waiter: Waiter, module: Module, result: ClassShape) -> Code:
    """The constant that a waiter's functions work from."""
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
