"""The module of the clients: a table of methods that are imported with their first call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docpact.contract.model import Contract
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.layout import assignment, bracketed, docstring, imports
from docpact.targets.python.named import Named


@dataclass(frozen=True, slots=True)
class ClientClass:
    """One of the two clients."""

    name: Code
    base: Code
    docstring: Code
    body: Code


@dataclass(frozen=True, slots=True)
class ClientView:
    """The module of the clients."""

    head: Code
    docstring: Code
    type_imports: tuple[Code, ...]
    methods: Code
    service: Code
    clients: tuple[ClientClass, ...]
    template: str = "python/client.py.jinja"


def client_view(contract: Contract, operations: Sequence[Named], head: Code) -> ClientView:
    """The view of the module with the methods of all operations."""
    methods = {method: named.module for named in operations for method in named.methods()}
    table = [f"{literal(str(method))}: {literal(str(module))}" for method, module in methods.items()]
    lines = [
        imports(f".operations.{module}", [f"{method}{suffix} as _{method}{suffix}"], 1)
        for method, module in sorted(methods.items(), key=lambda item: (item[1], item[0]))
        for suffix in ("", "_async")
    ]
    threads = "Safe to use from several threads; close it, or use it in a `with` statement."
    awaited = "Its methods are awaited; use it in an `async with` statement."
    return ClientView(
        head,
        docstring([f"The clients of the {contract.title} API."], 0),
        tuple(lines),
        bracketed("_METHODS = {", table, "}"),
        _service(contract),
        (
            _client("Client", "SyncClient", "", threads, contract, methods),
            _client("AsyncClient", "BaseAsyncClient", "_async", awaited, contract, methods),
        ),
    )


def _service(contract: Contract) -> Code:
    """The constant with what both clients know of the service."""
    regions = contract.extensions.get("x-docpact-endpoints")
    endpoints = regions.items() if isinstance(regions, Mapping) else ()
    items = [
        Code('__package__ or ""'),
        literal(contract.title),
        literal(contract.version),
        literal(contract.servers[0].url if contract.servers else ""),
        bracketed("{", [f"{literal(str(region))}: {literal(str(url))}" for region, url in endpoints], "}", 1),
    ]
    return bracketed("_SERVICE = Service(", items, ")")


def _client(
    name: str, base: str, suffix: str, how: str, contract: Contract, methods: Mapping[Code, Code]
) -> ClientClass:
    doc = [f"Calls the {contract.title} API, version {contract.version}.", "", how]
    lines = ["    if TYPE_CHECKING:", *(assignment(method, f"_{method}{suffix}", 2) for method in methods)]
    return ClientClass(Code(name), Code(base), docstring(doc, 1), Code("\n".join(lines if methods else [])))
