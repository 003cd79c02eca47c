"""What the pages say of one parameter."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .masking import is_secret

if TYPE_CHECKING:
    from .model import Struct

DATE_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})"
"""What the format `date-time` takes: also the shorter forms without seconds that pages document."""
_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_NOTHING: Mapping[str, str] = {}


class Facts:
    """A request parameter, or a member of a structured one, with its documented rules.

    `wire` and `name` are its names on the wire and in Python, `kind` is its JSON type, or `json` for text that holds a
    JSON document. `fields` are the members of a structure, `item` is what a list holds. `free` is set where every text
    among `values` will do, or any where there are none. `says` and `codes` give, for a rule, the sentence that states it
    and the error code that answers its violation.
    """

    __slots__ = (
        "codes", "fewest", "fields", "form", "format", "free", "item", "kind", "layout", "location", "max_items",
        "max_length", "maximum", "min_items", "min_length", "minimum", "most", "name", "pattern", "plain", "required",
        "says", "secret", "struct", "values", "wire", "wires",
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
        if pattern is not None or format == "date-time":
            self.form: Callable[[str], object] = self._compiled
        bounds = (min_length, max_length, pattern, format)
        self.free = kind == "string" and not required and bounds == (None, None, None, None)
        self.item = item
        self.struct = struct
        self.fields = fields
        self.wires = frozenset([field.wire for field in fields])
        self.plain = _SCALARS.issuperset([field.kind for field in fields])
        self.says = says
        self.codes = codes
        self.secret = is_secret(wire)

    def _compiled(self, value: str) -> object:
        """Compiles what the form of a text must be, when the first one is held against it."""
        forms = [self.pattern] if self.pattern is not None else []
        forms += [DATE_TIME] if self.format == "date-time" else []
        first, *more = [re.compile(form).fullmatch for form in forms]
        self.form = (lambda text: first(text) and more[0](text)) if more else first
        return self.form(value)
