"""How much there is, in words."""

from __future__ import annotations

from docpact.contract.model import Contract


def counted(number: int, noun: str) -> str:
    """`1 operation`, `2 operations`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def contents(contract: Contract) -> str:
    """`6 operations, 49 parameters, 25 rules, 54 error rows`.

    A rule is a constraint of a parameter that the page states in a sentence, or a rule over several parameters.
    """
    operations = contract.operations
    rules = sum(len(o.rules) for o in operations)
    rules += sum(len(schema.says) for o in operations for p in o.parameters for _, schema in p.schema.walk())
    counts = (
        (len(operations), "operation"),
        (sum(len(o.parameters) for o in operations), "parameter"),
        (rules, "rule"),
        (sum(len(o.errors) for o in operations), "error row"),
    )
    return ", ".join(counted(number, noun) for number, noun in counts)
