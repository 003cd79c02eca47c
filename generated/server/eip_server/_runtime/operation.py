"""An operation made ready to be called: its checks compiled, its handler found."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

from .behaviour import Behaviour, Call
from .binding import Binder
from .errors import Row
from .facts import OperationFacts
from .gateway import Route


class Operation:
    """One operation, its checks compiled and its handler found. Made on its first call."""

    def __init__(self, route: Route, behaviour: Behaviour | None, package: str, constraints: bool) -> None:
        self.name = route.name
        self.facts: OperationFacts = route.facts
        self.binder = Binder(route.facts, constraints)
        self.rows = _named_rows(route.facts)
        self.token = any(p["name"] == "ClientToken" for p in route.facts["parameters"])
        self.handler: Callable[[Call[str], Any], Any] | None = None
        self.request_of: Callable[[dict[str, Any]], Any] = dict
        method = getattr(behaviour, route.facts["handler"], None)
        if method is not None and not getattr(method, "not_implemented", False):
            module = import_module(f"{package}.operations.{route.facts['module']}")
            self.handler = method
            self.request_of = getattr(module, f"{route.facts['class_name']}Request").of
        self.is_async = inspect.iscoroutinefunction(self.handler)


def _named_rows(facts: OperationFacts) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    counts: dict[str, int] = {}
    for row in facts["errors"]:
        code = row[1]
        counts[code] = number = counts.get(code, 0) + 1
        rows[code if number == 1 else f"{code}#{number}"] = Row(*row)
    return rows
