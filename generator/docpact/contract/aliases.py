"""Old names that go on working: `x-docpact-aliases`, which an overlay declares where documentation corrects a name.

On a parameter, an operation, an error row or the schema of a member it is a list of old names; on a schema with
valid values a mapping from the value to its old spellings. `docpact diff` suggests the overlay action.

An alias lives for one major version. `docpact release` records in `release.toml` the version that first had it, and
the next major release ends it: from then on the contract is compiled without it, whatever the overlay declares.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from docpact.contract.model import JSON, Contract, ErrorRow, Operation, Parameter, Schema

EXTENSION = "x-docpact-aliases"

_Edit: TypeAlias = Callable[[str, Mapping[str, JSON]], Mapping[str, JSON]]


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


def declared(contract: Contract) -> tuple[str, ...]:
    """Every alias of a contract as `release.toml` names it: `CreateDisk, parameter DiskSize: Size`."""
    found: dict[str, None] = {}

    def note(owner: str, extensions: Mapping[str, JSON]) -> Mapping[str, JSON]:
        found.update(dict.fromkeys(_key(owner, old) for old in aliases(extensions)))
        for value, spellings in value_aliases(extensions).items():
            found.update(dict.fromkeys(_key(owner, old, value) for old in spellings))
        return extensions

    _edited(contract, note)
    return tuple(found)


def without(contract: Contract, ended: Container[str]) -> Contract:
    """The contract without the aliases of these names (see `declared`)."""

    def drop(owner: str, extensions: Mapping[str, JSON]) -> Mapping[str, JSON]:
        if EXTENSION not in extensions:
            return extensions
        left: JSON = [old for old in aliases(extensions) if _key(owner, old) not in ended]
        if isinstance(extensions[EXTENSION], dict):
            kept = {
                value: [old for old in spellings if _key(owner, old, value) not in ended]
                for value, spellings in value_aliases(extensions).items()
            }
            left = {value: list[JSON](old) for value, old in kept.items() if old}
        rest = {key: value for key, value in extensions.items() if key != EXTENSION}
        return {**rest, EXTENSION: left} if left else rest

    return _edited(contract, drop)


def _key(owner: str, old: str, value: str = "") -> str:
    return f"{owner}{f', value {value}' if value else ''}: {old}"


def _edited(contract: Contract, edit: _Edit) -> Contract:
    """The contract with the extensions of everything that can have an alias as `edit` makes them."""
    return replace(
        contract,
        operations=tuple(_operation(operation, edit) for operation in contract.operations),
        common_parameters=tuple(_parameter(p, "every operation", edit) for p in contract.common_parameters),
        common_errors=tuple(_error(row, "every operation", edit) for row in contract.common_errors),
    )


def _operation(operation: Operation, edit: _Edit) -> Operation:
    name, body, response = operation.name, operation.body, operation.response
    if body is not None:
        body = replace(body, schema=_schema(body.schema, f"{name}, body", "", edit))
    if response.schema is not None:
        response = replace(response, schema=_schema(response.schema, f"{name}, answer", "", edit))
    return replace(
        operation,
        extensions=edit(name, operation.extensions),
        parameters=tuple(_parameter(parameter, name, edit) for parameter in operation.parameters),
        body=body,
        response=response,
        errors=tuple(_error(row, name, edit) for row in operation.errors),
    )


def _parameter(parameter: Parameter, operation: str, edit: _Edit) -> Parameter:
    owner = f"{operation}, parameter"
    return replace(
        parameter,
        extensions=edit(f"{owner} {parameter.name}", parameter.extensions),
        schema=_schema(parameter.schema, owner, parameter.name, edit),
    )


def _error(row: ErrorRow, operation: str, edit: _Edit) -> ErrorRow:
    return replace(row, extensions=edit(f"{operation}, error {row.code}", row.extensions))


def _schema(schema: Schema, owner: str, path: str, edit: _Edit) -> Schema:
    return replace(
        schema,
        extensions=edit(f"{owner} {path}".rstrip(), schema.extensions),
        items=schema.items and _schema(schema.items, owner, f"{path}[]", edit),
        json=schema.json and _schema(schema.json, owner, path, edit),
        properties=tuple(
            replace(p, schema=_schema(p.schema, owner, f"{path}.{p.name}" if path else p.name, edit))
            for p in schema.properties
        ),
    )
