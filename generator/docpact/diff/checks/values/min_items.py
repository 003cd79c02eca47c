"""How short a list may be."""

from __future__ import annotations

from docpact.diff.checks.values._bound import Bound, bound_checks

CHECKS = bound_checks(
    Bound(
        keyword="minItems",
        field="min_items",
        upper=False,
        counts="items",
        form="{type: array, minItems: %s}",
    )
)
