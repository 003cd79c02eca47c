"""The `__init__` modules, whose names are imported when they are first used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docpact.contract.model import Contract
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.enums import Enums
from docpact.targets.python.layout import bracketed, docstring, import_order, imports

RUNTIME_PLACES = {
    "Client": "client",
    "AsyncClient": "client",
    "errors": "errors",
    "transports": "transports",
    "Credentials": "_runtime.credentials",
    "Timeout": "_runtime.transport",
    "Hooks": "_runtime.hooks",
    "Attempt": "_runtime.hooks",
    "Problem": "_runtime.problems",
    "Pager": "_runtime.pager",
    "AsyncPager": "_runtime.pager",
    "UNSET": "_runtime.unset",
    "unchecked": "_runtime.wire_enum",
}
"""What every package exports besides its own types, by the module that has it."""


@dataclass(frozen=True, slots=True)
class InitView:
    """An `__init__` module."""

    head: Code
    docstring: Code
    runtime: Code
    type_imports: tuple[Code, ...]
    all: Code
    places: Code
    template: str = "python/package.py.jinja"


def package_init(contract: Contract, places: Mapping[str, str], head: Code) -> InitView:
    """The view of the package's own module. `places` has the module of each name that it exports."""
    by_module: dict[str, list[str]] = {}
    for name, place in places.items():
        module, _, last = place.rpartition(".")  # a name may be that of a module itself
        by_module.setdefault(f".{module if last == name else place}", []).append(f"{name} as {name}")
    lines = [
        imports(module, [name], 1)
        for module, listed in sorted(by_module.items())
        for name in sorted(listed, key=import_order)
    ]
    title = f"A client of the {contract.title} API, version {contract.version}."
    text = [title, "", "Names are imported when they are first used; `Client` and `AsyncClient` are the way in."]
    return InitView(head, docstring(text, 0), Code("_runtime."), tuple(lines), all_of(places), _places(places))


def enums_init(enums: Enums, head: Code) -> InitView:
    """The view of the module of `enums`."""
    places = {str(enum.name): str(enum.module) for enum in enums.all}
    lines = [imports(f".{module}", [f"{name} as {name}"], 1) for name, module in places.items()]
    text = "Documented values, one module for each enumeration."
    return InitView(
        head, docstring([text], 0), Code("._runtime."), tuple(sorted(lines)), all_of(places), _places(places)
    )


def all_of(listed: Iterable[str]) -> Code:
    """The `__all__` of a module."""
    return bracketed("__all__ = [", [literal(name) for name in sorted(set(listed))], "]")


def _places(places: Mapping[str, str]) -> Code:
    return bracketed("_PLACES: dict[str, str] = {", [f"{literal(n)}: {literal(p)}" for n, p in places.items()], "}")
