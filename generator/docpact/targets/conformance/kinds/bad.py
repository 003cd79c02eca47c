"""Requests that break one documented rule: absent, misspelt, beyond a bound, of another type, not of the list."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.faults import Fault
from docpact.contract.model import JSON, Location, Parameter, RuleKind, Schema, Style
from docpact.targets.conformance import outcomes, values
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import REFUSED

_MISSPELT = "The names of parameters are spelled exactly"


def cases(draft: Draft) -> Iterator[Case]:
    """The cases that each break one rule of an operation."""
    for parameter in draft.operation.arguments:
        if parameter.required and parameter.schema.type not in ("array", "object"):
            yield from _required(draft, parameter)
    for parameter, name, schema in values.scalars(draft.operation):
        yield from _enum(draft, parameter, name, schema)
        yield from _beyond(draft, parameter, name, schema)
        yield from _types(draft, parameter, name, schema)
    yield from _members(draft)
    yield from _rules(draft)


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


def _enum(draft: Draft, parameter: Parameter, name: str, schema: Schema) -> Iterator[Case]:
    if not schema.enum:
        return
    expect, row = outcomes.invalid(draft.operation, parameter.name, Fault.UNSUPPORTED)
    shown = values.sample(parameter)
    for miss, words, value in values.near_misses(schema):
        if shown is not None and value.strip().lower() == shown.lower() and shown not in map(values.wire, schema.enum):
            draft.silent.append(
                (
                    f"{draft.operation.name}: whether {parameter.name}={value} is accepted",
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
            request={"set": {name: value}},
        )


def _beyond(draft: Draft, parameter: Parameter, name: str, schema: Schema) -> Iterator[Case]:
    for keyword, label, value in _broken(schema, values.sample(parameter)):
        expect, row = outcomes.invalid(draft.operation, parameter.name, Fault.INVALID)
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
            request={"set": {name: value}},
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


def _types(draft: Draft, parameter: Parameter, name: str, schema: Schema) -> Iterator[Case]:
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
        expect, row = outcomes.invalid(draft.operation, parameter.name, Fault.INVALID)
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
            request={"set": {name: value}},
        )
        yield {**case, "strict": True} if values.idle(parameter) else case


def _members(draft: Draft) -> Iterator[Case]:
    """Required members of list items, left out while another member of the item is given."""
    for parameter in draft.operation.arguments:
        item = parameter.schema.items if parameter.schema.type == "array" else parameter.schema
        if item is None or not item.properties:
            continue
        base = f"{parameter.name}.1" if parameter.schema.type == "array" else parameter.name
        for member in item.properties:
            other = next((m for m in item.properties if m.name != member.name), None)
            value = values.plain(other.schema) if other is not None else None
            if not member.required or other is None or value is None:
                continue
            yield draft.case(
                "required",
                f"{base}.{member.name}.absent",
                f"{base} without its {member.name}",
                [draft.parameter_quote(parameter)],
                [draft.fact("rule", f"{base}.{member.name}.required")],
                expect=[REFUSED],
                request={"set": {f"{base}.{other.name}": value}, "drop": [f"{base}.{member.name}"]},
            )


def _rules(draft: Draft) -> Iterator[Case]:
    """Rules over several parameters, each broken once."""
    for number, rule in enumerate(draft.operation.rules, 1):
        request = _breaking(draft, number - 1)
        if request is None:
            continue
        missing = rule.kind in (RuleKind.REQUIRED_IF, RuleKind.REQUIRES, RuleKind.ANY_OF)
        yield draft.case(
            "rules",
            f"{number}.{rule.kind.value}.{rule.parameter}",
            f"breaks the rule {rule.kind.value.replace('_', ' ')} of {rule.parameter}",
            [draft.words(rule.says, rule.parameter)],
            [draft.fact("rule", f"#{number} {rule.kind.value} {rule.parameter}")],
            expect=[REFUSED],
            undecided=[outcomes.SUCCESS] if missing and draft.need("ok") is None else [],
            request=request,
        )


def _breaking(draft: Draft, index: int) -> dict[str, JSON] | None:
    """A request that breaks a rule and nothing else; None where none is known."""
    rule = draft.operation.rules[index]
    by_name = {p.name: p for p in draft.operation.arguments}
    if any(name not in by_name for name in (rule.parameter, *(c.parameter for c in rule.when))):
        return None  # a member of a structure, or of a body: whether the rest of it is given is not known
    change: dict[str, JSON] = {}
    drop: list[JSON] = []
    for condition in rule.when:
        value = condition.values[0] if condition.values else _value(by_name.get(condition.parameter))
        if condition.negated and rule.kind is RuleKind.REQUIRED_IF and condition.values:
            return None
        if rule.kind is RuleKind.ONLY_IF:  # the opposite of the condition breaks it
            other = _other(by_name.get(condition.parameter), condition.values)
            if condition.negated or other is None:
                return None
            change[condition.parameter] = other
        elif condition.negated:
            drop.append(condition.parameter)
        elif value is None:
            return None
        else:
            change[condition.parameter] = value
    own = _value(by_name.get(rule.parameter))
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            drop.append(rule.parameter)
        case RuleKind.REQUIRES if own is not None:
            change[rule.parameter] = own
            drop += rule.others
        case RuleKind.EXCLUSIVE if own is not None and rule.others:
            other = _value(by_name.get(rule.others[0]))
            if other is None:
                return None
            change |= {rule.parameter: own, rule.others[0]: other}
        case RuleKind.ANY_OF:
            drop += [rule.parameter, *rule.others]
        case RuleKind.ONLY_IF if own is not None and rule.when:
            change[rule.parameter] = own
        case _:
            return None
    return {"set": change, "drop": drop}


def _value(parameter: Parameter | None) -> str | None:
    if parameter is None or parameter.schema.type in ("array", "object"):
        return None
    return values.plain(parameter.schema, values.sample(parameter)) or values.sample(parameter)


def _other(parameter: Parameter | None, excluded: tuple[str, ...]) -> str | None:
    if parameter is None:
        return None
    return next((values.wire(v) for v in parameter.schema.enum if values.wire(v) not in excluded), None)
