"""Parameters of which one must be given."""

from __future__ import annotations

from docpact.contract.model import RuleKind
from docpact.diff.checks.conditions._rule import rule_checks
from docpact.diff.model import Level

CHECKS = rule_checks(
    RuleKind.ANY_OF,
    Level.BREAKING,
    "Calls that give none of them are rejected.",
    "{rule: any_of, parameter: Mode, others: [Type]}",
)
