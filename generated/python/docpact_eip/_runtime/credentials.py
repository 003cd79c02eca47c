"""Who is calling: access keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from .errors import CredentialsError
from .signing import Key, rpc_key, v3_key

if TYPE_CHECKING:
    from collections.abc import Awaitable


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
        """Raises CredentialsError where a part is missing or cannot be one."""
        self.access_key_id = _checked("access_key_id", access_key_id)
        self.access_key_secret = _checked("access_key_secret", access_key_secret)
        self.security_token = _checked("security_token", security_token) if security_token else None
        if expires_at is not None and (isinstance(expires_at, bool) or not isinstance(expires_at, (int, float))):
            raise CredentialsError("expires_at must be a number of seconds since the epoch")
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


def _checked(name: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise CredentialsError(f"{name} must be a text that is not empty")
    if not value.isprintable() or not value.isascii() or " " in value:
        raise CredentialsError(f"{name} holds characters that none has; look for a stray line end or space")
    return value


Provider = Callable[[], "Credentials | Awaitable[Credentials]"]
"""Gives credentials when asked; an asynchronous client also takes one that must be awaited."""
