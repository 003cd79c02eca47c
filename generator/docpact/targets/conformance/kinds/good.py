"""Good calls: every way to send one, every documented variant, every documented value and boundary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from docpact.contract.model import JSON, RuleKind, Style
from docpact.targets.conformance import asking, outcomes, spots, values
from docpact.targets.conformance.documents import Unknown
from docpact.targets.conformance.draft import Case, Draft, Quote
from docpact.targets.conformance.outcomes import SUCCESS
from docpact.targets.conformance.spots import Spot

_PLACES = "Parameters travel in the query"
_FORMAT = "`Format` asks for"
_V3 = "The headers `x-acs-action`"

_FORMS: tuple[tuple[str, str, dict[str, JSON], str], ...] = (
    ("get-json", "GET, answer in JSON", {"method": "GET", "format": "JSON"}, _FORMAT),
    ("get-xml", "GET, answer in XML", {"method": "GET", "format": "XML"}, _FORMAT),
    ("post-form-json", "POST with a form body", {"method": "POST", "place": "form", "format": "JSON"}, _PLACES),
    (
        "post-form-xml",
        "POST with a form body, answer in XML",
        {"method": "POST", "place": "form", "format": "XML"},
        _PLACES,
    ),
    (
        "post-query-json",
        "POST with everything in the query",
        {"method": "POST", "place": "query", "format": "JSON"},
        _PLACES,
    ),
    (
        "post-split-json",
        "POST, split over query and body",
        {"method": "POST", "place": "split", "format": "JSON"},
        _PLACES,
    ),
    ("v3-post-query", "V3, POST with parameters in the query", {"method": "POST", "signature": "v3"}, _V3),
    ("v3-post-form", "V3, POST with a form body", {"method": "POST", "place": "form", "signature": "v3"}, _V3),
    ("v3-get", "V3, GET", {"method": "GET", "signature": "v3"}, _V3),
    ("v3-xml", "V3, answer in XML", {"method": "POST", "signature": "v3", "format": "XML"}, _V3),
)


def cases(draft: Draft) -> Iterator[Case]:
    """The good calls of an operation."""
    yield from _forms(draft)
    yield from _variants(draft)
    yield from _parameters(draft)
    for spot in spots.scalars(draft.operation):
        with suppress(Unknown):
            yield from _values(draft, spot)
            yield from _bounds(draft, spot)


def _required_facts(draft: Draft) -> list[str]:
    facts = [draft.fact("parameter", p.name) for p in draft.operation.arguments if p.required]
    body = asking.body_of(draft.operation)
    return facts + [draft.fact("parameter", f"body.{name}") for name in (body if isinstance(body, dict) else ())]


def _operation_quote(draft: Draft) -> Quote:
    row = draft.page.row("Action")
    if row is not None:
        return draft.parameter_quote(next(p for p in draft.operation.parameters if p.name == "Action"))
    return draft.words(draft.operation.summary or draft.operation.name)


def _forms(draft: Draft) -> Iterator[Case]:
    facts = [*_required_facts(draft), draft.fact("operation", draft.operation.name), "/common parameter/Format"]
    if draft.operation.style is Style.REST:
        quotes = [_operation_quote(draft)]
        yield draft.case("good", "required", "all required parameters", quotes, facts, expect=[SUCCESS])
        return
    for name, title, request, protocol in _FORMS:
        quotes = [_operation_quote(draft), draft.protocol_quote(protocol)]
        kind = "good" if name == "get-json" else "forms"
        name = "required" if name == "get-json" else name
        yield draft.case(
            kind, name, f"all required parameters: {title}", quotes, facts, expect=[SUCCESS], request=request
        )


def _variants(draft: Draft) -> Iterator[Case]:
    """Every good call that the states name."""
    for variant, state in draft.states.variants(draft.operation.name).items():
        if state.unreachable:
            continue
        given = {name.partition(".")[0]: value for name, value in state.request.items()}
        parameters = [p for p in draft.operation.arguments if p.name in given]
        covers = [draft.fact("parameter", p.name) for p in parameters]
        covers += [
            draft.fact("value", f"{p.name}={given[p.name]}")
            for p in parameters
            if given[p.name] in {values.wire(item) for item in p.schema.enum}
        ]
        if variant == "All":
            covers += [draft.fact("parameter", p.name) for p in draft.operation.arguments]
        quotes = [draft.parameter_quote(p) for p in parameters[:4]] or [_operation_quote(draft)]
        for name, request in (("", {}), ("-xml", {"method": "POST", "place": "form", "format": "XML"})):
            title = f"good call: {state.name}"
            yield draft.case(
                "good",
                f"{variant}{name}",
                title + (", as a form, answer in XML" if name else ""),
                quotes,
                covers,
                expect=[SUCCESS],
                request=dict(request),
                state=f"ok.{variant}",
            )


def _parameters(draft: Draft) -> Iterator[Case]:
    """Each optional parameter by itself, with a value the page shows."""
    for parameter in draft.operation.arguments:
        schema = parameter.schema
        sample = values.sample(parameter)
        if parameter.required or schema.type in ("array", "object"):
            continue
        state = draft.good_state(parameter.name)
        covers = [draft.fact("parameter", parameter.name)]
        quotes = [draft.parameter_quote(parameter)]
        if state is None and sample is not None and schema.enum and sample not in {values.wire(v) for v in schema.enum}:
            draft.silent.append(
                (
                    f"{draft.operation.name}: {parameter.name}={sample}",
                    "the page's example is none of the values that the page lists",
                )
            )
            continue
        if state is None and (sample is None or values.masked(sample) or not values.fits(schema, sample)):
            continue
        if schema.default is not None and state is None:
            covers.append(draft.fact("default", parameter.name))
            quotes.append(draft.sentence(parameter, schema, "default"))
            sample = values.wire(schema.default)
        yield draft.case(
            "good",
            f"with-{parameter.name}",
            f"{parameter.name}={sample}" if state is None else f"with {parameter.name}",
            quotes,
            covers,
            expect=[SUCCESS],
            undecided=outcomes.unrelated(draft.operation, parameter.name),
            request={} if state else {"set": {parameter.name: sample}},
            state=state or "ok",
        )


def _values(draft: Draft, spot: Spot) -> Iterator[Case]:
    parameter, name, schema = spot.parameter, spot.name, spot.schema
    variants = draft.states.variants(draft.operation.name)
    known = {value for state in variants.values() for key, value in state.request.items() if key == name}
    for item in schema.enum:
        value = values.wire(item)
        if value in variants or value in known:
            continue  # the variant's own case exercises it
        needed = _needed(draft, parameter.name, value)
        if needed is None:
            continue
        yield draft.case(
            "values",
            f"{name}={value}",
            f"{name}={value} is accepted",
            [draft.sentence(parameter, schema, "enum")],
            [draft.fact("value", f"{name}={value}"), draft.fact("parameter", spot.documented)],
            expect=[SUCCESS],
            undecided=draft.unrelated(spot),
            request=_with(draft.setting(spot, value), needed),
        )


def _with(request: dict[str, JSON], needed: Mapping[str, str]) -> dict[str, JSON]:
    """A request that also gives what a value needs."""
    given = request.get("set", {})
    assert isinstance(given, dict)
    return {**request, "set": {**needed, **given}} if needed else request


def _needed(draft: Draft, parameter: str, value: str) -> dict[str, str] | None:
    """What else a request needs where a parameter has a value; None where the pages show no value for it."""
    needed: dict[str, str] = {}
    for rule in draft.operation.rules:
        met = any(c.parameter == parameter and (value in c.values) is not c.negated for c in rule.when if c.values)
        if rule.kind is RuleKind.REQUIRED_IF and met:
            other = draft.operation.parameter(rule.parameter)
            given = values.given(other) if other is not None else {}
            if not given:
                return None
            needed |= given
    return needed


def _bounds(draft: Draft, spot: Spot) -> Iterator[Case]:
    """The outermost values that the page allows."""
    parameter, name, schema = spot.parameter, spot.name, spot.schema
    numbers = (("minimum", schema.minimum), ("maximum", schema.maximum))
    found: list[tuple[str, str | None]] = []
    if schema.type in ("integer", "number"):
        found += [(keyword, str(limit)) for keyword, limit in numbers if limit is not None]
    example = values.sample(parameter)
    lengths = (("minLength", schema.min_length), ("maxLength", schema.max_length))
    if not schema.enum:
        found += [
            (keyword, values.of_length(schema, limit, example))
            for keyword, limit in lengths
            if limit is not None and 0 < limit <= 4000
        ]
    for keyword, value in found:
        if value is None:
            continue
        shown = value if len(value) < 24 else f"{len(value)} characters"
        yield draft.case(
            "bounds",
            f"{name}.{keyword}.at",
            f"{name} at its {keyword}: {shown}",
            [draft.sentence(parameter, schema, keyword), draft.parameter_quote(parameter)],
            [draft.fact("rule", f"{name}.{keyword}"), draft.fact("parameter", spot.documented)],
            expect=[SUCCESS],
            undecided=draft.unrelated(spot),
            request=draft.setting(spot, value),
        )
