"""Request parameters to typed values, with the documented error for the first thing that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .checks import Bad, from_json, from_text, parse_json, without_constraints
from .errors import ApiError
from .facts import BodyFacts, ConditionFacts, FaultRows, OperationFacts, RowFacts, RuleFacts, SchemaFacts
from .wire import unflatten

Rule = Callable[[dict[str, Any]], tuple[str, str, str] | None]
"""Given the values, what is wrong: the kind of fault, the parameter and the reason; None where nothing is."""


class Binder:
    """Binds the parameters of one operation. Presence is checked first, then values, then rules over several.

    An empty value counts as absent where the parameter takes any text; elsewhere it is a value like others, and a bad
    one. Without `constraints` only presence and types are checked.
    """

    def __init__(self, facts: OperationFacts, constraints: bool = True) -> None:
        schema_of = _as_it_is if constraints else without_constraints
        parameters = [p for p in facts["parameters"] if not (facts["style"] == "rpc" and p["name"] == "Action")]
        self._rows: dict[str, FaultRows] = {p["name"]: p["rows"] for p in parameters}
        self._required = [p["name"] for p in parameters if p["required"]]
        self._groups = frozenset(p["name"] for p in parameters if p["layout"] != "plain")
        self._headers = [p["name"] for p in parameters if p["in"] == "header"]
        self._checks = [
            (p["name"], from_text(schema_of(p["schema"]), as_json=p["layout"] == "plain"), p["schema"].get("default"))
            for p in parameters
        ]
        self._rules = [rule for rule in map(_rule, facts["rules"]) if rule is not None] if constraints else []
        self._body = facts.get("body")
        self._check_body = from_json(schema_of(self._body["schema"])) if self._body else None

    def bind(self, given: dict[str, str], headers: Mapping[str, str], body: bytes = b"") -> dict[str, Any]:
        """Typed values by wire name; documented defaults are filled in, a REST body stands under `(body)`.

        Raises ApiError with the row that answers the first fault.
        """
        raw: dict[str, Any] = unflatten(given, self._groups) if self._groups and self._has_group(given) else given
        if self._headers:
            raw = {**raw, **{name: headers[name.lower()] for name in self._headers if name.lower() in headers}}
        for name in self._required:
            if raw.get(name, "") == "":
                raise self._fault("missing", name, "it is required")
        values: dict[str, Any] = {}
        defaults: dict[str, Any] = {}
        for name, check, default in self._checks:
            value = raw.get(name)
            if value is None or (value == "" and check is None):
                if default is not None:
                    defaults[name] = default
            elif check is None:
                values[name] = value
                if value.__class__ is not str:
                    raise self._fault("invalid", name, "it takes one value, and came with a dotted name")
            else:
                try:
                    values[name] = check(value)
                except Bad as bad:
                    raise self._fault(bad.kind, name, bad.reason) from None
        for rule in self._rules:
            broken = rule({**defaults, **values, _GIVEN: values})
            if broken is not None:
                raise self._fault(*broken)
        if self._body is not None and self._check_body is not None:
            values["(body)"] = self._bind_body(self._body, body)
        return {**defaults, **values} if defaults else values

    def _has_group(self, given: dict[str, str]) -> bool:
        return any("." in name for name in given) or not self._groups.isdisjoint(given)

    def _bind_body(self, facts: BodyFacts, body: bytes) -> Any:
        assert self._check_body is not None
        if not body:
            if facts["required"]:
                raise error(facts["rows"]["missing"], "body", "the request has no body")
            return None
        try:
            return self._check_body(parse_json(body))
        except Bad as bad:
            raise error(facts["rows"]["invalid"], "body", bad.reason) from None

    def _fault(self, kind: str, name: str, reason: str) -> ApiError:
        rows = self._rows[name]
        row = rows["missing"] if kind == "missing" else rows["invalid"] if kind == "invalid" else rows["unsupported"]
        return error(row, name, reason)


def _as_it_is(schema: SchemaFacts) -> SchemaFacts:
    return schema


def error(row: RowFacts, parameter: str, reason: str) -> ApiError:
    """The error of a row, `%s` in its message standing for the parameter."""
    status, code, message = row
    return ApiError(status, code, message.replace("%s", parameter), f"{parameter}: {reason}")


_GIVEN = ""
"""The key under which rules find what was given, apart from defaults. No parameter has an empty name."""


def _holds(condition: ConditionFacts, values: dict[str, Any]) -> bool:
    name = condition["parameter"]
    if condition["values"]:
        held = name in values and _text(values[name]) in condition["values"]
    else:
        held = name in values[_GIVEN]
    return held is not condition["negated"]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rule(facts: RuleFacts) -> Rule | None:
    """The check of one rule, or None for rules that no request can break."""
    kind, name, others, when, says = facts["kind"], facts["parameter"], facts["others"], facts["when"], facts["says"]

    def required_if(values: dict[str, Any]) -> tuple[str, str, str] | None:
        broken = name not in values[_GIVEN] and all(_holds(c, values) for c in when)
        return ("missing", name, says) if broken else None

    def requires(values: dict[str, Any]) -> tuple[str, str, str] | None:
        absent = [other for other in others if other not in values[_GIVEN]]
        return ("missing", absent[0], says) if name in values[_GIVEN] and absent else None

    def exclusive(values: dict[str, Any]) -> tuple[str, str, str] | None:
        present = [each for each in (name, *others) if each in values[_GIVEN]]
        return ("invalid", present[-1], says) if len(present) > 1 else None

    def any_of(values: dict[str, Any]) -> tuple[str, str, str] | None:
        return None if any(each in values[_GIVEN] for each in (name, *others)) else ("missing", name, says)

    def only_if(values: dict[str, Any]) -> tuple[str, str, str] | None:
        broken = name in values[_GIVEN] and not all(_holds(c, values) for c in when)
        return ("invalid", name, says) if broken else None

    rules: dict[str, Rule] = {
        "required_if": required_if,
        "requires": requires,
        "exclusive": exclusive,
        "any_of": any_of,
        "only_if": only_if,
    }
    return rules.get(kind)
