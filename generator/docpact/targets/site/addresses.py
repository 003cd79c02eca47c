"""Where everything stands: file names and anchors, safe and free of collisions, the same on every run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from docpact.contract.model import Contract, ErrorRow, Operation, Property, Schema

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DEVICES = frozenset("con prn aux nul".split()) | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}


def slug(text: str, fallback: str = "x") -> str:
    """`text` with only letters, digits, `.`, `_` and `-` left: good as a file name and in an anchor."""
    safe = _UNSAFE.sub("-", text).strip("-.")[:120] or fallback
    return f"{safe}-" if safe.split(".")[0].lower() in _DEVICES else safe


@dataclass(slots=True)
class Names:
    """Slugs that differ from each other even where case does not count."""

    taken: set[str] = field(default_factory=set)

    def give(self, text: str, fallback: str = "x") -> str:
        base = name = slug(text, fallback)
        number = 2
        while name.lower() in self.taken:
            name = f"{base}-{number}"
            number += 1
        self.taken.add(name.lower())
        return name


class Addresses:
    """The pages of one edition, relative to its folder.

    A page's name is the operation's. `anchors` gives each error row of an operation an anchor of its own:
    `error-OperationDenied`, `error-OperationDenied-2`.
    """

    def __init__(self, contract: Contract) -> None:
        names = Names()
        self._pages = {operation.name: names.give(operation.name, "operation") for operation in contract.operations}
        self._folded = {name.lower(): name for name in self._pages}

    def stem(self, operation: str) -> str:
        """`operations/AssociateEipAddress`: with `.html` the page, with `.md` its Markdown."""
        return f"operations/{self._pages[operation]}"

    def page(self, operation: str) -> str:
        return f"{self.stem(operation)}.html"

    def find(self, text: str) -> str | None:
        """The name of the operation that `text` names exactly, or None."""
        return text if text in self._pages else None

    def __contains__(self, operation: str) -> bool:
        return operation in self._pages


def anchors(kind: str, names: Iterable[str]) -> list[str]:
    """An anchor for each name, in order: `parameter-InstanceType`."""
    given = Names()
    return [f"{kind}-{given.give(name)}" for name in names]


def error_anchors(rows: Iterable[ErrorRow]) -> list[str]:
    """The anchors of an error table's rows."""
    return anchors("error", (row.code for row in rows))


Path: TypeAlias = tuple[str, ...]
"""A parameter, or a member of one: `("Tag", "Key")`."""


def parameter_anchors(operation: Operation) -> dict[Path, str]:
    """The anchors of the arguments and of their members: `parameter-Tag`, `parameter-Tag.Key`."""
    paths: list[Path] = [(parameter.name,) for parameter in operation.arguments]
    for parameter in operation.arguments:
        paths += _member_paths(parameter.schema, (parameter.name,))
    return dict(zip(paths, anchors("parameter", (".".join(path) for path in paths)), strict=True))


def _member_paths(schema: Schema, above: Path) -> Iterator[Path]:
    for member in members(schema) if len(above) <= DEEPEST else ():
        path = (*above, member.name)
        yield path
        yield from _member_paths(member.schema, path)


DEEPEST = 30
"""Members deeper than this are not shown."""


def members(schema: Schema) -> tuple[Property, ...]:
    """What a page shows inside a value: the members of an object, of a list's items, or of a JSON document in a text."""
    for _ in range(DEEPEST):
        step = schema.items or schema.json
        if schema.properties or step is None:
            return schema.properties
        schema = step
    return ()
