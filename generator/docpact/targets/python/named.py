"""The names that the clients give operations, their pagers and waiters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from docpact.contract.lines import operation_pointer
from docpact.contract.model import Contract, Operation
from docpact.escape import Code
from docpact.naming.scope import Scope
from docpact.targets.python import names, paging, waiters
from docpact.targets.python.outline import Outline
from docpact.targets.python.paging import Pager
from docpact.targets.python.reports import Reports
from docpact.targets.python.waiters import Waiter, waiters_of

_GETTERS = ("Describe", "List", "Query", "Get")


@dataclass(frozen=True, slots=True)
class Named:
    """The names that the clients give an operation and what belongs to it."""

    operation: Operation
    function: Code
    module: Code
    """The name of its module below `operations`."""
    iterate: Code | None
    pager: Pager | None
    waiters: tuple[tuple[Code, Waiter], ...]
    old: tuple[tuple[Code, Code], ...] = ()
    """Names from before the operation was renamed, each with what it is called now."""

    def methods(self) -> Iterator[Code]:
        """All methods of the clients that its module holds."""
        yield self.function
        if self.iterate is not None:
            yield self.iterate
        yield from (name for name, _ in self.waiters)
        yield from (old for old, _ in self.old)


@dataclass(slots=True)
class Naming:
    """Names the methods of the clients, and the modules of the operations."""

    contract: Contract
    outlines: Sequence[Outline]
    reports: Reports
    methods: Scope = field(default_factory=lambda: names.scope(names.CLIENT_MEMBERS, names.FUNCTION_NAMES))
    """The names of the clients' methods."""

    def named(self) -> list[Named]:
        """The names of each operation, in the order of the outlines. What cannot be named is reported.

        Operations have the first choice, then waiters, pagers, and last what there was before a renaming.
        """
        modules = names.scope(frozenset(("__init__",)))
        given = []
        for short in self.outlines:
            name, plain = short.operation.name, names.snake(short.chosen)
            method = names.give(self.methods, name, plain, "operation")
            given.append((method, names.give(modules, name, plain, "operation")))
        waiting = self._waiters()
        found = []
        for (method, module), short in zip(given, self.outlines, strict=True):
            own = tuple(waiting.get(short.operation.name, ()))
            found.append(Named(short.operation, method, module, self._iterate(short), short.pager, own))
        known = {short.operation.name for short in self.outlines}
        pairs = zip(found, self.outlines, strict=True)
        return [replace(named, old=tuple(self._old(named, short, known))) for named, short in pairs]

    def _waiters(self) -> dict[str, list[tuple[Code, Waiter]]]:
        """The waiters and their names, by the operation that they call."""
        good, bad = waiters_of(self.contract)
        for name, reason in bad:
            self.reports.fact((waiters.EXTENSION, name), f"{waiters.EXTENSION}: {name}: {reason}")
        found: dict[str, list[tuple[Code, Waiter]]] = {}
        for waiter in good:
            plain = f"wait_until_{names.snake(waiter.name)}"
            given = names.give(self.methods, f"waiter {waiter.name}", plain, "wait_until")
            found.setdefault(waiter.operation.name, []).append((given, waiter))
        return found

    def _iterate(self, short: Outline) -> Code | None:
        """The name of the operation's pager, where it has one."""
        operation = short.operation
        if short.bad_pager:
            where = (*operation_pointer(operation), paging.EXTENSION)
            self.reports.fact(where, f"{operation.name}: {paging.EXTENSION}: {short.bad_pager}")
        if short.pager is None:
            return None
        plain = _iterating(operation.name)
        if plain in self.methods.taken:
            plain = f"iter_{names.snake(operation.name)}"
        return names.give(self.methods, f"pager {operation.name}", plain, "iter")

    def _old(self, named: Named, short: Outline, known: set[str]) -> Iterator[tuple[Code, Code]]:
        """The names that a renamed operation and its pager had before, each with what it is called now."""
        for old in dict.fromkeys(short.aliases):
            if old in known:
                continue
            yield names.give(self.methods, f"alias {old}", names.snake(old), "operation"), named.function
            if named.iterate is not None:
                yield names.give(self.methods, f"pager {old}", _iterating(old), "iter"), named.iterate


def _iterating(operation: str) -> str:
    """What iterating over an operation's items is called: `iter_things` for `DescribeThings`."""
    verb = next((v for v in _GETTERS if operation.startswith(v)), "")
    return f"iter_{names.snake(operation[len(verb) :]) or names.snake(operation)}"
