"""Rules over several parameters as JSON, for what checks them without docpact: the server's runtime and the site's console."""

from __future__ import annotations

import json
from collections.abc import Mapping

from docpact.contract.members import Place, places_of, shared
from docpact.contract.model import JSON, Operation, Rule


def rule_facts(operation: Operation) -> list[dict[str, JSON]]:
    """The rules that can be checked: those of which every name certainly means one place in a request.

    A place is a list: an argument, or `(body)`, and the steps from it. `shared` counts the steps that all places of
    the rule begin with; `default` says that what is absent counts as one of the condition's values.
    """
    found = []
    for rule in operation.rules:
        places = places_of(operation, rule)
        if places is not None:
            found.append(_rule(rule, places))
    return found


def _rule(rule: Rule, places: Mapping[str, Place]) -> dict[str, JSON]:
    def place(name: str) -> list[JSON]:
        return [places[name].argument, *places[name].steps]

    return {
        "kind": rule.kind.value,
        "parameter": place(rule.parameter),
        "others": [place(other) for other in rule.others],
        "when": [
            {
                "parameter": place(c.parameter),
                "values": list(c.values),
                "negated": c.negated,
                "default": _text(places[c.parameter].schema.default) in c.values,
            }
            for c in rule.when
        ],
        "shared": shared(list(places.values())),
        "says": rule.says,
    }


def _text(value: JSON) -> str:
    """A value as it stands in a condition."""
    return json.dumps(value) if isinstance(value, bool) else str(value)
