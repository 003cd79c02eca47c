"""Where a client's credentials come from, and asking there once for all who wait."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, NoReturn

from .credentials import Credentials
from .errors import ConfigurationError, CredentialsError, Error

if TYPE_CHECKING:
    import asyncio

    from .credentials import Provider

_EARLY = 60.0
_LATE = "the credentials provider did not answer in time"


class Source:
    """Credentials, and the provider that gives them anew; without one they stay what they are.

    However many calls find that they have run out, the provider is asked once.
    """

    __slots__ = ("_asking", "_current", "_lock", "_provider")

    def __init__(self, current: Credentials | None, provider: Provider | None) -> None:
        self._current = current
        self._provider = provider
        self._lock = threading.RLock()
        self._asking: asyncio.Task[Credentials] | None = None

    @property
    def refreshable(self) -> bool:
        """Whether asking again may give other credentials."""
        return self._provider is not None

    def current(self) -> Credentials | None:
        """What can be used now without asking anybody."""
        current = self._current
        if current is None or self._provider is None or current.expires_at is None:
            return current
        return current if current.expires_at - _EARLY > time.time() else None

    def fetch(self, limit: float | None) -> Credentials:
        """Asks the provider, unless another thread does so at this moment: that one is waited for, so many seconds.

        Raises CredentialsError.
        """
        if not self._lock.acquire(timeout=-1 if limit is None else limit):
            raise CredentialsError(_LATE)
        try:
            current = self.current()
            if current is not None:
                return current
            try:
                given = self._ask()
                if not isinstance(given, Credentials) and hasattr(given, "__await__"):
                    if hasattr(given, "close"):
                        given.close()
                    raise ConfigurationError(
                        "the credentials provider is asynchronous: use it with the asynchronous client"
                    )
                return self._keep(given)
            except Exception as error:
                return self._or_the_last(error)
        finally:
            self._lock.release()

    async def fetch_async(self, limit: float | None) -> Credentials:
        """Asks the provider, unless another task does so at this moment, and waits so many seconds.

        The question belongs to nobody: who is cancelled takes it from no other. Raises CredentialsError.
        """
        import asyncio

        loop = asyncio.get_running_loop()
        asking = self._asking
        if asking is None or asking.done() or asking.get_loop() is not loop:
            asking = self._asking = loop.create_task(self._fetch_async())
            asking.add_done_callback(
                lambda done: done.cancelled() or done.exception()
            )  # nobody may be left to ask for it
        await asyncio.wait((asking,), timeout=limit)
        if not asking.done():
            raise CredentialsError(_LATE)
        return asking.result()

    async def _fetch_async(self) -> Credentials:
        try:
            given = self._ask()
            if not isinstance(given, Credentials) and hasattr(given, "__await__"):
                given = await given
            return self._keep(given)
        except Exception as error:
            return self._or_the_last(error)

    def forget(self, credentials: Credentials) -> None:
        """Makes the next attempt ask again, where these are still the ones in use."""
        if self._provider is not None and self._current is credentials:
            self._current = None

    def _ask(self) -> Any:
        assert self._provider is not None
        return self._provider()

    def _keep(self, given: object) -> Credentials:
        if not isinstance(given, Credentials):
            raise CredentialsError(f"the provider gave {type(given).__name__} where Credentials are wanted")
        if given.expires_at is not None and given.expires_at <= time.time():
            raise CredentialsError("the provider gave credentials that have expired")
        self._current = given
        return given

    def _or_the_last(self, error: Exception) -> Credentials:
        """The last credentials where they still hold: they are renewed early, so that a provider may fail for a while."""
        current = self._current
        if current is not None and current.expires_at is not None and current.expires_at > time.time() + 1:
            return current
        if isinstance(error, Error):
            raise error
        raise CredentialsError(f"the credentials provider failed with {type(error).__name__}") from error

    def __repr__(self) -> str:
        return f"<Source {self._current!r}>" if self._current else "<Source>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled: let the other process find its own")
