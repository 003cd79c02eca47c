"""The modules of the runtime import each other in one direction, lazy imports and those for type checkers among them."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from types import ModuleType

from docpact.pipeline import templates_root


def test_imports_go_in_one_direction() -> None:
    graph: dict[str, set[str]] = {}
    for path in (templates_root() / "python" / "_runtime").glob("*.py"):
        graph[path.stem] = used = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                used |= {node.module} if node.module else {name.name for name in node.names}
    assert graph["base_client"]
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_the_public_names_are_there(sdk: ModuleType) -> None:
    for name in sdk.__all__:
        assert getattr(sdk, name) is not None
    for name in sdk.transports.__all__:
        assert getattr(sdk.transports, name).__name__ == name
        assert name in dir(sdk.transports)
