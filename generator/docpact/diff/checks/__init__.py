"""The checks: one small file each, in folders by what they look at. A new check is a new file, nothing else."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from docpact.diff.events import Check
from docpact.diff.model import Kind


@functools.cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of the folders and files."""
    found: list[Check] = []
    for group in sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg):
        package = importlib.import_module(f"{__name__}.{group}")
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            if not module.name.startswith("_"):
                found += importlib.import_module(f"{package.__name__}.{module.name}").CHECKS
    return tuple(found)


@functools.cache
def all_kinds() -> dict[str, Kind]:
    """Every kind of change by its name."""
    kinds: dict[str, Kind] = {}
    for check in all_checks():
        for kind in check.kinds:
            if kinds.setdefault(kind.name, kind) is not kind:
                raise RuntimeError(f"two kinds of change are called {kind.name}")
    return kinds
