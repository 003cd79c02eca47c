"""The two clients' common ground, and their drivers of `attempts`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar

from . import settings as settings_
from .attempts import attempts
from .errors import ConfigurationError
from .transport import HttpRequest, Timeout
from .unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .credentials import Credentials, Provider
    from .hooks import Hooks
    from .model import Result
    from .operation import Operation
    from .transport import AsyncTransport, Transport

R = TypeVar("R", bound="Result")
C = TypeVar("C", bound="_Client")


class _Client:
    """What both clients have. The generated client of a service fills in `_service`."""

    _service: ClassVar[settings_.Service]
    _asynchronous: ClassVar[bool]
    _transport: Any
    _settings: settings_.Settings

    def __init__(
        self,
        *,
        access_key_id: str | None = None,
        access_key_secret: str | None = None,
        security_token: str | None = None,
        credentials: Credentials | Provider | None = None,
        region_id: str | None = None,
        endpoint: str | None = None,
        signature: str = "v3",
        format: str = "JSON",
        timeout: float | Timeout = Timeout(),  # noqa: B008 (immutable)
        retries: int = 2,
        validate: bool = True,
        headers: Mapping[str, str] | None = None,
        hooks: Hooks | None = None,
        transport: Any = None,
    ) -> None:
        """Make a client.

        Args:
            access_key_id: The access key. Without it, credentials are looked for in `ALIBABA_CLOUD_ACCESS_KEY_ID` and
                `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `~/.aliyun/config.json` and `~/.alibabacloud/credentials`, when the
                first call needs them.
            access_key_secret: Its secret. It is never shown.
            security_token: The token of temporary credentials.
            credentials: Credentials, or a function that gives them and is asked again before they expire.
            region_id: The region of calls that do not name one. Default: `ALIBABA_CLOUD_REGION_ID`.
            endpoint: A host or URL to call instead of the region's, `http://127.0.0.1:8080` for one. Default:
                `ALIBABA_CLOUD_ENDPOINT`, else what the pages name.
            signature: `v3`, or `rpc` for the older signature.
            format: The form of answers, `JSON` or `XML`. Results are the same.
            timeout: Seconds that a call may take with all its attempts, or a `Timeout`.
            retries: How often a call that is safe to repeat is tried again.
            validate: Whether arguments are checked by the documented rules before anything is sent.
            headers: Sent with every request.
            hooks: Functions that are called around each attempt.
            transport: What carries the requests, in place of the default.

        Raises:
            ConfigurationError: An argument cannot be used.
            CredentialsError: The credentials given are incomplete.
        """
        self._settings = settings_.make(
            self._service,
            access_key_id=access_key_id,
            access_key_secret=access_key_secret,
            security_token=security_token,
            credentials=credentials,
            region_id=region_id,
            endpoint=endpoint,
            signature=signature,
            format=format,
            timeout=timeout,
            retries=retries,
            validate=validate,
            headers=headers,
            hooks=hooks,
        )
        self._transport = transport
        self._check_transport()

    def _check_transport(self) -> None:
        """Raises ConfigurationError where the transport given is none, or is for the other client."""
        if self._transport is None:
            return
        from inspect import iscoroutinefunction

        send = getattr(self._transport, "send", None)
        if not callable(send) or not callable(getattr(self._transport, "close", None)):
            raise ConfigurationError("a transport has the methods send and close")
        if iscoroutinefunction(send) != self._asynchronous:
            kind = "asynchronous" if self._asynchronous else "synchronous"
            raise ConfigurationError(f"{type(self).__name__} needs a transport that is {kind}")

    def with_options(
        self: C,
        *,
        region_id: str | Unset = UNSET,
        timeout: float | Timeout | Unset = UNSET,
        retries: int | Unset = UNSET,
        validate: bool | Unset = UNSET,
        headers: Mapping[str, str] | Unset = UNSET,
        hooks: Hooks | Unset = UNSET,
    ) -> C:
        """A client with other options that shares the connections, the credentials and the retry budget of this one.

        Raises:
            ConfigurationError: An option cannot be used.
        """
        changed: dict[str, Any] = {}
        if region_id is not UNSET:
            changed["region_id"] = region_id
        if timeout is not UNSET:
            changed["timeout"] = settings_.as_timeout(timeout)
        if retries is not UNSET:
            changed["retries"] = settings_.as_retries(retries)
        if validate is not UNSET:
            changed["validate"] = validate
        if headers is not UNSET:
            changed["headers"] = {**self._settings.headers, **settings_.as_headers(headers)}
        if hooks is not UNSET:
            changed["hooks"] = settings_.as_hooks(hooks)
        self._default_transport()
        copy = type(self).__new__(type(self))
        copy._settings = self._settings._replace(**changed)
        copy._transport = self._transport
        return copy

    def _default_transport(self) -> Any:
        raise NotImplementedError

    def __repr__(self) -> str:
        where = self._settings.endpoint
        region = f", region {self._settings.region_id}" if self._settings.region_id else ""
        return f"<{type(self).__name__} of {self._service.product} at {where.scheme}://{where.authority}{region}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("clients hold connections and secrets and are not pickled")


class SyncClient(_Client):
    """A client whose methods return when the call is done. Safe to use from several threads."""

    _asynchronous = False
    _transport: Transport | None

    def _default_transport(self) -> Transport:
        if self._transport is None:
            from .http_sync import HttpTransport

            self._transport = HttpTransport()
        return self._transport

    def _call(self, operation: Operation[R], values: tuple[Any, ...]) -> R:
        transport = self._transport or self._default_transport()
        steps = attempts(self._settings, operation, values)
        reply: Any = None
        failed: list[BaseException] = (
            []
        )  # emptied to throw: no frame is to hold what a transport says before it is masked
        try:
            while True:
                step = steps.throw(failed.pop()) if failed else steps.send(reply)
                try:
                    if isinstance(step, HttpRequest):
                        reply = transport.send(step)
                    elif isinstance(step, (int, float)):
                        time.sleep(step)
                    else:
                        reply = step.fetch(self._settings.timeout.total)
                except BaseException as error:
                    failed.append(error)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]

    def close(self) -> None:
        """Close every connection."""
        if self._transport is not None:
            self._transport.close()

    def __enter__(self: C) -> C:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class BaseAsyncClient(_Client):
    """A client whose methods are awaited. Belongs to one event loop."""

    _asynchronous = True
    _transport: AsyncTransport | None

    def _default_transport(self) -> AsyncTransport:
        if self._transport is None:
            from .http_asyncio import AsyncHttpTransport

            self._transport = AsyncHttpTransport()
        return self._transport

    async def _call(self, operation: Operation[R], values: tuple[Any, ...]) -> R:
        transport = self._transport or self._default_transport()
        steps = attempts(self._settings, operation, values)
        reply: Any = None
        failed: list[BaseException] = []  # as in SyncClient
        try:
            while True:
                step = steps.throw(failed.pop()) if failed else steps.send(reply)
                try:
                    if isinstance(step, HttpRequest):
                        reply = await transport.send(step)
                    elif isinstance(step, (int, float)):
                        from asyncio import sleep

                        await sleep(step)
                    else:
                        reply = await step.fetch_async(self._settings.timeout.total)
                except BaseException as error:
                    failed.append(error)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]

    async def close(self) -> None:
        """Close every connection."""
        if self._transport is not None:
            await self._transport.close()

    async def __aenter__(self: C) -> C:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
