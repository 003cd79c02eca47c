"""Methods and names that are imported when they are first used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any


class LazyMethod:
    """Stands for a method until it is first asked for; then the function itself takes its place."""

    __slots__ = ("function", "module", "name", "owner")

    def __init__(self, owner: type, name: str, module: str, function: str) -> None:
        self.owner = owner
        self.name = name
        self.module = module
        self.function = function

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        function = getattr(importlib.import_module(self.module), self.function)
        setattr(self.owner, self.name, function)
        return function if instance is None else function.__get__(instance)


def install(owner: type, methods: Mapping[str, str], package: str, suffix: str = "") -> None:
    """Gives a client class its methods: `methods` maps each name to the module that defines it."""
    for name, module in methods.items():
        setattr(owner, name, LazyMethod(owner, name, f"{package}.operations.{module}", name + suffix))


def lazy_attributes(package: str, places: Mapping[str, str], namespace: dict[str, Any]) -> Callable[[str], Any]:
    """A module's `__getattr__` (PEP 562): `places` maps each name to the module below `package` that has it."""

    def __getattr__(name: str) -> Any:  # noqa: N807
        module = places.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        loaded = importlib.import_module(f"{package}.{module}")
        value = loaded if module.rpartition(".")[2] == name else getattr(loaded, name)
        namespace[name] = value
        return value

    return __getattr__
