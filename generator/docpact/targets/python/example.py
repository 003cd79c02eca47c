"""Values for the call that a README shows: those of the pages, else words that say what belongs there."""

from __future__ import annotations

import json
from collections.abc import Mapping

from docpact.contract.members import body_name
from docpact.contract.model import JSON, Condition, Operation, Rule, RuleKind, Schema
from docpact.contract.spellings import one_spelling
from docpact.naming.cases import kebab
from docpact.targets.wirecases import values


def example_of(operation: Operation) -> dict[str, JSON] | None:
    """A value for each required argument, by wire name. None where one has no certain value, or a rule may ask for more."""
    found: dict[str, JSON] = {}
    for parameter in operation.arguments:
        if parameter.required and parameter.name != "RegionId":
            found[parameter.name] = _value(parameter.name, parameter.schema, parameter.example)
    if operation.body is not None and operation.body.required:
        found[body_name(operation)] = _value("body", operation.body.schema, operation.body.example)
    if None in found.values() or any(_may_break(rule, operation, found) for rule in operation.rules):
        return None
    return found


def _value(name: str, schema: Schema, example: JSON) -> JSON:
    """A value that the schema takes: the example where it is one."""
    example = schema.example if example is None else example
    match schema.type if schema.json is None else "json":
        case "string" | None:
            return _text(name, schema, example)
        case "integer":
            return _integer(schema, example)
        case "array":
            return _items(name, schema.items or Schema(type="string"), example)
        case "object":
            members, _ = one_spelling(name, schema)
            required = [member for member in members if member.required] or members
            found = {m.name: _value(m.name, m.schema, m.schema.example) for m in required}
            return {key: value for key, value in found.items() if value is not None} or None
    return values.value_of(schema, example, name)


def _text(name: str, schema: Schema, example: JSON) -> JSON:
    if schema.enum:
        return example if example in schema.enum else values.value_of(schema)
    shown = [candidate for candidate in (example, kebab(name)) if isinstance(candidate, str)]
    return next((text for text in shown if values.takes(schema, text)), None) or values.value_of(schema)


def _integer(schema: Schema, example: JSON) -> JSON:
    try:
        number = int(str(example))
    except ValueError:
        return values.value_of(schema)
    low = number if schema.minimum is None else schema.minimum
    high = number if schema.maximum is None else schema.maximum
    known = not schema.enum or number in schema.enum
    return number if low <= number <= high and known else values.value_of(schema)


def _items(name: str, item: Schema, example: JSON) -> JSON:
    """A list of one item. Pages show the item, or a list of items as JSON."""
    if isinstance(example, str) and example.startswith("["):
        try:
            example = json.loads(example)
        except ValueError:
            example = None
    if isinstance(example, list):
        example = next(iter(example), None)
    value = _value(name, item, example if isinstance(example, (str, int)) else None)
    return None if value is None else [value]


def _may_break(rule: Rule, operation: Operation, given: Mapping[str, JSON]) -> bool:
    """Whether a call with these arguments alone may break a rule. Members of structures count as absent."""
    applies = all(_holds(condition, operation, given) for condition in rule.when)
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            return applies and rule.parameter not in given
        case RuleKind.ONLY_IF:
            return rule.parameter in given and not applies
        case RuleKind.REQUIRES:
            return rule.parameter in given and not given.keys() >= set(rule.others)
        case RuleKind.EXCLUSIVE:
            return sum(name in given for name in (rule.parameter, *rule.others)) > 1
        case RuleKind.ANY_OF:
            return given.keys().isdisjoint((rule.parameter, *rule.others))
    return False


def _holds(condition: Condition, operation: Operation, given: Mapping[str, JSON]) -> bool:
    value = given.get(condition.parameter)
    if value is None:
        value = next((p.schema.default for p in operation.arguments if p.name == condition.parameter), None)
    if not condition.values:
        return (condition.parameter in given) is not condition.negated
    return (str(value) in condition.values) is not condition.negated
