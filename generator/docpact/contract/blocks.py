"""Cuts the text of a contract file into its paths, its schemas and the rest, without reading YAML.

A contract file as docpact writes it says `paths:` and `components:` on lines of their own, and below them each path and
each schema begins two blanks deep. The pieces of such a file can be read alone, because a piece that is whole YAML in
its own frame cannot reach into the next: a line that is indented no deeper than the mapping it stands in ends every
plain scalar and every block scalar, and a quoted scalar or a flow that is still open leaves the piece no YAML. So a
file is the sum of its pieces if each of them is, in its frame, one mapping with the keys that are looked for. The
`read` functions hold every piece to that. A file of any other shape is not cut, but read whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docpact.contract import yaml_reader

_TOP = re.compile(rb"\n(?![ \n])")
_ENTRY = {depth: re.compile(rb"\n {%d}(?![ \n])" % depth) for depth in (2, 4)}
_KEY = re.compile(rb"[A-Za-z][A-Za-z0-9_-]*:[ \n]")
_BEGIN = re.compile(rb"[A-Za-z/\"']")
_ALIAS = re.compile(rb"[\s\[\]{},:-]\*[0-9A-Za-z_-]")
_PATHS, _SCHEMAS = b"paths:\n", b"components:\n  schemas:\n"


@dataclass(frozen=True, slots=True)
class Blocks:
    """The pieces of one file, in its order: each path, each schema, and each other member of the document."""

    paths: tuple[bytes, ...]
    schemas: tuple[bytes, ...]
    rest: tuple[bytes, ...]


class NotCut(Exception):
    """A file is of another shape, or one of its pieces is not whole by itself: it must be read whole."""


def cut(data: bytes) -> Blocks:
    """The pieces of a contract file. Raises NotCut."""
    paths: tuple[bytes, ...] = ()
    schemas: tuple[bytes, ...] = ()
    rest: list[bytes] = []
    for section in _sections(data):
        if section.startswith(_PATHS) and not paths:
            paths = _entries(section, len(_PATHS), 2)
        elif section.startswith(_SCHEMAS) and not schemas:
            if _ENTRY[2].search(section, len(_SCHEMAS) - 1):
                raise NotCut  # components of other kinds
            schemas = _entries(section, len(_SCHEMAS), 4)
        else:
            rest.append(section)
    if not paths:
        raise NotCut
    return Blocks(paths, schemas, tuple(rest))


def read_all(data: bytes, cut: Blocks) -> dict[bytes, tuple[str, Any]]:
    """The key and the value of every path and every schema, by its block. Faster than one by one. Raises NotCut.

    No line but the first of an entry is indented as little as the entries are: where there are as many keys as blocks, each
    block is an entry. What may hold an alias, which could lead out of its block, is read alone all the same.
    """
    document = _load(data)
    found: dict[bytes, tuple[str, Any]] = {}
    schemas = (document.get("components") or {}).get("schemas") or {}
    for listed, entries, read in ((cut.paths, document["paths"], read_path), (cut.schemas, schemas, read_schema)):
        if not isinstance(entries, dict) or len(entries) != len(listed):
            raise NotCut
        for block, entry in zip(listed, entries.items(), strict=True):
            found[block] = read(block) if _ALIAS.search(block) else entry
    return found


def read_path(block: bytes) -> tuple[str, Any]:
    """The path and its item that one of `Blocks.paths` says. Raises NotCut."""
    return _read(_PATHS, block, ("paths",))


def read_schema(block: bytes) -> tuple[str, Any]:
    """The name and the schema that one of `Blocks.schemas` says. Raises NotCut."""
    return _read(_SCHEMAS, block, ("components", "schemas"))


def read_rest(blocks: Blocks) -> dict[str, Any]:
    """The document without its paths and schemas. Raises NotCut."""
    document: dict[str, Any] = {}
    for block in blocks.rest:
        key, value = _only(_load(block))
        if key in ("paths", "components", *document):
            raise NotCut
        document[key] = value
    return document


def _sections(data: bytes) -> Iterator[bytes]:
    """The text from each key of the outermost mapping to the next; comments at the top are left out."""
    start = 0
    while data.startswith(b"#", start):
        start = data.find(b"\n", start) + 1 or len(data)
    if not _KEY.match(data, start) or not data.endswith(b"\n"):
        raise NotCut
    for match in _TOP.finditer(data, start):
        at = match.end()
        if data.startswith(b"- ", at):  # the writer does not indent the items of outermost lists
            continue
        if at < len(data):
            if not _KEY.match(data, at):
                raise NotCut
            yield data[start:at]
            start = at
    yield data[start:]


def _entries(section: bytes, start: int, depth: int) -> tuple[bytes, ...]:
    """The text from each key of the mapping below the section's own lines, which is so many blanks deep."""
    begins = [match.start() + 1 for match in _ENTRY[depth].finditer(section, start - 1)]
    if not begins or begins[0] != start or any(not _BEGIN.match(section, at + depth) for at in begins):
        raise NotCut
    return tuple(section[at:end] for at, end in zip(begins, [*begins[1:], len(section)], strict=True))


def _read(frame: bytes, block: bytes, parents: tuple[str, ...]) -> tuple[str, Any]:
    value = _load(frame + block)
    for parent in parents:
        key, value = _only(value)
        if key != parent:
            raise NotCut
    return _only(value)


def _only(value: Any) -> tuple[str, Any]:
    """The one key and its value that the mapping should have."""
    if not isinstance(value, dict) or len(value) != 1:
        raise NotCut
    return next(iter(value.items()))


def _load(data: bytes) -> Any:
    try:
        return yaml_reader.load(data.decode())
    except (yaml_reader.YamlError, UnicodeDecodeError):
        raise NotCut from None
