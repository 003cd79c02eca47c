"""What a schema demands of a value, in a few words each."""

from __future__ import annotations

from dataclasses import dataclass

from docpact.contract.model import Condition, Rule, RuleKind, Schema
from docpact.targets.site.interface import Interface

_TYPES = ("string", "integer", "number", "boolean", "object")


@dataclass(frozen=True, slots=True)
class Fact:
    """`label` in words; `value` as it is written on the wire, or words where `words` says so."""

    label: str
    value: str
    words: bool = False


def type_of(schema: Schema, words: Interface) -> str:
    """`string`, `integer, int64`, `array of objects`; empty where the page gives no type."""
    if schema.type == "array":
        return words.say("array", _several(schema.items, words))
    name = words.say(schema.type) if schema.type in _TYPES else schema.type or ""
    if schema.json is not None:
        return words.say("holds_json", name or words.say("string"))
    return f"{name}{words.say('comma')}{schema.format}" if schema.format and name else name


def _several(items: Schema | None, words: Interface) -> str:
    """What a list holds, in the plural."""
    kind = items.type if items is not None else None
    if items is not None and kind == "array":
        return words.say("arrays", _several(items.items, words))
    return words.say(f"{kind}s" if kind in _TYPES else "any_values")


def of(schema: Schema, words: Interface) -> list[Fact]:
    """Everything but the type and the listed values."""
    facts = [
        Fact(words.say("range"), between(schema.minimum, schema.maximum, words), words=True),
        Fact(words.say("length"), between(schema.min_length, schema.max_length, words, "characters"), words=True),
        Fact(words.say("items"), between(schema.min_items, schema.max_items, words), words=True),
        Fact(words.say("pattern"), schema.pattern or ""),
        Fact(words.say("default"), "" if schema.default is None else wire(schema.default)),
        Fact(words.say("unit"), schema.unit or "", words=True),
    ]
    return [fact for fact in facts if fact.value]


def between(low: float | None, high: float | None, words: Interface, unit: str = "") -> str:
    """`1 to 50`, `at least 1`, `at most 50 characters`; empty where neither end is given. `unit` is a key of the words."""
    if low is None and high is None:
        return ""
    if low is None or high is None or low == high:
        end = high if low is None else low
        shown = words.say(f"{unit}_{'one' if end == 1 else 'many'}", end) if unit else str(end)
        return shown if low == high else words.say("at_most" if low is None else "at_least", shown)
    shown = words.say("from_to", low, high)
    return words.say(f"{unit}_many", shown) if unit else shown


def wire(value: object) -> str:
    """A value as a request carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def rule(rule: Rule, words: Interface) -> str:
    """A rule over several parameters as a sentence, for rules that quote none."""
    name = f"`{rule.parameter}`"
    others = [f"`{other}`" for other in rule.others]
    if rule.kind in (RuleKind.EXCLUSIVE, RuleKind.ANY_OF):
        return words.say(rule.kind.value, words.join([name, *others]))
    if rule.kind is RuleKind.REQUIRES:
        return words.say("requires", name, words.join(others))
    return words.say(rule.kind.value, name, words.join([condition(c, words) for c in rule.when]))


def condition(condition: Condition, words: Interface) -> str:
    """`InstanceType` is `Nat` or `SlbInstance`."""
    name = f"`{condition.parameter}`"
    if not condition.values:
        return words.say("is_absent" if condition.negated else "is_given", name)
    values = words.join([f"`{value}`" for value in condition.values], "or")
    return words.say("is_none_of" if condition.negated else "is_one_of", name, values)
