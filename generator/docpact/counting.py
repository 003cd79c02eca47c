"""How much there is, in words."""

from __future__ import annotations

from typing import NamedTuple

from docpact.contract.model import Contract


def counted(number: int, noun: str) -> str:
    """`1 operation`, `2 operations`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Counts(NamedTuple):
    """How much a contract holds.

    A rule is a constraint of a parameter that the page states in a sentence, or a rule over several parameters.
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
    said = sum(len(schema.says) for o in operations for p in o.parameters for _, schema in p.schema.walk())
    return Counts(
        len(operations),
        sum(len(o.parameters) for o in operations),
        sum(len(o.rules) for o in operations) + said,
        sum(len(o.errors) for o in operations),
    )


def contents(contract: Contract) -> str:
    """How much a contract holds, in words."""
    return str(count(contract))
