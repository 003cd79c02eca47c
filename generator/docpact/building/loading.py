"""A contract file becomes a contract again, where only what changed is read.

The file is cut into blocks (`contract.blocks`). Of each block is kept what it is called and which schemas it refers to;
an operation is kept under the digests of its own block and of all schemas that can be reached from it. The result is
that of `openapi.load`, or none: what is broken, or of a shape that docpact does not write, is for the caller to read whole.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docpact.building import values
from docpact.building.kept import kept
from docpact.building.packs import Packs
from docpact.cache import Store, key_of, program_key
from docpact.contract import blocks, openapi
from docpact.contract.blocks import NotCut
from docpact.contract.model import Contract, Operation

Read = Callable[[bytes], tuple[str, Any]]
_SCHEMA = "#/components/schemas/"
_FEW = 100
"""So many blocks are read one by one: to read all of a large file would take longer."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A contract, and digests of its operations by name. Of two operations with one name, neither has a digest."""

    contract: Contract
    digests: Mapping[str, str]


def load(data: bytes, store: Store, place: str) -> Loaded | None:
    """The contract that a file says; None where it cannot be cut. `place` names the file in the cache."""
    try:
        return _Loading(data, store, key_of("contract", program_key(), place)).loaded()
    except (NotCut, openapi.ContractError):
        return None


class _Loading:
    """One reading of a file, with what is known of its blocks by their digests."""

    def __init__(self, data: bytes, store: Store, key: str) -> None:
        self.data = data
        self.cut = blocks.cut(data)
        self.store = store
        self.key = key
        self.known_blocks, self.known_names, packs = _remembered(store.get(key))
        self.packs = Packs(store, key, packs)
        self.blocks: dict[str, list[Any]] = {}
        """The key of each block and the names of the schemas that it refers to."""
        self.names: dict[str, list[str]] = {}
        """The names of the operations of each path, by the digest of all that they are made of."""
        self.schemas: dict[str, tuple[bytes, str]] = {}
        """The block and the digest of each schema, by its name."""
        self.values: dict[bytes, tuple[str, Any]] = {}
        """What was read, by block."""

    def loaded(self) -> Loaded:
        head = openapi.from_document({**blocks.read_rest(self.cut), "paths": {}})
        schemas = [(block, key_of("schema", block)) for block in self.cut.schemas]
        paths = [(block, key_of("path", block)) for block in self.cut.paths]
        if sum(digest not in self.known_blocks for _, digest in (*schemas, *paths)) > _FEW:
            self.values = blocks.read_all(self.data, self.cut)
        for block, digest in schemas:
            name, _ = self._block(digest, block, blocks.read_schema)
            if name in self.schemas:
                raise NotCut
            self.schemas[name] = block, digest
        operations: list[Operation] = []
        digests: dict[str, str] = {}
        seen: set[str] = set()
        for block, digest in paths:
            path, refers = self._block(digest, block, blocks.read_path)
            if path in seen:
                raise NotCut
            seen.add(path)
            reached = list(self._reached(refers))
            whole = key_of(digest, *(part for name in reached for part in (name, self.schemas[name][1])))
            for operation in self._operations(whole, block, reached):
                digests[operation.name] = "" if operation.name in digests else whole
                operations.append(operation)
        if self.blocks != self.known_blocks or self.names != self.known_names:
            packs = self.packs.save(list(self.names))
            self.store.put(self.key, json.dumps([self.blocks, self.names, packs]).encode())
        return Loaded(replace(head, operations=tuple(operations)), digests)

    def _block(self, digest: str, block: bytes, read: Read) -> tuple[str, list[str]]:
        """The key of a block, and the schemas that it refers to. Reads a block that is new, and so proves it whole."""
        known = self.known_blocks.get(digest)
        if known is None:
            key, value = self._value(block, read)
            known = [key, sorted(_references(value))]
        self.blocks[digest] = known
        return known[0], known[1]

    def _value(self, block: bytes, read: Read) -> tuple[str, Any]:
        found = self.values.get(block)
        if found is None:
            found = self.values[block] = read(block)
        return found

    def _reached(self, names: list[str]) -> Iterator[str]:
        """The schemas that can be reached through these, in an order that is always the same."""
        ahead, seen = [*names], set(names)
        for name in ahead:
            if name in self.schemas:
                yield name
                more = [other for other in self.blocks[self.schemas[name][1]][1] if other not in seen]
                seen.update(more)
                ahead += more

    def _operations(self, digest: str, block: bytes, schemas: list[str]) -> tuple[Operation, ...]:
        """The operations of a path: with their names alone where these are known, else read."""

        def read() -> tuple[Operation, ...]:
            path, item = self._value(block, blocks.read_path)
            named = dict(self._value(self.schemas[name][0], blocks.read_schema) for name in schemas)
            document = {"paths": {path: item}, "components": {"schemas": named}}
            return openapi.from_document(document).operations

        known = self.known_names.get(digest)
        if known is None:
            operations = read()
            self.packs.add(digest, values.dumps(operations))
            self.names[digest] = [operation.name for operation in operations]
            return operations
        self.names[digest] = known

        def one(index: int) -> Operation:
            data = self.packs.get(digest)
            try:
                operations = read() if data is None else values.loads(data)
            except values.UnknownValue:
                operations = read()
            return operations[index]

        return tuple(kept(name, functools.partial(one, index)) for index, name in enumerate(known))


def _references(value: Any) -> set[str]:
    """The names of the schemas that a value refers to. Raises NotCut where it refers to anything else."""
    found: set[str] = set()
    ahead = [value]
    while ahead:
        node = ahead.pop()
        if isinstance(node, list):
            ahead += [item for item in node if isinstance(item, (dict, list))]
        elif isinstance(node, dict):
            ahead += [item for item in node.values() if isinstance(item, (dict, list))]
            if "$ref" in node:
                if not str(node["$ref"]).startswith(_SCHEMA):
                    raise NotCut
                found.add(node["$ref"][len(_SCHEMA) :].split("/")[0].replace("~1", "/").replace("~0", "~"))
    return found


def _remembered(data: bytes | None) -> tuple[dict[str, list[Any]], dict[str, list[str]], list[str]]:
    try:
        known, names, packs = json.loads(data or b"[{}, {}, []]")
        return dict(known), dict(names), list(packs)
    except (ValueError, TypeError):
        return {}, {}, []
