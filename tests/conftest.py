"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A deadline for each example would measure how busy the machine is.
settings.register_profile("docpact", deadline=None)
settings.load_profile("docpact")
