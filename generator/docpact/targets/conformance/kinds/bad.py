"""Requests that break one documented rule: absent, misspelt, beyond a bound, of another type, not of the list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from docpact.contract.faults import Fault
from docpact.contract.model import JSON, Location, Parameter, Schema, Style
from docpact.targets.conformance import outcomes, spots, values
from docpact.targets.conformance.documents import Unknown
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import REFUSED
from docpact.targets.conformance.spots import Spot

_MISSPELT = "The names of parameters are spelled exactly"


def cases(draft: Draft) -> Iterator[Case]:
    """The cases that each break one rule of an operation."""
    for parameter in draft.operation.arguments:
        if parameter.required and parameter.schema.type not in ("array", "object"):
            yield from _required(draft, parameter)
    for spot in spots.scalars(draft.operation):
        with suppress(Unknown):
            yield from _enum(draft, spot)
            yield from _beyond(draft, spot)
            yield from _types(draft, spot)


def _required(draft: Draft, parameter: Parameter) -> Iterator[Case]:
    name = parameter.name
    expect = outcomes.missing(draft.contract, draft.operation, name)
    quotes = [draft.parameter_quote(parameter), *draft.common_quotes("Missing{Param}", "MissingParameter")]
    covers = [draft.fact("rule", f"{name}.required"), "/common error/Missing{Param}"]
    absent: dict[str, JSON] = {"drop": [name]}
    if parameter.location is Location.PATH:
        return  # a path without a part is another path
    yield draft.case(
        "required", f"{name}.absent", f"{name} left out", quotes, covers, expect=expect, request=absent, stateless=True
    )
    if draft.operation.style is Style.REST:
        return
    yield draft.case(
        "required",
        f"{name}.absent-form-xml",
        f"{name} left out of a form, answer in XML",
        quotes,
        covers,
        expect=expect,
        request={**absent, "method": "POST", "place": "form", "format": "XML"},
        stateless=True,
    )
    yield draft.case(
        "required",
        f"{name}.empty",
        f"{name} given without a value",
        quotes,
        covers[:1],
        expect=[REFUSED],
        request={"set": {name: ""}},
        stateless=True,
    )
    misspelt = f"{name[:-2]}{name[-1]}{name[-2]}" if len(name) > 2 and name[-1] != name[-2] else f"{name}x"
    yield draft.case(
        "required",
        f"{name}.misspelt",
        f"{name} written {misspelt}",
        [*quotes, draft.protocol_quote(_MISSPELT)],
        covers[:1],
        expect=expect,
        request={"rename": {name: misspelt}},
        stateless=True,
    )


def _enum(draft: Draft, spot: Spot) -> Iterator[Case]:
    parameter, name, schema = spot.parameter, spot.name, spot.schema
    if not schema.enum:
        return
    expect, row = draft.refusals(spot, Fault.UNSUPPORTED)
    shown = values.sample(parameter)
    for miss, words, value in values.near_misses(schema):
        if shown is not None and value.strip().lower() == shown.lower() and shown not in map(values.wire, schema.enum):
            draft.silent.append(
                (
                    f"{draft.operation.name}: whether {name}={value} is accepted",
                    f"the page lists {', '.join(map(values.wire, schema.enum))} and shows {shown}",
                )
            )
            continue
        quotes = [draft.sentence(parameter, schema, "enum")]
        covers = [draft.fact("rule", f"{name}.enum")]
        if row is not None:
            quotes.append(draft.error_quote(row))
        yield draft.case(
            "enum",
            f"{name}.{miss}",
            f"{name}={value!r}: {words}",
            quotes,
            covers,
            expect=expect,
            request=draft.setting(spot, value),
        )


def _beyond(draft: Draft, spot: Spot) -> Iterator[Case]:
    parameter, name, schema = spot.parameter, spot.name, spot.schema
    for keyword, label, value in _broken(schema, values.sample(parameter)):
        expect, row = draft.refusals(spot, Fault.INVALID)
        quotes = [draft.sentence(parameter, schema, keyword), draft.parameter_quote(parameter)]
        if row is not None:
            quotes.append(draft.error_quote(row))
        shown = repr(value) if len(value) < 40 else f"{len(value)} characters"
        yield draft.case(
            "bounds",
            f"{name}.{keyword}.{label}",
            f"{name} beyond its {keyword}: {shown}" if keyword != "pattern" else f"{name}={shown} breaks its form",
            quotes,
            [draft.fact("rule", f"{name}.{keyword}")],
            expect=expect,
            request=draft.setting(spot, value),
        )


def _broken(schema: Schema, example: str | None) -> Iterator[tuple[str, str, str]]:
    """A keyword, a label and a value just beyond it, for each rule of a scalar."""
    if schema.type in ("integer", "number") and not schema.enum:
        if schema.minimum is not None:
            yield "minimum", "below", str(schema.minimum - 1)
        if schema.maximum is not None:
            yield "maximum", "above", str(schema.maximum + 1)
            yield "maximum", "far-above", str(int(schema.maximum) * 1000 + 7)
    if schema.enum:
        return
    if schema.min_length is not None and schema.min_length > 1:
        short = values.of_length(Schema(pattern=schema.pattern), schema.min_length - 1, example)
        yield "minLength", "below", short or "a" * (schema.min_length - 1)
    if schema.max_length is not None and schema.max_length <= 4000:
        for label, length in (("above", schema.max_length + 1), ("far-above", schema.max_length + 2000)):
            long = values.of_length(Schema(pattern=_unbounded(schema.pattern)), length, example)
            yield "maxLength", label, long or "a" * length
    if schema.pattern is not None:
        for label, value in values.breaking_pattern(schema):
            yield "pattern", label, value


def _unbounded(pattern: str | None) -> str | None:
    """A pattern may itself bound the length; then the value need not match it."""
    return None if pattern is None or "{" in pattern else pattern


def _types(draft: Draft, spot: Spot) -> Iterator[Case]:
    parameter, name, schema = spot.parameter, spot.name, spot.schema
    wrong = {
        "integer": (("word", "docpact"), ("fraction", "1.5"), ("hex", "0x1")),
        "number": (("word", "docpact"),),
        "boolean": (("word", "docpact"), ("number", "7")),
    }.get(schema.type or "", ())
    if schema.type == "string" and schema.format == "date-time":
        wrong = (("word", "yesterday"),)
    for label, value in wrong:
        if schema.enum and value in map(values.wire, schema.enum):
            continue
        expect, row = draft.refusals(spot, Fault.INVALID)
        quotes = [draft.parameter_quote(parameter)]
        if row is not None:
            quotes.append(draft.error_quote(row))
        case = draft.case(
            "types",
            f"{name}.{label}",
            f"{name}={value!r}, though its type is {schema.format or schema.type}",
            quotes,
            [draft.fact("rule", f"{name}.type")],
            expect=expect,
            request=draft.setting(spot, value),
        )
        yield {**case, "strict": True} if values.idle(parameter) else case
