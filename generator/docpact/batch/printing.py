"""Operations printed apart, and the document that their texts make: that of `yaml_writer.dump`, to the byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docpact.batch.records import Record
from docpact.contract import openapi, yaml_writer
from docpact.contract.model import Contract
from docpact.counting import count
from docpact.understand.operations import Draft
from docpact.understand.services import Choice


def document_text(contract: Contract, operations: Sequence[Record]) -> str:
    """The document as `yaml_writer.dump` prints it, from the head and the printed operations."""
    document: Any = openapi.to_document(contract)
    paths: dict[str, list[str]] = {}
    schemas = _schemas(document)
    for operation in operations:
        paths.setdefault(operation["path"], []).append(operation["method"])
        schemas.update(operation["schemas"])
    if "Error" in schemas:
        schemas["Error"] = schemas.pop("Error")  # the last one
    out: list[str] = []
    for key, value in document.items():
        if key == "paths":
            out.append("paths:\n")
            out += (part for path, methods in paths.items() for part in (path, *methods))
            if schemas:
                out += ["components:\n  schemas:\n", *schemas.values()]
        elif key != "components":
            out.append(yaml_writer.dump({key: value}))
    return "".join(out)


def print_operation(draft: Draft, choice: Choice) -> Record:
    """The text of an operation and of its schemas, as lines of the document."""
    operation = draft.operation()
    assert operation is not None
    alone = Contract(title="", version="", operations=(choice.applied(operation),))
    document: Any = openapi.to_document(alone)
    _, method = openapi.place(operation)
    text = _below({"paths": document["paths"]}, 1)
    at = text.index(f"\n    {method}:") + 1
    return {
        "also_on": list(choice.also_on),
        "path": text[:at],
        "method": text[at:],
        "schemas": _schemas(document),
        "counts": count(alone),
    }


def _schemas(document: Any) -> dict[str, str]:
    """The printed form of each schema of the components."""
    schemas = document.get("components", {}).get("schemas", {})
    return {name: _below({"components": {"schemas": {name: form}}}, 2) for name, form in schemas.items()}


def _below(nested: Mapping[str, Any], parents: int) -> str:
    """The printed form without the lines of its outermost keys."""
    text = yaml_writer.dump(nested)
    for _ in range(parents):
        text = text.partition("\n")[2]
    return text
