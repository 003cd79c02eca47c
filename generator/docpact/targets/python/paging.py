"""Which operations page, and how: what the contract says, or what cannot be meant otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docpact.contract.envelope import opened
from docpact.contract.model import Operation, Schema

EXTENSION = "x-docpact-pager"
_NUMBERS = ("PageNumber", "PageNo", "PageNum", "CurrentPage")
_SIZES = ("PageSize", "PageCount", "Size")
_TOTALS = ("TotalCount", "Total", "TotalRecordCount", "TotalNum")


@dataclass(frozen=True, slots=True)
class Pager:
    """The wire names of what an operation pages with. `items` is the path to the list: `EipAddresses.EipAddress`."""

    items: tuple[str, ...]
    number: str = ""
    size: str = ""
    total: str = ""
    token: str = ""
    next_token: str = ""


class BadPager(ValueError):
    """An `x-docpact-pager` does not fit its operation."""


def pager_of(operation: Operation) -> Pager | None:
    """How the operation pages, or None. Raises BadPager."""
    declared = operation.extensions.get(EXTENSION)
    if declared is False:
        return None
    if declared is None:
        return _inferred(operation)
    if not isinstance(declared, Mapping):
        raise BadPager("it must be a mapping, or false for an operation that does not page")
    known = {"number", "size", "total", "token", "next_token", "items"}
    unknown = sorted(set(declared) - known)
    if unknown:
        raise BadPager(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    text = {key: str(value) for key, value in declared.items()}
    if "items" not in text or not ("number" in text or ("token" in text and "next_token" in text)):
        raise BadPager("it needs `items`, and either `number` or both `token` and `next_token`")
    path = tuple(text.pop("items").split("."))
    pager = Pager(path, **text)
    names = {p.name for p in operation.arguments}
    for name in (pager.number, pager.size, pager.token):
        if name and name not in names:
            raise BadPager(f"{operation.name} has no parameter {name!r}")
    schema = opened(operation) or Schema()
    for name in (pager.total, pager.next_token):
        if name and schema.property(name) is None:
            raise BadPager(f"the answer of {operation.name} has no field {name!r}")
    if not _leads_to_list(schema, path):
        raise BadPager(f"{'.'.join(path)!r} does not lead to a list in the answer of {operation.name}")
    return pager


def _inferred(operation: Operation) -> Pager | None:
    """Certain only where a call changes nothing, the answer has one list, and both sides name the same device."""
    schema = opened(operation)
    if schema is None or not (operation.read_only or operation.name.startswith(("Describe", "List", "Query", "Get"))):
        return None
    lists = [path for path in (_list_path((m.name,), m.schema) for m in schema.properties) if path]
    if len(lists) != 1:
        return None
    names = {p.name: p for p in operation.arguments}
    answered = {m.name for m in schema.properties}
    number = next((name for name in _NUMBERS if name in names), "")
    size = next((name for name in _SIZES if name in names), "")
    total = next((name for name in _TOTALS if name in answered), "")
    if number and size and total and names[number].schema.type in ("integer", None):
        return Pager(lists[0], number=number, size=size, total=total)
    if "NextToken" in names and "NextToken" in answered:
        device = "NextToken"
        return Pager(lists[0], token=device, next_token=device, size="MaxResults" if "MaxResults" in names else "")
    return None


def _list_path(path: tuple[str, ...], schema: Schema) -> tuple[str, ...]:
    while schema.type == "object" and len(schema.properties) == 1:
        path, schema = (*path, schema.properties[0].name), schema.properties[0].schema
    return path if schema.type == "array" else ()


def _leads_to_list(schema: Schema, path: tuple[str, ...]) -> bool:
    for part in path:
        member = schema.property(part)
        if member is None:
            return False
        schema = member.schema
    return schema.type == "array"
