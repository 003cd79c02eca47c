"""The targets by name. A language is added by one line here, or by an installed package's entry point."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docpact.targets.base import Target

ENTRY_POINTS = "docpact.targets"

BUILTIN = {
    "python": "docpact.targets.python:PythonTarget",
    "server": "docpact.targets.server:ServerTarget",
    "conformance": "docpact.targets.conformance:ConformanceTarget",
    "site": "docpact.targets.site:SiteTarget",
}


def names() -> list[str]:
    """The names of all targets that can be had."""
    from importlib.metadata import entry_points

    return sorted({*BUILTIN, *(point.name for point in entry_points(group=ENTRY_POINTS))})


def find(name: str) -> Target:
    """The target of that name. Raises TargetError where there is none."""
    if name in BUILTIN:
        module, _, attribute = BUILTIN[name].partition(":")
        target: Target = getattr(importlib.import_module(module), attribute)()
        return target
    from importlib.metadata import entry_points

    from docpact.targets.base import TargetError

    for point in entry_points(group=ENTRY_POINTS, name=name):
        loaded: Target = point.load()()
        return loaded
    raise TargetError(f"there is no target {name!r}; there are {', '.join(names())}")
