"""Who is calling: access keys, and what gives them anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from .errors import CredentialsError
from .signing import Key, rpc_key, v3_key

if TYPE_CHECKING:
    from collections.abc import Awaitable

_EARLY = 60.0


class Credentials:
    """An access key, with a security token where it is temporary. Shows no secret and cannot be pickled.

    `expires_at` is in seconds since the epoch; a provider is asked again a minute before.
    """

    __slots__ = ("_keys", "access_key_id", "access_key_secret", "expires_at", "security_token")

    def __init__(
        self,
        access_key_id: str,
        access_key_secret: str,
        security_token: str | None = None,
        expires_at: float | None = None,
    ) -> None:
        for name, value in (("access_key_id", access_key_id), ("access_key_secret", access_key_secret)):
            if not isinstance(value, str) or not value:
                raise CredentialsError(f"{name} must be a text that is not empty")
            if not value.isprintable() or not value.isascii():
                raise CredentialsError(f"{name} holds characters that no access key has; look for a stray line end")
        self.access_key_id = access_key_id
        self.access_key_secret = access_key_secret
        self.security_token = security_token or None
        self.expires_at = expires_at
        self._keys: dict[str, Key] = {}

    def key(self, signature: str) -> Key:
        """The key that signs with this secret, for `v3` or `rpc`."""
        known = self._keys.get(signature)
        if known is None:
            known = v3_key(self.access_key_secret) if signature == "v3" else rpc_key(self.access_key_secret)
            self._keys[signature] = known
        return known

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown."""
        return tuple(s for s in (self.access_key_secret, self.security_token) if s)

    def __repr__(self) -> str:
        return f"<Credentials {self.access_key_id[:4]}***>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled: let the other process find its own")


Provider = Callable[[], "Credentials | Awaitable[Credentials]"]
"""Gives credentials when asked; an asynchronous client also takes one that must be awaited."""


class Source:
    """Credentials that are there, or a provider of them with what it last gave."""

    __slots__ = ("_current", "_provider")

    def __init__(self, current: Credentials | None, provider: Provider | None) -> None:
        self._current = current
        self._provider = provider

    @property
    def refreshable(self) -> bool:
        """Whether asking again may give other credentials."""
        return self._provider is not None

    def current(self) -> Credentials | None:
        """What can be used now without asking anybody."""
        current = self._current
        if current is None or self._provider is None:
            return current
        return current if current.expires_at is None or current.expires_at - _EARLY > time.time() else None

    def ask(self) -> Credentials | Awaitable[Credentials]:
        """Asks the provider; `keep` takes what it gives."""
        assert self._provider is not None
        return self._provider()

    def keep(self, credentials: object) -> Credentials:
        """Remembers what the provider gave. Raises CredentialsError where it is something else."""
        if not isinstance(credentials, Credentials):
            raise CredentialsError(f"the provider gave {type(credentials).__name__} where Credentials are wanted")
        self._current = credentials
        return credentials

    def forget(self) -> None:
        """Makes the next attempt ask the provider again."""
        if self._provider is not None:
            self._current = None

    def __repr__(self) -> str:
        return f"<Source {self._current!r}>" if self._current else "<Source>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled: let the other process find its own")
