"""Waiters: states that an application waits for, declared at the root of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docpact.contract.envelope import opened
from docpact.contract.model import Contract, Operation, Schema

EXTENSION = "x-docpact-waiters"
_VERDICTS = ("success", "failure", "retry")


@dataclass(frozen=True, slots=True)
class Waiter:
    """A state to wait for, by the wire names of the operation that shows it."""

    name: str
    operation: Operation
    path: tuple[str, ...]
    success: tuple[str, ...]
    failure: tuple[str, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    empty: str = "retry"
    interval: float = 2.0
    timeout: float = 120.0
    description: str = ""


class BadWaiter(ValueError):
    """A declared waiter does not fit the contract."""


def waiters_of(contract: Contract) -> tuple[list[Waiter], list[tuple[str, str]]]:
    """The waiters, and for each that cannot be made its name and the reason."""
    declared = contract.extensions.get(EXTENSION)
    if declared is None:
        return [], []
    if not isinstance(declared, Mapping):
        return [], [(EXTENSION, "it must be a mapping of names to waiters")]
    good, bad = [], []
    for name, value in declared.items():
        try:
            good.append(_waiter(contract, str(name), value))
        except BadWaiter as problem:
            bad.append((str(name), str(problem)))
    return good, bad


def _waiter(contract: Contract, name: str, value: Any) -> Waiter:
    if not isinstance(value, Mapping):
        raise BadWaiter("it must be a mapping")
    known = {"operation", "path", "success", "failure", "codes", "empty", "interval", "timeout", "description"}
    unknown = sorted(set(value) - known)
    if unknown:
        raise BadWaiter(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    operation = contract.operation(str(value.get("operation")))
    if operation is None:
        raise BadWaiter(f"there is no operation {value.get('operation')!r}")
    path = tuple(part.removesuffix("[]") for part in str(value.get("path", "")).split("."))
    schema = opened(operation) or Schema()
    for part in path:
        while schema.type == "array" and schema.items is not None:
            schema = schema.items
        member = schema.property(part)
        if member is None:
            raise BadWaiter(f"`path`: the answer of {operation.name} has no {part!r} there")
        schema = member.schema
    codes = value.get("codes") or {}
    empty = str(value.get("empty", "retry"))
    if not isinstance(codes, Mapping) or any(verdict not in _VERDICTS for verdict in (*codes.values(), empty)):
        raise BadWaiter(f"`codes` and `empty` say one of {', '.join(_VERDICTS)}")
    success, failure = _texts(value, "success"), _texts(value, "failure")
    if not success and "success" not in (*codes.values(), empty):
        raise BadWaiter("nothing would end it: give `success`")
    try:
        interval, timeout = float(value.get("interval", 2)), float(value.get("timeout", 120))
    except (TypeError, ValueError):
        raise BadWaiter("`interval` and `timeout` are seconds") from None
    return Waiter(
        name,
        operation,
        path,
        success,
        failure,
        dict(codes),
        empty,
        interval,
        timeout,
        str(value.get("description") or ""),
    )


def _texts(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = value.get(key) or []
    if not isinstance(found, list):
        raise BadWaiter(f"`{key}` must be a list of values")
    return tuple(str(item) for item in found)
