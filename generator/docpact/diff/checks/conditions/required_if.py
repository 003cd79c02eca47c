"""Parameters that must be given under a condition."""

from __future__ import annotations

from docpact.contract.model import RuleKind
from docpact.diff.checks.conditions._rule import rule_checks
from docpact.diff.model import Level

CHECKS = rule_checks(
    RuleKind.REQUIRED_IF,
    Level.BREAKING,
    "Calls that meet the condition without giving the parameter are rejected.",
    "{rule: required_if, parameter: Mode, when: [{parameter: Type, in: [A]}]}",
)
