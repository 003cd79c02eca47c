"""What a schema demands of a value, in a few words each."""

from __future__ import annotations

from dataclasses import dataclass

from docpact.contract.model import Condition, Rule, RuleKind, Schema

_TYPE = {"integer": "integer", "number": "number", "boolean": "boolean", "string": "string", "object": "object"}
_PLURAL = {"integer": "integers", "number": "numbers", "boolean": "booleans", "string": "strings", "object": "objects"}


@dataclass(frozen=True, slots=True)
class Fact:
    """`label` in words; `value` as it is written on the wire, or words where `words` says so."""

    label: str
    value: str
    words: bool = False


def type_of(schema: Schema) -> str:
    """`string`, `integer, int64`, `array of objects`; empty where the page gives no type."""
    if schema.type == "array":
        inner = type_of(schema.items) if schema.items is not None and schema.items.type == "array" else ""
        if inner:
            return f"array of {inner.replace('array', 'arrays', 1)}"
        kind = schema.items.type if schema.items is not None else None
        return f"array of {_PLURAL.get(kind or '', 'values')}"
    name = _TYPE.get(schema.type or "", schema.type or "")
    if schema.json is not None:
        return f"{name or 'string'}, holds JSON"
    return f"{name}, {schema.format}" if schema.format and name else name


def of(schema: Schema) -> list[Fact]:
    """Everything but the type and the listed values."""
    facts = [
        Fact("Range", between(schema.minimum, schema.maximum), words=True),
        Fact("Length", between(schema.min_length, schema.max_length, "character"), words=True),
        Fact("Items", between(schema.min_items, schema.max_items), words=True),
        Fact("Pattern", schema.pattern or ""),
        Fact("Default", "" if schema.default is None else wire(schema.default)),
        Fact("Unit", schema.unit or "", words=True),
    ]
    return [fact for fact in facts if fact.value]


def between(low: float | None, high: float | None, unit: str = "") -> str:
    """`1 to 50`, `at least 1`, `at most 50 characters`; empty where neither end is given."""
    if low is None and high is None:
        return ""
    tail = f" {unit}{'' if (high if high is not None else low) == 1 else 's'}" if unit else ""
    if low is None:
        return f"at most {high}{tail}"
    if high is None:
        return f"at least {low}{tail}"
    return f"{low}{tail}" if low == high else f"{low} to {high}{tail}"


def wire(value: object) -> str:
    """A value as a request carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def rule(rule: Rule) -> str:
    """A rule over several parameters as a sentence, for rules that quote none."""
    others = _list([f"`{name}`" for name in rule.others])
    name = f"`{rule.parameter}`"
    when = " and ".join(condition(c) for c in rule.when)
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            return f"{name} is required where {when}."
        case RuleKind.REQUIRES:
            return f"{name} needs {others} beside it."
        case RuleKind.EXCLUSIVE:
            return f"At most one of {_list([name, *(f'`{o}`' for o in rule.others)])} may be given."
        case RuleKind.ANY_OF:
            return f"At least one of {_list([name, *(f'`{o}`' for o in rule.others)])} must be given."
        case RuleKind.ONLY_IF:
            return f"{name} may be given only where {when}."
        case RuleKind.IGNORED_IF:
            return f"{name} has no effect where {when}."


def condition(condition: Condition) -> str:
    """`InstanceType` is `Nat` or `SlbInstance`."""
    name = f"`{condition.parameter}`"
    if not condition.values:
        return f"{name} is {'absent' if condition.negated else 'given'}"
    values = _list([f"`{value}`" for value in condition.values], "or")
    return f"{name} is {'not ' if condition.negated else ''}{values}"


def _list(items: list[str], word: str = "and") -> str:
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)
