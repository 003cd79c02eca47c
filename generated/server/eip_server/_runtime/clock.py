"""Time, as something that tests can turn."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970, running on from where `advance` put it."""

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Turns the clock forward. Raises ValueError for anything that is not a positive, finite number."""
        if not 0 <= seconds < 1e9:
            raise ValueError(f"the clock is turned by 0 to 1e9 seconds, not by {seconds}")
        self._offset += seconds
