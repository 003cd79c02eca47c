"""What the pages say of one parameter."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .masking import is_secret

if TYPE_CHECKING:
    from .model import Struct

_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_NOTHING: Mapping[str, str] = {}


class Facts:
    """A request parameter, or a member of a structured one, with its documented rules.

    `wire` and `name` are its names on the wire and in Python, `kind` is its JSON type, or `json` for text that holds a
    JSON document. `fields` are the members of a structure, `item` is what a list holds. `says` and `codes` give, for a rule,
    the sentence that states it and the error code that answers its violation.
    """

    __slots__ = (
        "codes", "fewest", "fields", "form", "format", "item", "kind", "layout", "location", "max_items", "max_length", "maximum",
        "min_items", "min_length", "minimum", "most", "name", "pattern", "plain", "required", "says", "secret", "struct", "values",
        "wire", "wires",
    )  # fmt: skip

    def __init__(
        self,
        wire: str,
        name: str,
        kind: str = "string",
        *,
        required: bool = False,
        location: str = "query",
        layout: str = "plain",
        values: tuple[str | int | float, ...] = (),
        format: str | None = None,  # noqa: A002 (the name of the rule)
        minimum: float | None = None,
        maximum: float | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        min_items: int | None = None,
        max_items: int | None = None,
        pattern: str | None = None,
        item: Facts | None = None,
        struct: type[Struct] | None = None,
        fields: tuple[Facts, ...] = (),
        says: Mapping[str, str] = _NOTHING,
        codes: Mapping[str, str] = _NOTHING,
    ) -> None:
        self.wire = wire
        self.name = name
        self.kind = kind
        self.required = required
        self.location = location
        self.layout = layout
        self.values = dict.fromkeys(values)
        self.format = format
        self.minimum = minimum
        self.maximum = maximum
        self.min_length = min_length
        self.max_length = max_length
        self.min_items = min_items
        self.max_items = max_items
        self.fewest = max(min_items or 0, required)
        self.most = sys.maxsize if max_items is None else max_items
        self.pattern = pattern
        if pattern is not None:
            self.form: Callable[[str], object] = self._compiled
        self.item = item
        self.struct = struct
        self.fields = fields
        self.wires = frozenset([field.wire for field in fields])
        self.plain = _SCALARS.issuperset([field.kind for field in fields])
        self.says = says
        self.codes = codes
        self.secret = is_secret(wire)

    def _compiled(self, value: str) -> object:
        """Compiles the pattern when the first value is held against it."""
        assert self.pattern is not None
        self.form = re.compile(self.pattern).fullmatch
        return self.form(value)
