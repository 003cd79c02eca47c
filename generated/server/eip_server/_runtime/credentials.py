"""Access keys: who may call, and on whose account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credential:
    """An access key. `account` owns what its calls make; without one the key is an account of its own.

    Temporary credentials have a `token`, which must come with each call, and end at `expires` (seconds since 1970).
    """

    key_id: str
    secret: str = field(repr=False)
    account: str = ""
    token: str | None = field(default=None, repr=False)
    expires: float | None = None
    active: bool = True

    @property
    def owner(self) -> str:
        return self.account or self.key_id


def keyring(keys: Mapping[str, str] | Iterable[Credential]) -> dict[str, Credential]:
    """Credentials by key id, from credentials or from secrets by key id."""
    if isinstance(keys, Mapping):
        return {key_id: Credential(key_id, secret) for key_id, secret in keys.items()}
    return {credential.key_id: credential for credential in keys}
