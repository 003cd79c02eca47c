"""How short a text may be."""

from __future__ import annotations

from docpact.diff.checks.values._bound import Bound, bound_checks

CHECKS = bound_checks(
    Bound(
        keyword="minLength",
        field="min_length",
        upper=False,
        counts="characters",
        form="{type: string, minLength: %s}",
    )
)
