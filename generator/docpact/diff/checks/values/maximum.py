"""The largest number that a value may be."""

from __future__ import annotations

from docpact.diff.checks.values._bound import Bound, bound_checks

CHECKS = bound_checks(
    Bound(
        keyword="maximum",
        field="maximum",
        upper=True,
        counts="",
        form="{type: integer, maximum: %s}",
    )
)
