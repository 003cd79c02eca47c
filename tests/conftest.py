"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# A deadline for each example would measure how busy the machine is. In CI every run looks at the same examples; at a
# developer's desk each looks at others.
settings.register_profile("docpact", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("docpact")
