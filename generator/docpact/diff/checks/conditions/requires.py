"""Parameters that need others beside them."""

from __future__ import annotations

from docpact.contract.model import RuleKind
from docpact.diff.checks.conditions._rule import rule_checks
from docpact.diff.model import Level

CHECKS = rule_checks(
    RuleKind.REQUIRES,
    Level.BREAKING,
    "Calls that give the one parameter without the others are rejected.",
    "{rule: requires, parameter: Mode, others: [Type]}",
)
