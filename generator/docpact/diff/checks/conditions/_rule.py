"""What the checks of conditions share: a rule that came, and one that went."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Condition, Rule, RuleKind
from docpact.diff.events import Added, Check, Found, code, listing
from docpact.diff.events import Removed as Gone
from docpact.diff.model import Example, Kind, Level


def told(rule: Rule) -> str:
    """The rule in words, without a full stop."""
    name, others, when = code(rule.parameter), list(rule.others), conditions(rule.when)
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            return f"{name} must be given where {when}"
        case RuleKind.REQUIRES:
            return f"{name} may be given only together with {listing(others) if others else 'others'}"
        case RuleKind.EXCLUSIVE:
            return f"only one of {listing([rule.parameter, *others])} may be given"
        case RuleKind.ANY_OF:
            return f"at least one of {listing([rule.parameter, *others])} must be given"
        case RuleKind.ONLY_IF:
            return f"{name} may be given only where {when}"
        case RuleKind.IGNORED_IF:
            return f"{name} has no effect where {when}"


def conditions(when: tuple[Condition, ...]) -> str:
    """`` `Type` is `A` or `B` and `Zone` is given ``."""
    return " and ".join(_condition(condition) for condition in when) or "its condition holds"


def _condition(condition: Condition) -> str:
    if condition.values:
        verb = "is not" if condition.negated else "is"
        return f"{code(condition.parameter)} {verb} {' or '.join(code(value) for value in condition.values)}"
    return f"{code(condition.parameter)} is {'not given' if condition.negated else 'given'}"


def rule_checks(kind: RuleKind, level: Level, effect: str, example: str) -> tuple[Check, Check]:
    """The two checks of one kind of rule. `level` is that of a new one; `effect` says what it does to calls."""
    name = kind.value.replace("_", "-")
    form = f"[{example}]"
    added = Kind(
        f"{name}-condition-added",
        level,
        f"There is a new condition of the kind `{kind.value}`.",
        f"{effect} The client checks it before anything is sent.",
        changed=Example("rules", "[]", form),
        same=Example("rules", form, form),
    )
    removed = Kind(
        f"{name}-condition-removed",
        Level.COMPATIBLE,
        f"A condition of the kind `{kind.value}` no longer holds.",
        "The client no longer checks it; calls that kept it work as before.",
        changed=Example("rules", form, "[]"),
        same=Example("rules", form, form),
    )

    def find_added(event: Added[Rule]) -> Iterator[Found]:
        if event.new.kind is kind:
            yield Found(
                added, f"In {event.operation}, {told(event.new)}; this condition is new.", says_new=event.new.says
            )

    def find_removed(event: Gone[Rule]) -> Iterator[Found]:
        if event.old.kind is kind:
            message = f"In {event.operation}, it no longer holds that {told(event.old)}."
            yield Found(removed, message, says_old=event.old.says)

    return Check(Added, Rule, (added,), find_added), Check(Gone, Rule, (removed,), find_removed)
