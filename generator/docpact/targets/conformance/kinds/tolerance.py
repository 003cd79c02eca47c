"""What an implementation must put up with: unknown and empty parameters, special text, duplicates, lists."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.members import Place
from docpact.contract.model import JSON, Layout, Parameter, RuleKind, Schema, Style
from docpact.targets.conformance import documents, outcomes, values
from docpact.targets.conformance.asking import Asking
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import ANSWERED, SUCCESS

_UNKNOWN = "Parameters that an operation does not document"
_EMPTY = "A parameter with an empty value"
_ENCODING = "Names and values are percent-encoded"
_ANSWERS = "A 4xx or 5xx status reports an error"
_LISTS = "Lists and structures are flattened"

_SET = "The signed set is all parameters"

_NAMES: dict[str, JSON] = {
    "Docpact.10": "ten",
    "Docpact.2": "two",
    "DocpactEmpty": "",
    "Zdocpact": "upper",
    "adocpact": "lower",
    "_docpact": "score",
    "Doc pact*~+": "marks",
}
_TEXTS = {
    "marks": " ~/*-+&=%?#:;,.!'()[]",
    "plus-and-percent": "a+b c%20d%2Be",
    "quotes": "\"'<>\\`$|{}",
    "wide": "漢字 — ünïcödé 😀",
    "lines": "one\ntwo\ttabbed",
}


def cases(draft: Draft) -> Iterator[Case]:
    """The cases of one operation."""
    if draft.operation.style is Style.REST:
        return
    named = [draft.fact("operation", draft.operation.name)]
    unknown = [draft.protocol_quote(_UNKNOWN)]
    yield draft.case(
        "tolerance",
        "unknown",
        "an undocumented parameter has no effect",
        unknown,
        named,
        expect=[SUCCESS],
        request={"set": {"DocpactUnknown": "1"}},
    )
    yield draft.case(
        "tolerance",
        "empty-signature-type",
        "the empty SignatureType of older clients",
        [draft.protocol_quote(_EMPTY)],
        named,
        expect=[SUCCESS],
        request={"set": {"SignatureType": ""}, "method": "POST", "place": "query"},
    )
    for name, text in _TEXTS.items():
        for label, request in _ways(name):
            yield draft.case(
                "tolerance",
                f"text-{name}{label}",
                f"special text is signed and read as sent: {text!r}",
                [draft.protocol_quote(_ENCODING), *unknown],
                named,
                expect=[SUCCESS],
                request={"set": {"DocpactText": text}, **request},
            )
    for label, way in (
        ("", {}),
        ("-v3", {"method": "POST", "signature": "v3"}),
        ("-form", {"method": "POST", "place": "form"}),
    ):
        yield draft.case(
            "tolerance",
            f"names{label}",
            "names of parameters are sorted by their bytes and encoded before they are signed",
            [draft.protocol_quote(_SET), draft.protocol_quote(_ENCODING), *unknown],
            named,
            expect=[SUCCESS],
            request={"set": dict(_NAMES), **way},
        )
    yield from _duplicates(draft)
    yield from _lists(draft)


def _ways(name: str) -> list[tuple[str, dict[str, JSON]]]:
    ways: list[tuple[str, dict[str, JSON]]] = [("", {}), ("-v3", {"method": "POST", "signature": "v3"})]
    if name in ("marks", "wide"):
        ways.append(("-form", {"method": "POST", "place": "form"}))
    return ways


def _duplicates(draft: Draft) -> Iterator[Case]:
    """Pages say nothing of names that come twice, or of very long values: only that every answer has its form."""
    name = next((p.name for p in draft.operation.arguments if p.required), None)
    if name is None:
        return
    quotes = [draft.protocol_quote(_ANSWERS)]
    ways: tuple[tuple[str, str, dict[str, JSON]], ...] = (
        ("duplicate", f"{name} given twice gets a well-formed answer", {"again": {name: "docpact"}}),
        ("over-long", f"a very long {name} gets a well-formed answer", {"set": {name: "x" * 3000}}),
        ("nul", f"a control character in {name} gets a well-formed answer", {"set": {name: "a\x00b\x1b"}}),
        ("markup", f"markup in {name} gets a well-formed answer", {"set": {name: "<a>&\"'</a>"}, "format": "XML"}),
        ("markup-json", f"markup in {name} gets a well-formed answer", {"set": {name: '"\\</a>\u2028'}}),
    )
    for label, title, request in ways:
        yield draft.case("tolerance", label, title, quotes, [], expect=ANSWERED, request=request, stateless=True)


def _lists(draft: Draft) -> Iterator[Case]:
    """Repeated parameters: one item, two items."""
    for parameter in draft.operation.arguments:
        if parameter.layout is not Layout.REPEAT or parameter.schema.items is None:
            continue
        item = parameter.schema.items
        variants = draft.states.variants(draft.operation.name).values()
        if any(name.startswith(f"{parameter.name}.") for state in variants for name in state.request):
            continue  # the variant's own case sends it, with values that mean something there
        state = draft.good_state(parameter.name)
        value = _item(draft, parameter, item)
        if value is None and state is None:
            continue
        for count in (1, 2):
            asking = Asking(draft.operation)
            asking.put(Place(parameter.name, (), parameter.schema), [value] * count)
            yield draft.case(
                "forms",
                f"{parameter.name}.{count}",
                f"{parameter.name} with {count} item{'s' if count > 1 else ''}",
                [draft.parameter_quote(parameter), draft.protocol_quote(_LISTS)],
                [draft.fact("parameter", parameter.name)],
                expect=[SUCCESS],
                undecided=outcomes.documented(draft.operation),
                request={} if state else asking.request(),
                state=state or "ok",
            )


def _item(draft: Draft, parameter: Parameter, item: Schema) -> JSON:
    """An item with all members that the pages show a value of, but for those that a rule keeps apart from others."""
    if not item.properties:
        return documents.whole(item)
    made: dict[str, JSON] = {}
    for member in item.properties:
        value = documents.typed(member.schema, values.plain(member.schema))
        asking = Asking(draft.operation)
        asking.put(Place(parameter.name, (), parameter.schema), [{**made, member.name: value}])
        apart = (RuleKind.EXCLUSIVE, RuleKind.ONLY_IF)
        if value is not None and not any(asking.breaks(*each) for each in draft.placed if each[0].kind in apart):
            made[member.name] = value
    return {**made} or None
