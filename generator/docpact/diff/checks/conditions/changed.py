"""Conditions that are still there but read differently."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.model import Rule, RuleKind
from docpact.diff.checks._text import differ, text_kind
from docpact.diff.checks.conditions._rule import told
from docpact.diff.events import Both, Check, Found
from docpact.diff.model import Example, Kind, Level

_A = "[{rule: required_if, parameter: Mode, when: [{parameter: Type, in: [A]}]}]"
_AB = "[{rule: required_if, parameter: Mode, when: [{parameter: Type, in: [A, B]}]}]"

WIDENED = Kind(
    "condition-asks-more",
    Level.BREAKING,
    "A condition now covers more calls.",
    "Some calls that the condition did not touch are now rejected.",
    changed=Example("rules", _A, _AB),
    same=Example("rules", _AB, _A),
)
NARROWED = Kind(
    "condition-asks-less",
    Level.COMPATIBLE,
    "A condition now covers fewer calls.",
    "Calls that kept to the old condition work as before.",
    changed=Example("rules", _AB, _A),
    same=Example("rules", _A, _AB),
)
CHANGED = Kind(
    "condition-changed",
    Level.RISKY,
    "A condition is a different one.",
    "Neither of the two conditions covers the other: compare them.",
    changed=Example("rules", _A, _A.replace("[A]", "[C]")),
    same=Example("rules", _A, _AB),
)
WORDS = text_kind(
    "condition-words-changed",
    "The sentence behind a condition reads differently.",
    "rules",
    "[{rule: requires, parameter: Mode, others: [Type], says: Give both.}]",
    "[{rule: requires, parameter: Mode, others: [Type], says: Both must be given.}]",
)
_POSITIVE = (RuleKind.REQUIRED_IF, RuleKind.IGNORED_IF)


def _find(both: Both[Rule]) -> Iterator[Found]:
    old, new = both.old, both.new
    if (old.others, old.when) == (new.others, new.when):
        if differ(old.says, new.says):
            message = f"The sentence behind a condition of {both.operation} reads differently: {told(new)}."
            yield Found(WORDS, message, "says", old.says, new.says)
        return
    message = f"In {both.operation}, {told(new)}; before, {told(old)}."
    yield Found(_kind(old, new), message, "rule", old.says, new.says)


def _kind(old: Rule, new: Rule) -> Kind:
    """Whether the new rule rejects more calls than the old one, fewer, or just others."""
    if old.when == new.when:
        more, fewer = set(new.others) > set(old.others), set(new.others) < set(old.others)
        return CHANGED if not (more or fewer) else WIDENED if more == (new.kind is not RuleKind.ANY_OF) else NARROWED
    if old.others != new.others or len(old.when) != 1 or len(new.when) != 1:
        return CHANGED
    one, other = old.when[0], new.when[0]
    if (one.parameter, one.negated) != (other.parameter, other.negated) or not one.values or not other.values:
        return CHANGED
    more = set(one.values) < set(other.values)
    if not more and not set(one.values) > set(other.values):
        return CHANGED
    return WIDENED if more == (one.negated != (new.kind in _POSITIVE)) else NARROWED


CHECKS = (Check(Both, Rule, (WIDENED, NARROWED, CHANGED, WORDS), _find),)
