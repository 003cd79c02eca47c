"""Example values that the page of one operation lends to another, for a parameter of the same name that has none there.

What stands in the page's own request example goes first. Else a service means the same by a name on all of its pages:
where DescribeZones shows no `RegionId`, that of DescribeVpcs will do. Only required parameters borrow, and the report says what was borrowed from where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict
from urllib.parse import unquote_plus

from docpact.contract.model import JSON, Layout, Operation, Parameter, Schema
from docpact.targets.conformance import values
from docpact.targets.conformance.book import Page


class Shown(TypedDict):
    """What an operation can lend and what its table lacks: the kind of value by name, and the value where it is shown.

    `sent` are values of the request example for what is lacking.
    """

    shows: dict[str, list[str]]
    lacks: dict[str, str]
    sent: dict[str, str]


@dataclass(frozen=True, slots=True)
class Loan:
    """A value, and what shows it: `DescribeVpcs (pages/DescribeVpcs.md:12)`."""

    value: str
    place: str


Offers = Mapping[tuple[str, str], list[Loan]]
"""By name and kind, what may be borrowed, the best first."""


def shown(operation: Operation) -> JSON:
    """What an operation shows and lacks, as a `Shown`."""
    shows: dict[str, JSON] = {}
    lacks: dict[str, JSON] = {}
    sent: dict[str, JSON] = {}
    for parameter in operation.arguments:
        kind = _kind(parameter)
        if kind is None:
            continue
        value = _example(parameter)
        if value is not None:
            shows[parameter.name] = [kind, value]
        elif parameter.required and _value_schema(parameter).default is None and not _value_schema(parameter).enum:
            lacks[parameter.name] = kind
            if (found := _sent(operation, parameter.name)) is not None:
                sent[parameter.name] = found
    return {"shows": shows, "lacks": lacks, "sent": sent}


def offers(told: Mapping[str, Shown], page: Callable[[str], Page]) -> Offers:
    """What may be borrowed: whole values before masked ones, then those that most pages show, then page order."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for operation, each in told.items():
        for name, (kind, value) in each["shows"].items():
            found.setdefault((name, kind), {}).setdefault(value, []).append(operation)
    return {
        key: [
            Loan(value, _place(operations[0], key[0], page(operations[0])))
            for value, operations in sorted(kept.items(), key=lambda item: (values.masked(item[0]), -len(item[1])))
        ]
        for key, kept in found.items()
    }


def borrow(operation: Operation, own: Shown, offered: Offers) -> dict[str, Loan]:
    """The loans of an operation: of each name it lacks, the first value on offer that keeps its own rules."""
    loans = {}
    for parameter in operation.arguments:
        name = parameter.name
        if name in own["lacks"]:
            sent = [Loan(own["sent"][name], "the request example")] if name in own["sent"] else []
            candidates = [*sent, *offered.get((name, own["lacks"][name]), [])]
            loan = next((loan for loan in candidates if values.fits(_value_schema(parameter), loan.value)), None)
            if loan is not None:
                loans[name] = loan
    return loans


def lend(operation: Operation, loans: Mapping[str, Loan]) -> Operation:
    """The operation with the examples that it borrows."""
    if not loans:
        return operation
    return replace(
        operation,
        parameters=tuple(
            replace(p, example=loans[p.name].value) if p.name in loans else p for p in operation.parameters
        ),
    )


def _sent(operation: Operation, name: str) -> str | None:
    """What the page's request examples send by a name, `&RegionId=cn-hangzhou`; nothing for `<RegionId>`."""
    query = re.compile(rf"[?&]{re.escape(name)}(?:\.1)?=([^&\s<>]+)")
    found = (match[1] for example in operation.request_examples if (match := query.search(example)))
    return next((unquote_plus(value) for value in found), None)


def _place(operation: str, name: str, page: Page) -> str:
    row = next((row for each in (name, f"{name}.N", f"{name}.1") if (row := page.row(each)) is not None), None)
    where = f"{page.name}:{row.line}" if row is not None else page.name
    return f"{operation} ({where})" if where else operation


def _kind(parameter: Parameter) -> str | None:
    """What values must have in common to stand for each other; None for structures, whose parts may mean anything."""
    schema = _value_schema(parameter)
    if schema.type in ("array", "object"):
        return None
    return f"{schema.type}" if schema is parameter.schema else f"list of {schema.type}"


def _value_schema(parameter: Parameter) -> Schema:
    """The schema of a scalar, or of the items of a list."""
    items = parameter.schema.items
    return items if parameter.layout is Layout.REPEAT and items is not None else parameter.schema


def _example(parameter: Parameter) -> str | None:
    """The example that the page shows; of a list, that of an item."""
    for value in (parameter.example, parameter.schema.example, _value_schema(parameter).example):
        if value is not None and not isinstance(value, (dict, list)) and values.wire(value) != "":
            return values.wire(value)
    return None
