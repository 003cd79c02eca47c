"""Parameters that have no effect under a condition."""

from __future__ import annotations

from docpact.contract.model import RuleKind
from docpact.diff.checks.conditions._rule import rule_checks
from docpact.diff.model import Level

CHECKS = rule_checks(
    RuleKind.IGNORED_IF,
    Level.RISKY,
    "Calls that give the parameter where the condition holds do not have the effect that they ask for.",
    "{rule: ignored_if, parameter: Mode, when: [{parameter: Type, in: [A]}]}",
)
