"""A call in a language, as data: one description prints the sample in the docs and the console's live one.

A target of a client offers `samples(contract, settings)`, a function from operations to `CallSample`; the site asks
every target for it, so that a new language appears in the docs by itself. `write` here and `write` in the console's
`samples.js` print the same text from the same data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, runtime_checkable

from docpact.contract.model import JSON, Contract, Operation
from docpact.targets.base import Settings

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a value is written.

    A list or record is `opening`, its parts joined by `, `, then `closing`; a record has `fields`, a list an `item`.
    `words` gives the expression for each known value of an enum; `other` wraps a value that is none of them,
    with `%` standing for its literal.
    """

    item: Shape | None = None
    fields: tuple[Slot, ...] = ()
    opening: str = "["
    closing: str = "]"
    words: Mapping[str, str] = field(default_factory=dict)
    other: str = "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A named place for a value: `before` is what stands in front of it, `allocation_id=` for one."""

    wire: str
    before: str
    shape: Shape = field(default_factory=Shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """A line that imports those of `names` that the call uses, in place of the `%` of `template`."""

    template: str
    always: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSample:
    """A call of one operation. Arguments stand one to a line between `opening` and `closing`."""

    label: str
    """The language as readers know it: `Python`."""
    language: str
    """The name that highlighters know it by: `python`."""
    opening: str
    imports: tuple[Imports, ...] = ()
    before: str = ""
    before_elsewhere: str = ""
    """`before` for an endpoint that is not the client's own; `%` stands for its literal."""
    before_trial: str = ""
    """The same with keys: `%` stands for the key's id, its secret and the endpoint, in that order."""
    arguments: tuple[Slot, ...] = ()
    closing: str = ")"
    after: str = ""
    indent: str = "    "
    true: str = "true"
    false: str = "false"
    null: str = "null"


Sampler: TypeAlias = "Callable[[Operation], CallSample]"


@runtime_checkable
class OffersSamples(Protocol):
    """A target that can show a call."""

    def samples(self, contract: Contract, settings: Settings) -> Sampler:
        """Gives the call of an operation in the target's language. `settings.options` are the target's own."""
        ...


def write(sample: CallSample, values: Mapping[str, JSON]) -> str:
    """The source text of the call with these arguments by wire name; unknown ones are left out."""
    given = [slot for slot in sample.arguments if slot.wire in values]
    lines = [sample.opening]
    if given:
        pad = sample.indent
        for slot in given:
            lead = pad + slot.before
            lines.append(f"{lead}{_expression(sample, slot.shape, values[slot.wire], pad, len(lead))},")
        lines.append(sample.closing)
    else:
        lines[0] += sample.closing
    used = set(_NAME.findall("\n".join(lines)))
    head = []
    for line in sample.imports:
        names = [*line.always, *(name for name in line.names if name in used)]
        if names:
            head.append(line.template.replace("%", ", ".join(names)))
    head += [""] if head else []
    head += [sample.before] if sample.before else []
    return "\n".join([*head, *lines, *([sample.after] if sample.after else [])])


_WIDTH = 80
"""A value that makes its line longer than this stands on several."""
_ENDLESS = 1 << 30
"""The room of a line that is never broken."""


def _expression(sample: CallSample, shape: Shape, value: JSON, pad: str, used: int) -> str:
    """The value on a line that begins with `pad` and of which `used` columns are taken."""
    group = _group(sample, shape, value)
    if group is None:
        if shape.words:
            return shape.words.get(_wire(value)) or shape.other.replace("%", _literal(sample, value), 1)
        return _literal(sample, value)
    opening, parts, closing = group
    flat = [before + _expression(sample, inner, part, "", -_ENDLESS) for before, inner, part in parts]
    line = f"{opening}{', '.join(flat)}{closing}"
    if not parts or used + len(line) < _WIDTH:
        return line
    deeper = pad + sample.indent
    lines = [
        f"{deeper}{before}{_expression(sample, inner, part, deeper, len(deeper + before))},"
        for before, inner, part in parts
    ]
    return "\n".join([opening, *lines, pad + closing])


def _group(sample: CallSample, shape: Shape, value: JSON) -> tuple[str, list[tuple[str, Shape, JSON]], str] | None:
    """What a list or record opens with, its parts with what stands before each, and what it closes with."""
    if isinstance(value, list):
        opening, closing = (shape.opening, shape.closing) if shape.item else ("[", "]")
        return opening, [("", shape.item or Shape(), item) for item in value], closing
    if not isinstance(value, dict):
        return None
    if shape.fields:
        known = [(slot.before, slot.shape, value[slot.wire]) for slot in shape.fields if slot.wire in value]
        return shape.opening, known, shape.closing
    return "{", [(f"{_literal(sample, key)}: ", Shape(), item) for key, item in value.items()], "}"


def _literal(sample: CallSample, value: JSON) -> str:
    if value is True or value is False:
        return sample.true if value else sample.false
    return sample.null if value is None else json.dumps(value, ensure_ascii=False)


def _wire(value: JSON) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def to_data(sample: CallSample) -> dict[str, JSON]:
    """The description as JSON for the console."""
    return {
        "label": sample.label,
        "language": sample.language,
        "imports": [
            {"template": line.template, "always": list(line.always), "names": list(line.names)}
            for line in sample.imports
        ],
        "before": sample.before,
        "beforeElsewhere": sample.before_elsewhere,
        "beforeTrial": sample.before_trial,
        "opening": sample.opening,
        "arguments": [_slot(slot) for slot in sample.arguments],
        "closing": sample.closing,
        "after": sample.after,
        "indent": sample.indent,
        "words": [sample.true, sample.false, sample.null],
    }


def _slot(slot: Slot) -> JSON:
    out: dict[str, JSON] = {"wire": slot.wire, "before": slot.before}
    if slot.shape != Shape():
        out["shape"] = _shape(slot.shape)
    return out


def _shape(shape: Shape) -> JSON:
    out: dict[str, JSON] = {}
    if shape.item is not None or shape.fields:
        out |= {"opening": shape.opening, "closing": shape.closing}
    if shape.item is not None:
        out["item"] = _shape(shape.item)
    if shape.fields:
        out["fields"] = [_slot(slot) for slot in shape.fields]
    if shape.words:
        out |= {"words": dict(shape.words), "other": shape.other}
    return out
