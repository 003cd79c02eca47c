"""Many small values in few entries of the cache: a file for each would take longer to open than to read."""

from __future__ import annotations

from collections.abc import Sequence

from docpact.building import values
from docpact.cache import Store, key_of

_MOST = 8
"""So many packs are kept side by side before they become one."""


class Packs:
    """Values by name. What a run adds becomes one more pack; packs are read when a value is wanted.

    `place` tells these values from others, `keys` are what `save` gave in an earlier run. A pack that is gone is empty.
    """

    def __init__(self, store: Store, place: str, keys: Sequence[str]) -> None:
        self._store = store
        self._place = place
        self._keys = list(keys)
        self._ahead = list(keys)
        self._read: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        """The value of that name, or None."""
        while name not in self._read and self._ahead:
            self._read = _values(self._store.get(self._ahead.pop())) | self._read
        return self._new.get(name) or self._read.get(name)

    def add(self, name: str, value: bytes) -> None:
        self._new[name] = value

    def save(self, wanted: Sequence[str]) -> list[str]:
        """Keeps what was added; gives the keys of all packs. Values that are not `wanted` go when packs are put together."""
        if not self._new:
            return self._keys
        if len(self._keys) >= _MOST:
            self._new = {name: value for name in wanted if (value := self.get(name)) is not None}
            self._keys = []
        key = key_of("pack", self._place, *sorted(self._new))
        self._store.put(key, values.dumps(self._new))
        return [*self._keys, key]


def _values(data: bytes | None) -> dict[str, bytes]:
    try:
        found = {} if data is None else values.loads(data)
    except values.UnknownValue:
        return {}
    return found if isinstance(found, dict) else {}
