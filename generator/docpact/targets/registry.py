"""The targets by name. A language is added by one line here, or by an installed package's entry point."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
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

_OPTIONS = {
    "python": frozenset(("package", "distribution", "version")),
    "server": frozenset(("package", "version")),
    "conformance": frozenset[str](),
    "site": frozenset(("versions", "label", "endpoint", "samples")),
}
"""The options of each target. Here, because importing a target to ask takes longer than the answer."""


def names() -> list[str]:
    """The names of all targets that can be had."""
    from importlib.metadata import entry_points

    return sorted({*BUILTIN, *(point.name for point in entry_points(group=ENTRY_POINTS))})


def unknown_option(name: str, options: Iterable[str]) -> tuple[str, str] | None:
    """The first option that a target of docpact's own does not know, and what to do about it."""
    known = _OPTIONS.get(name)
    unknown = next((key for key in options if known is not None and key not in known), None)
    if known is None or unknown is None:
        return None
    return unknown, f"its options are {', '.join(sorted(known))}" if known else "it has no options"


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
