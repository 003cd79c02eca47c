"""How much there is, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docpact.contract.model import Contract, Operation, Schema


def counted(number: int, noun: str) -> str:
    """`1 operation`, `2 operations`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Counts(NamedTuple):
    """How much a contract holds.

    The members of a body count as parameters. A rule is a constraint of a parameter that the page states in a sentence,
    or a rule over several parameters.
    """

    operations: int = 0
    parameters: int = 0
    rules: int = 0
    error_rows: int = 0

    def __str__(self) -> str:
        """`6 operations, 49 parameters, 25 rules, 54 error rows`."""
        return ", ".join(
            counted(number, noun)
            for number, noun in zip(self, ("operation", "parameter", "rule", "error row"), strict=True)
        )


def count(contract: Contract) -> Counts:
    """How much a contract holds."""
    operations = contract.operations
    values = [schema for o in operations for schema in _values(o)]
    said = sum(len(schema.says) for value in values for _, schema in value.walk())
    return Counts(
        len(operations),
        len(values),
        sum(len(o.rules) for o in operations) + said,
        sum(len(o.errors) for o in operations),
    )


def _values(operation: Operation) -> Iterator[Schema]:
    """What a caller gives: the parameters, and the members of a body (of its items, where it is a list)."""
    yield from (parameter.schema for parameter in operation.parameters)
    if operation.body is not None:
        body = operation.body.schema
        members = (body.items or body).properties
        yield from (member.schema for member in members) if members else (body,)


def contents(contract: Contract) -> str:
    """How much a contract holds, in words."""
    return str(count(contract))
