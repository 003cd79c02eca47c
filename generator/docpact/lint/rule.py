"""What a lint rule is, and where the rules are found.

A rule is a module of `docpact.lint.rules`. Its docstring is its documentation page, its file name is its name, and it has

    CODE = rule("DP701", __name__, Severity.WARNING, __doc__)

    def check(page: Subject) -> Iterator[Diagnostic]: ...              # one page at a time, or
    def check_all(pages: Sequence[Subject]) -> Iterator[Diagnostic]: ...  # all pages together
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from docpact.diagnostics import Code, Diagnostic, Severity

if TYPE_CHECKING:
    from docpact.lint.subject import Subject


def rule(id: str, module: str, severity: Severity, doc: str | None) -> Code:
    """The code of the rule in `module`."""
    return Code(id, module.rpartition(".")[2].replace("_", "-"), severity, doc or "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to run: exactly one of `check` and `check_all` is there."""

    code: Code
    check: Callable[[Subject], Iterable[Diagnostic]] | None = None
    check_all: Callable[[Sequence[Subject]], Iterable[Diagnostic]] | None = None


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their ids."""
    from docpact.lint import rules as package

    found = []
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        loaded = importlib.import_module(module.name)
        found.append(Rule(loaded.CODE, getattr(loaded, "check", None), getattr(loaded, "check_all", None)))
    return tuple(sorted(found, key=lambda r: r.code.id))
