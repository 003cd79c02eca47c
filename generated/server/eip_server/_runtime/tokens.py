"""Client tokens: repeating a call is safe."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .behaviour import Behaviour, Call


@dataclass(frozen=True, slots=True)
class UsedToken:
    """A client token and the answer that its first call got."""

    key: str
    fingerprint: str
    answer: str
    at: float


class Tokens:
    """Idempotence: a call with the same client token and the same parameters gets the same answer again."""

    KEPT_FOR = 24 * 3600.0

    def __init__(self, behaviour: Behaviour) -> None:
        self._table = behaviour.store.table(UsedToken, key="key")
        self._next_sweep = 0.0

    def once(
        self, call: Call[str], values: Mapping[str, Any], run: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """The recorded answer, or that of `run`. Raises IdempotentParameterMismatch where the parameters differ."""
        if call.now >= self._next_sweep:
            self._sweep(call.now)
        key = "\n".join((call.account, call.operation, values["ClientToken"]))
        fingerprint = hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
        used = self._table.get(key)
        if used is not None and used.at > call.now - self.KEPT_FOR:
            if used.fingerprint != fingerprint:
                raise call.common_error("IdempotentParameterMismatch", "the token came before with other parameters")
            recorded: dict[str, Any] = json.loads(used.answer)
            return recorded
        answer = run()
        self._table.put(UsedToken(key, fingerprint, json.dumps(answer), call.now))
        return answer

    def _sweep(self, now: float) -> None:
        self._next_sweep = now + 600
        for used in self._table.select():
            if used.at <= now - self.KEPT_FOR:
                self._table.delete(used.key)
