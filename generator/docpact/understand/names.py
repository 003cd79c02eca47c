"""Flat parameter names and the structure they stand for: `Tag.N.Key`, `InstanceId.1`, `SystemDisk.Size`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docpact.understand.dialect import Dialect
from docpact.understand.markdown import name as clean_name

_PATH = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
_MOST_PARTS = 16
_LONGEST = 200
_BRACKET_INDEX = re.compile(r"\[(\d+|[A-Za-z])?\]|\.?\{(\d+|[A-Za-z])\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a flat name, and the letters or numbers that stand for the indices behind it on the wire."""

    name: str
    indices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlatName:
    """A name as the table has it (`text`, without marks) and the steps it stands for. `depth` counts marks."""

    text: str
    steps: tuple[Step, ...]
    depth: int = 0

    @property
    def is_numbered(self) -> bool:
        """Whether it stands for one item of a list only: `Filter.2.Key`."""
        return any(index.isdecimal() for step in self.steps for index in step.indices)


_MEMORY = 8192
_known: dict[tuple[str, str], FlatName] = {}
"""Names read before: many pages have the same ones."""


def flat_name(cell: str, dialect: Dialect) -> FlatName:
    """What the name cell of a row says. Without steps it names nothing."""
    known = _known.get((dialect.id, cell))
    if known is None:
        if len(_known) > _MEMORY:
            _known.clear()
        known = _known[dialect.id, cell] = _read(cell, dialect)
    return known


def _read(cell: str, dialect: Dialect) -> FlatName:
    text = clean_name(cell)
    if len(text) > _LONGEST:
        return FlatName(text, ())
    bare = text.lstrip(dialect.child_marks)
    depth = text[: len(text) - len(bare)].count(text[0]) if bare != text else 0
    bare = _BRACKET_INDEX.sub(lambda m: f".{m[1] or m[2] or 'N'}", bare)
    steps: list[Step] = []
    parts = bare.split(".") if bare.count(".") < _MOST_PARTS and _PATH.fullmatch(bare) else [bare]
    for number, part in enumerate(part for part in parts if part):
        if number and (part in dialect.index_letters or part.isdecimal()):
            steps[-1] = Step(steps[-1].name, (*steps[-1].indices, part))
        else:
            steps.append(Step(part))
    return FlatName(bare, tuple(steps), depth)
