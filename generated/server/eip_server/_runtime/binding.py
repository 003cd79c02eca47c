"""Request parameters to typed values, with the documented error for the first thing that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .checks import Bad, from_json, from_text, parse_json, without_constraints
from .errors import ApiError
from .facts import BodyFacts, FaultRows, OperationFacts, RowFacts, SchemaFacts
from .rules import GIVEN, rule
from .wire import unflatten

BODY = "(body)"
"""What stands for a body where a parameter's name is wanted."""


class Binder:
    """Binds the parameters of one operation. Presence is checked first, then values, then the body, then rules over several.

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
        self._rules = [check for check in map(rule, facts["rules"]) if check is not None] if constraints else []
        self._body = facts.get("body")
        if self._body is not None:
            self._rows[BODY] = self._body["rows"]
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
        if self._body is not None and self._check_body is not None:
            values[BODY] = self._bind_body(self._body, body)
        for check_rule in self._rules:
            broken = check_rule({**defaults, **values, GIVEN: values})
            if broken is not None:
                raise self._fault(*broken)
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
        return error(row, "body" if name == BODY else name, reason)


def _as_it_is(schema: SchemaFacts) -> SchemaFacts:
    return schema


def error(row: RowFacts, parameter: str, reason: str) -> ApiError:
    """The error of a row, `%s` in its message standing for the parameter."""
    status, code, message = row
    return ApiError(status, code, message.replace("%s", parameter), f"{parameter}: {reason}")
