"""What the pages document, fact by fact: the list that coverage is measured against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from functools import partial

from docpact.contract.model import JSON, Schema
from docpact.targets.conformance import outcomes, shape, spots, values
from docpact.targets.conformance.book import Book, row_quote
from docpact.targets.conformance.draft import Draft, Quote, common_quote
from docpact.targets.conformance.kinds import rows

Fact = dict[str, JSON]

_KEYWORDS = (
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("pattern", "pattern"),
)


def of_operation(draft: Draft, covered: Set[str]) -> list[JSON]:
    """The facts of an operation in page order; those that no case bears on carry the reason."""
    out: list[JSON] = []
    for fact in _all(draft):
        if fact["id"] not in covered and "reason" not in fact and fact["kind"] != "response field":
            fact["reason"] = "no case can be made of it without guessing"
        out.append(fact)
    return out


def _fact(id: str, kind: str, name: str, quote: Quote, reason: str = "") -> Fact:
    out: Fact = {"id": id, "kind": kind, "name": name, "quote": quote}
    if reason:
        out["reason"] = reason
    return out


def _all(draft: Draft) -> Iterator[Fact]:
    for parameter in draft.operation.arguments:
        row = draft.parameter_quote(parameter)
        yield _fact(draft.fact("parameter", parameter.name), "parameter", parameter.name, row)
        if parameter.required:
            yield _fact(draft.fact("rule", f"{parameter.name}.required"), "rule", f"{parameter.name} is required", row)
    for spot in spots.members(draft.operation):
        if spot.in_body and len(spot.place.steps) == 1:
            yield _fact(
                draft.fact("parameter", spot.name), "parameter", spot.name, draft.parameter_quote(spot.parameter)
            )
        if spot.required:
            quote = draft.parameter_quote(spot.parameter)
            yield _fact(draft.fact("rule", f"{spot.name}.required"), "rule", f"{spot.name} is required", quote)
    for spot in spots.scalars(draft.operation):
        yield from _rules(draft, spot.name, spot.schema, partial(draft.sentence, spot.parameter, spot.schema))
    for number, rule in enumerate(draft.operation.rules, 1):
        name = f"#{number} {rule.kind.value} {rule.parameter}"
        quote = draft.words(rule.says, rule.parameter)
        reason = "it changes nothing that an answer shows" if rule.kind.value == "ignored_if" else ""
        yield _fact(
            draft.fact("rule", name), "rule", f"{rule.parameter}: {rule.kind.value.replace('_', ' ')}", quote, reason
        )
    yield from _fields(draft)
    for key, error in outcomes.keys(draft.operation.errors):
        quote = draft.error_quote(error)
        yield _fact(draft.fact("error", key), "error row", key, quote, rows.reason(draft, key))


def _rules(draft: Draft, name: str, schema: Schema, sentence: Callable[[str], Quote]) -> Iterator[Fact]:
    if schema.type in ("integer", "number", "boolean"):
        yield _fact(draft.fact("rule", f"{name}.type"), "rule", f"{name} is of type {schema.type}", sentence("type"))
    for keyword, attribute in _KEYWORDS:
        limit = getattr(schema, attribute)
        if limit is not None:
            yield _fact(draft.fact("rule", f"{name}.{keyword}"), "rule", f"{name} {keyword} {limit}", sentence(keyword))
    if schema.enum:
        quote = sentence("enum")
        yield _fact(draft.fact("rule", f"{name}.enum"), "rule", f"{name} takes only documented values", quote)
        for item in schema.enum:
            value = values.wire(item)
            yield _fact(draft.fact("value", f"{name}={value}"), "enum value", f"{name}={value}", quote)
    if schema.default is not None:
        yield _fact(
            draft.fact("default", name),
            "rule",
            f"{name} defaults to {values.wire(schema.default)}",
            sentence("default"),
        )


def _fields(draft: Draft) -> Iterator[Fact]:
    request = draft.page.row("Action")
    after = request.table if request else -1
    for path, schema in shape.paths(draft.operation.response.schema):
        name = path.replace("[]", "").rpartition(".")[2]
        row = draft.page.row(name, after_table=after)
        quote = row_quote(draft.page, row, f"{name}: {schema.description}")
        yield _fact(draft.fact("field", path), "response field", path, quote)


def common(draft: Draft, book: Book, covered: Set[str]) -> list[JSON]:
    """The common parameters and errors."""
    out: list[JSON] = []
    for parameter in draft.contract.common_parameters:
        quote = common_quote(draft.contract, book, parameter.name) or {"text": parameter.name}
        id = f"/common parameter/{parameter.name}"
        reason = "" if id in covered else "it takes temporary credentials" if parameter.name == "SecurityToken" else ""
        out.append(_common(id, "common parameter", parameter.name, quote, reason, covered))
    for key, row in outcomes.keys(draft.contract.common_errors):
        quote = common_quote(draft.contract, book, row.code) or {"text": row.code}
        out.append(_common(f"/common error/{key}", "common error", key, quote, "", covered))
    return out


def _common(id: str, kind: str, name: str, quote: Quote, reason: str, covered: Set[str]) -> Fact:
    if id not in covered and not reason:
        reason = "the pages do not say how to bring it about"
    return _fact(id, kind, name, quote, reason)
