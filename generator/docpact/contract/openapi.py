"""The contract as an OpenAPI 3.1 document, in the docpact profile.

`load(dump(contract)) == contract` for every contract. What OpenAPI cannot say stands under `x-docpact-…`:

- `x-docpact-rpc: {action, path}` marks an operation of the RPC style. Its path key is `/<Action>`, because
  OpenAPI wants one path per operation; on the wire it is called at `path` with `Action` as a parameter.
- `x-docpact-rules` holds rules over several parameters, `x-docpact-errors` the rows of the error table,
  `x-docpact-says` the sentence behind each keyword of a schema, `x-docpact-unparsed` text that was kept
  because it was not understood.
- Keys that the profile does not know are kept where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from docpact.contract import yaml_reader, yaml_writer
from docpact.contract.model import JSON, Contract
from docpact.contract.openapi_dump import place, to_document
from docpact.contract.openapi_load import ContractError, from_document

__all__ = ["ContractError", "dump", "from_document", "lead", "load", "place", "printed", "printed_piece", "to_document"]


def dump(contract: Contract, *, source: str = "") -> str:
    """The text of the contract file. `source` names the pages it is compiled from, for its first line."""
    return lead(source) + yaml_writer.dump(to_document(contract))


def printed(document: Mapping[str, JSON], piece: Callable[[Sequence[str], str, JSON], str]) -> str:
    """The text of a document, where `piece` gives the text of each path and schema: `printed_piece`, or what it once gave."""
    out: list[str] = []
    for key, value in document.items():
        if key == "paths" and isinstance(value, dict) and value:
            out.append("paths:\n")
            out += (piece(("paths",), name, item) for name, item in value.items())
        elif key == "components" and isinstance(value, dict) and list(value) == ["schemas"]:
            schemas = value["schemas"]
            assert isinstance(schemas, dict)
            out.append("components:\n  schemas:\n")
            out += (piece(("components", "schemas"), name, item) for name, item in schemas.items())
        else:
            out.append(yaml_writer.dump({key: value}))
    return "".join(out)


def printed_piece(parents: Sequence[str], name: str, item: JSON) -> str:
    """The lines of one path or schema, as they stand below their parents."""
    nested: JSON = {name: item}
    for parent in reversed(parents):
        nested = {parent: nested}
    text = yaml_writer.dump(nested)
    for _ in parents:
        text = text.partition("\n")[2]
    return text


def lead(source: str) -> str:
    """The first line of a contract file compiled from `source`; nothing where the source has no name."""
    if not source:
        return ""
    name = "".join(c if c.isprintable() else "?" for c in source)
    return f"# Compiled by docpact from {name}. Change the pages or the overlay, not this file.\n"


def load(text: str) -> Contract:
    """The contract that the text of a contract file says.

    Raises `yaml_reader.YamlError` where it is not YAML and ContractError where it is not a contract.
    """
    return from_document(yaml_reader.load(text))
