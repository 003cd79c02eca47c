"""Parameters that may be given only under a condition."""

from __future__ import annotations

from docpact.contract.model import RuleKind
from docpact.diff.checks.conditions._rule import rule_checks
from docpact.diff.model import Level

CHECKS = rule_checks(
    RuleKind.ONLY_IF,
    Level.BREAKING,
    "Calls that give the parameter where the condition does not hold are rejected.",
    "{rule: only_if, parameter: Mode, when: [{parameter: Type, in: [A]}]}",
)
