"""A documentation page as it stands, before anybody asks what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from docpact.diagnostics import Span


class Cell(NamedTuple):
    """One table cell. `text` is its Markdown: outer blanks removed, inner lines, lists and fences kept."""

    text: str
    span: Span


class Row(NamedTuple):
    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the header (missing ones are empty cells)."""

    header: Row
    rows: tuple[Row, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block. `info` is what stands behind the opening ticks (`{#json_return_success_demo}`, `json`)."""

    info: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Prose:
    """Any other Markdown between tables, fences and headings."""

    text: str
    span: Span


Block: TypeAlias = "Table | Fence | Prose"


@dataclass(frozen=True, slots=True)
class Heading:
    """`## Request parameters {#parameters .section}`: text `Request parameters`, id and classes apart."""

    level: int
    text: str
    span: Span
    id: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks up to the next heading of any level. `heading` is None before the first one."""

    heading: Heading | None
    blocks: tuple[Block, ...]

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    def fences(self) -> Iterator[Fence]:
        return (block for block in self.blocks if isinstance(block, Fence))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path as messages name it, its source text, its sections in order (flat; see the levels)."""

    path: str
    text: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> Heading | None:
        """The first heading of level 1, or else the first heading."""
        headings = [s.heading for s in self.sections if s.heading is not None]
        return next((h for h in headings if h.level == 1), headings[0] if headings else None)
