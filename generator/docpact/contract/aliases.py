"""Old names that go on working: `x-docpact-aliases`, which an overlay declares where documentation corrects a name.

On a parameter, a member's schema, an operation or an error row it is a list of old names; on a schema with valid values it
is a mapping from the value to its old spellings. `docpact diff` suggests the overlay action. An alias lives for one major
version: what a release of an earlier major version had already is `outlived`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from docpact.contract.model import Contract, ErrorRow, Operation, Parameter, Schema

EXTENSION = "x-docpact-aliases"


def aliases(extensions: Mapping[str, Any]) -> tuple[str, ...]:
    """The old names of a parameter, member, operation or error."""
    value = extensions.get(EXTENSION)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def value_aliases(extensions: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The old spellings of each valid value of a schema."""
    value = extensions.get(EXTENSION)
    if not isinstance(value, dict):
        return {}
    return {
        str(key): tuple(str(item) for item in old) if isinstance(old, list) else (str(old),)
        for key, old in value.items()
    }


def outlived(before: Contract, now: Contract) -> list[str]:
    """The aliases that both contracts declare, as people read them: `WalId of PaintWall.WallId`."""
    old, both = set(_all(before)), []
    for text in _all(now):
        if text in old and text not in both:
            both.append(text)
    return both


def filtered(contract: Contract, keep: Callable[[str], bool]) -> Contract:
    """The contract with only those aliases that are to be kept, asked for as `outlived` names them."""
    operations = tuple(_Operation(operation, keep).kept() for operation in contract.operations)
    common = tuple(_row(row, f"error {row.code}", keep) for row in contract.common_errors)
    return replace(contract, operations=operations, common_errors=common)


def _all(contract: Contract) -> list[str]:
    """Every alias of a contract, as text."""
    found: list[str] = []

    def note(text: str) -> bool:
        found.append(text)
        return True

    filtered(contract, note)
    return found


class _Operation:
    """One operation, without the aliases that are not kept."""

    def __init__(self, operation: Operation, keep: Callable[[str], bool]) -> None:
        self.operation = operation
        self.keep = keep

    def kept(self) -> Operation:
        operation, name = self.operation, self.operation.name
        body, response = operation.body, operation.response
        if body is not None:
            body = replace(body, schema=self._schema(body.schema, f"{name}.body"))
        if response.schema is not None:
            response = replace(response, schema=self._schema(response.schema, f"the answer of {name}"))
        return replace(
            operation,
            extensions=_list(operation.extensions, name, self.keep),
            parameters=tuple(self._parameter(parameter) for parameter in operation.parameters),
            body=body,
            response=response,
            errors=tuple(_row(row, f"{name}, error {row.code}", self.keep) for row in operation.errors),
        )

    def _parameter(self, parameter: Parameter) -> Parameter:
        of = f"{self.operation.name}.{parameter.name}"
        extensions = _list(parameter.extensions, of, self.keep)
        return replace(parameter, extensions=extensions, schema=self._schema(parameter.schema, of))

    def _schema(self, schema: Schema, of: str) -> Schema:
        if not (schema.extensions or schema.properties or schema.items or schema.json):
            return schema
        extensions = _list(_values(schema.extensions, of, self.keep), of, self.keep)
        return replace(
            schema,
            extensions=extensions,
            items=self._schema(schema.items, f"{of}[]") if schema.items is not None else None,
            json=self._schema(schema.json, of) if schema.json is not None else None,
            properties=tuple(
                replace(member, schema=self._schema(member.schema, f"{of}.{member.name}"))
                for member in schema.properties
            ),
        )


def _row(row: ErrorRow, of: str, keep: Callable[[str], bool]) -> ErrorRow:
    return replace(row, extensions=_list(row.extensions, of, keep)) if EXTENSION in row.extensions else row


def _list(extensions: Mapping[str, Any], of: str, keep: Callable[[str], bool]) -> Mapping[str, Any]:
    old = aliases(extensions)
    if not old:
        return extensions
    return {**extensions, EXTENSION: [alias for alias in old if keep(f"{alias} of {of}")]}


def _values(extensions: Mapping[str, Any], of: str, keep: Callable[[str], bool]) -> Mapping[str, Any]:
    old = value_aliases(extensions)
    if not old:
        return extensions
    kept = {value: [alias for alias in names if keep(f"{alias} of {of}")] for value, names in old.items()}
    return {**extensions, EXTENSION: kept}
