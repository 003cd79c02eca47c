"""Nonces that were used: a call cannot be sent twice."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b


class Nonces:
    """Remembers nonces for `window` seconds, at most `capacity` of them; beyond that the oldest are forgotten."""

    def __init__(self, window: float = 900.0, capacity: int = 500_000) -> None:
        self.window = window
        self.capacity = capacity
        self._seen: OrderedDict[str | bytes, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def use(self, key_id: str, nonce: str, now: float) -> bool:
        """Whether this key uses the nonce for the first time within the window; from now on it is used."""
        seen = self._seen
        text = f"{key_id}\n{nonce}"
        # What is remembered has a bounded size, whatever is sent.
        key = text if len(text) <= 100 else blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        while seen:
            oldest = next(iter(seen))
            if seen[oldest] > now - self.window and len(seen) < self.capacity:
                break
            del seen[oldest]
        if key in seen:
            return False
        seen[key] = now
        return True
