"""What the descriptions of an operation, its body and its answer state, read when somebody wants to know.

Reading sentences takes a third of the time of a page, and of several pages that document one operation one speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docpact.contract.model import ErrorRow, Location, Operation, Parameter, Rule, Schema
from docpact.understand import facts, rest
from docpact.understand.answers import Answer
from docpact.understand.prose import error_parameter
from docpact.understand.request import Node, parameters

_INDEX = re.compile(r"\.(?:[nNmM]|\d+)$")


@dataclass(frozen=True, slots=True)
class Descriptions:
    """The rows of an operation, and what it takes to read their descriptions."""

    language: str
    names: Sequence[str]
    """The flat names of all parameters, those in the body too."""
    root: Node
    call: rest.Call | None
    body: rest.Sent | None
    answer: Answer

    def parameters(self, name: str, reader: facts.Reader) -> tuple[Parameter, ...]:
        """The parameters of the operation of that name, with what the reader reads about them."""
        placeholders = () if self.call is None else self.call.line.placeholders
        made = parameters(self.root, reader, placeholders, Location.QUERY)
        return tuple(_with_action(made, name) if self.call is None else rest.with_placeholders(made, placeholders))

    def applied(self, operation: Operation) -> Operation:
        """The operation with body, answer and what its descriptions state: constraints, rules, what its errors are about."""
        reader = facts.Reader(self.language, self.names)
        made = self.parameters(operation.name, reader)
        body = None if self.body is None else self.body.read(reader)
        response = self.answer.read(reader)
        names = tuple(p.name for p in made)
        return replace(
            operation,
            parameters=made,
            body=body,
            response=response,
            rules=tuple(dict.fromkeys(_of_lists(rule, names) for rule in reader.rules)),
            errors=tuple(self._about(row, names) for row in operation.errors),
        )

    def _about(self, row: ErrorRow, names: tuple[str, ...]) -> ErrorRow:
        name = _top(error_parameter(row, self.names), names)
        return row if name is None else replace(row, parameter=name)


def _of_lists(rule: Rule, names: tuple[str, ...]) -> Rule:
    """The rule with the lists for their elements: the page's `InstanceId.N` is the parameter `InstanceId`."""

    def whole(flat: str) -> str:
        bare = _INDEX.sub("", flat)
        return bare if flat not in names and bare in names else flat

    return replace(
        rule,
        parameter=whole(rule.parameter),
        others=tuple(whole(other) for other in rule.others),
        when=tuple(replace(condition, parameter=whole(condition.parameter)) for condition in rule.when),
    )


def _top(flat: str | None, names: tuple[str, ...]) -> str | None:
    """The parameter that holds the flat name: `Tag` for `Tag.N.Key`."""
    if flat is None or flat in names:
        return flat
    group = flat.partition(".")[0]
    return group if group in names else None


def _with_action(made: list[Parameter], name: str) -> list[Parameter]:
    """The parameters with the `Action` row as the contract has it: required, its only value the operation's name."""
    action = next((p for p in made if p.name == "Action"), None)
    if action is None:
        action = Parameter(name="Action", schema=Schema(type="string"), description="The operation to perform.")
        made = [action, *made]
    fixed = replace(
        action,
        required=True,
        schema=Schema(type="string", enum=(name,)),
        location=Location.QUERY,
        example=name,
    )
    return [fixed if p is action else p for p in made]
