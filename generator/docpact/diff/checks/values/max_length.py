"""How long a text may be."""

from __future__ import annotations

from docpact.diff.checks.values._bound import Bound, bound_checks

CHECKS = bound_checks(
    Bound(
        keyword="maxLength",
        field="max_length",
        upper=True,
        counts="characters",
        form="{type: string, maxLength: %s}",
    )
)
