"""The smallest number that a value may be."""

from __future__ import annotations

from docpact.diff.checks.values._bound import Bound, bound_checks

CHECKS = bound_checks(
    Bound(
        keyword="minimum",
        field="minimum",
        upper=False,
        counts="",
        form="{type: integer, minimum: %s}",
    )
)
