"""Values of docpact's own classes as bytes, for the cache and for other processes.

The form is pickle's, for its speed, read by an unpickler that knows only the data classes, named tuples and enums
of the modules below: bytes from a stranger can make it fail, and nothing else.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import importlib
import io
import pickle
from collections.abc import Mapping
from typing import Any

_MODULES = (
    "docpact.contract.model",
    "docpact.diagnostics",
    "docpact.understand.operations",
    "docpact.building.service",
    "docpact.output",
)


class UnknownValue(Exception):
    """The bytes are damaged, or hold something that is no value of docpact's."""


def _member(owner: object, name: str) -> object:
    """What stands for `getattr` in the bytes: some Pythons pickle a member of an enum as `getattr(Layout, "PLAIN")`."""
    if not (isinstance(owner, type) and issubclass(owner, enum.Enum)):
        raise UnknownValue(f"{owner!r} is no enum")
    return owner[name]


_PLAIN = {
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("builtins", "complex"): complex,
    ("builtins", "getattr"): _member,
}


def dumps(value: object) -> bytes:
    """The bytes of a value."""
    return pickle.dumps(value, protocol=5)


def loads(data: bytes) -> Any:
    """The value of bytes that `dumps` made. Raises UnknownValue."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:
        raise UnknownValue(f"{type(error).__name__}: {error}") from None


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = _PLAIN.get((module, name))
        if found is None and module in _MODULES:
            found = _declared(module).get(name)
        if found is None:
            raise UnknownValue(f"{module}.{name} is no value of docpact's")
        return found


@functools.cache
def _declared(module: str) -> Mapping[str, Any]:
    """The data classes, named tuples and enums that a module declares, by name."""
    return {
        name: value
        for name, value in vars(importlib.import_module(module)).items()
        if isinstance(value, type)
        and value.__module__ == module
        and (dataclasses.is_dataclass(value) or issubclass(value, (enum.Enum, tuple)))
    }
