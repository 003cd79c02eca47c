"""The contract as the server needs it: the shape of `contract.json`, which is made beside this package.

A schema here is a JSON Schema cut down to what a server checks and prints.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NotRequired, TypedDict

RowFacts = tuple[int, str, str]
"""Status, code and message of an error, a list of three in the file."""


class SchemaFacts(TypedDict, total=False):
    type: str
    format: str
    enum: list[str | int | float | bool]
    minimum: float
    maximum: float
    minLength: int
    maxLength: int
    minItems: int
    maxItems: int
    pattern: str
    default: Any
    example: Any
    items: SchemaFacts
    properties: dict[str, SchemaFacts]
    required: list[str]
    json: SchemaFacts
    xml: str


class FaultRows(TypedDict):
    """The error that answers each kind of fault of one parameter."""

    missing: RowFacts
    invalid: RowFacts
    unsupported: RowFacts


ParameterFacts = TypedDict(
    "ParameterFacts",
    {"name": str, "in": str, "layout": str, "required": bool, "schema": SchemaFacts, "rows": FaultRows},
)


PlaceFacts = list[str | int | None]
"""A parameter, or `(body)`, and the steps from it: members by name, items by number (from 1), null for each item."""


class ConditionFacts(TypedDict):
    """`default` says that what is absent counts as one of the values."""

    parameter: PlaceFacts
    values: list[str]
    negated: bool
    default: bool


class RuleFacts(TypedDict):
    """`shared` is the number of steps that all its places begin with."""

    kind: str
    parameter: PlaceFacts
    others: list[PlaceFacts]
    when: list[ConditionFacts]
    shared: int
    says: str


class BodyFacts(TypedDict):
    required: bool
    schema: SchemaFacts
    rows: FaultRows


class OperationFacts(TypedDict):
    style: str
    method: str
    path: str
    summary: str
    module: str
    class_name: str
    handler: str
    parameters: list[ParameterFacts]
    rules: list[RuleFacts]
    status: int
    errors: list[RowFacts]
    body: NotRequired[BodyFacts]
    response: NotRequired[SchemaFacts]
    root: NotRequired[str]
    example: NotRequired[dict[str, Any]]


class ContractFacts(TypedDict):
    title: str
    version: str
    operations: dict[str, OperationFacts]
    errors: dict[str, RowFacts]


def load(path: Path) -> ContractFacts:
    """The facts in a `contract.json`."""
    facts: ContractFacts = json.loads(path.read_bytes())
    return facts
