"""Every kind of finding that docpact can report, for `docpact explain`."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from difflib import get_close_matches
from importlib.abc import InspectLoader

import docpact
from docpact.diagnostics import Code

# How a code is declared: `NAME = Code(...)`, or in a lint rule `CODE = rule(...)`.
_DECLARATION = re.compile(r"^[A-Z_]+(?:: [\w\[\], ]+)? = (?:\w+\.)?(?:Code|rule)\(", re.MULTILINE)


def modules() -> list[str]:
    """The modules that declare codes, found by their source: importing all of docpact would be slow."""
    names = [module.name for module in pkgutil.walk_packages(docpact.__path__, "docpact.")]
    return sorted(name for name in names if _DECLARATION.search(_source(name)))


def _source(name: str) -> str:
    spec = importlib.util.find_spec(name)
    loader = spec.loader if spec is not None else None
    return (loader.get_source(name) or "") if isinstance(loader, InspectLoader) else ""


def codes() -> dict[str, Code]:
    """All codes by id, in the order of their ids."""
    found = {
        value.id: value
        for module in modules()
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, Code)
    }
    return dict(sorted(found.items()))


def find(text: str) -> Code | None:
    """The code of that id (`DP214`, `dp214`) or name (`broken-json`), or None."""
    wanted = text.strip().lower()
    return next((code for code in codes().values() if wanted in (code.id.lower(), code.name)), None)


def similar(text: str) -> list[str]:
    """Up to three ids or names that the text may have meant."""
    known = codes().values()
    words = {word.lower(): word for code in known for word in (code.id, code.name)}
    return [words[match] for match in get_close_matches(text.strip().lower(), words, 3, 0.6)]
