"""How long a list may be."""

from __future__ import annotations

from docpact.diff.checks.values._bound import Bound, bound_checks

CHECKS = bound_checks(
    Bound(
        keyword="maxItems",
        field="max_items",
        upper=True,
        counts="items",
        form="{type: array, maxItems: %s}",
    )
)
