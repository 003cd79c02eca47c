"""Parameters that exclude each other."""

from __future__ import annotations

from docpact.contract.model import RuleKind
from docpact.diff.checks.conditions._rule import rule_checks
from docpact.diff.model import Level

CHECKS = rule_checks(
    RuleKind.EXCLUSIVE,
    Level.BREAKING,
    "Calls that give several of them are rejected.",
    "{rule: exclusive, parameter: Mode, others: [Type]}",
)
