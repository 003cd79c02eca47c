"""Rules over several parameters, and over members of structures: each broken, and those over members also kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docpact.contract.members import shared
from docpact.contract.model import Rule, RuleKind
from docpact.targets.conformance import outcomes
from docpact.targets.conformance.asking import Asking, Places, in_second_item
from docpact.targets.conformance.documents import Unknown
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import REFUSED, SUCCESS

_PRESENCE = (RuleKind.REQUIRED_IF, RuleKind.REQUIRES, RuleKind.ANY_OF)


def cases(draft: Draft) -> Iterator[Case]:
    """The cases of the rules of an operation; a rule whose names are not certain has none."""
    numbers = {id(rule): number for number, rule in enumerate(draft.operation.rules, 1)}
    for rule, places in draft.placed:
        number = numbers[id(rule)]
        others = [(other, at) for other, at in draft.placed if other is not rule]
        for label, asking in _broken(draft, rule, places, others):
            yield _case(draft, number, rule, label, asking, breaks=True)
        if any(place.steps for place in places.values()):
            for label, asking in _kept(draft, rule, places, others):
                yield _case(draft, number, rule, label, asking, breaks=False)


def _case(draft: Draft, number: int, rule: Rule, label: str, asking: Asking, *, breaks: bool) -> Case:
    words = rule.kind.value.replace("_", " ")
    undecided = []
    if not breaks:
        undecided = outcomes.documented(draft.operation)
    elif rule.kind in _PRESENCE and draft.need("ok") is None:
        undecided = [SUCCESS]
    return draft.case(
        "rules",
        f"{number}.{rule.kind.value}.{rule.parameter}{'' if breaks else '.kept'}{label}",
        f"{'breaks' if breaks else 'keeps'} the rule {words} of {rule.parameter}",
        [draft.words(rule.says, rule.parameter)],
        [draft.fact("rule", f"#{number} {rule.kind.value} {rule.parameter}")],
        expect=[REFUSED if breaks else SUCCESS],
        undecided=undecided,
        request=asking.request(),
    )


_Others = Sequence[tuple[Rule, Places]]


def _broken(draft: Draft, rule: Rule, places: Places, others: _Others) -> Iterator[tuple[str, Asking]]:
    """Requests that break a rule and, as far as can be known, nothing else; each with a label."""
    ways: list[str] = [""]
    if rule.kind in (RuleKind.REQUIRES, RuleKind.EXCLUSIVE):
        ways = list(rule.others)
    for way in ways:
        label = f".{way}" if way and way != ways[0] else ""
        if (asking := _try_to_break(draft, rule, places, way, others)) is not None:
            yield label, asking
    later = {name: in_second_item(place) for name, place in places.items()}
    if later != places:
        asking = _try_to_break(draft, rule, later, ways[0], [*others, (rule, places)])
        if asking is not None and not asking.breaks(rule, places):
            yield ".second-item", asking


def _try_to_break(draft: Draft, rule: Rule, places: Places, way: str, others: _Others) -> Asking | None:
    asking = Asking(draft.operation)
    try:
        _break(asking, rule, places, way)
        for other, at in others:
            asking.mend(other, at)
    except Unknown:
        return None
    return asking if asking.breaks(rule, places) else None


def _break(asking: Asking, rule: Rule, places: Places, way: str) -> None:
    subject = places[rule.parameter]
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            _hold(asking, rule, places)
            asking.take(subject)
        case RuleKind.REQUIRES:
            asking.put(subject)
            asking.take(places[way])
        case RuleKind.EXCLUSIVE:
            asking.put(subject)
            asking.put(places[way])
        case RuleKind.ANY_OF:
            for name in (rule.parameter, *rule.others):
                asking.take(places[name])
        case RuleKind.ONLY_IF if rule.when:
            asking.put(subject)
            for condition in rule.when[:1]:
                asking.hold(condition, places[condition.parameter], broken=True)
        case _:
            raise Unknown("no request breaks such a rule")
    items = [depth for depth, step in enumerate(subject.steps[:-1], 1) if not isinstance(step, str)]
    structure = max(shared(list(places.values())), *items, 0)
    asking.stand(subject.argument, subject.steps[:structure], places.values())


def _kept(draft: Draft, rule: Rule, places: Places, others: _Others) -> Iterator[tuple[str, Asking]]:
    """Requests that keep a rule over members in a way that another reading of it would refuse."""
    either = rule.kind in (RuleKind.EXCLUSIVE, RuleKind.ANY_OF)
    for way in (rule.parameter, *rule.others) if either else [""]:
        asking = Asking(draft.operation)
        try:
            for name in (rule.parameter, *rule.others) if either else ():
                if name != way:
                    asking.take(places[name])
            for name in [way] if either else [rule.parameter, *rule.others]:
                asking.put(places[name])
            if rule.kind in (RuleKind.REQUIRED_IF, RuleKind.ONLY_IF):
                _hold(asking, rule, places)
            for other, at in others:
                asking.mend(other, at)
        except Unknown:
            continue
        if rule.kind is not RuleKind.IGNORED_IF and not any(asking.breaks(*each) for each in [(rule, places), *others]):
            yield f".{way}" if way and way != rule.parameter else "", asking


def _hold(asking: Asking, rule: Rule, places: Places) -> None:
    for condition in rule.when:
        asking.hold(condition, places[condition.parameter])
