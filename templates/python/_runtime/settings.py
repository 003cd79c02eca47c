"""What a client is configured with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from .chain import default_chain
from .credentials import Credentials
from .endpoint import Endpoint, choose
from .errors import ConfigurationError
from .hooks import Hooks
from .retry import Bucket
from .source import Source
from .transport import Timeout

if TYPE_CHECKING:
    from .credentials import Provider


class Service(NamedTuple):
    """What the contract says of the service as a whole. `package` is where its modules stand."""

    package: str
    product: str
    version: str
    endpoint: str
    endpoints: Mapping[str, str]


class Settings(NamedTuple):
    """The settings of a client; a changed copy shares everything else."""

    service: Service
    endpoint: Endpoint
    source: Source
    region_id: str | None
    signature: str
    format: str
    timeout: Timeout
    retries: int
    validate: bool
    headers: Mapping[str, str]
    hooks: Hooks
    bucket: Bucket


def make(
    service: Service,
    *,
    access_key_id: str | None,
    access_key_secret: str | None,
    security_token: str | None,
    credentials: Credentials | Provider | None,
    region_id: str | None,
    endpoint: str | None,
    signature: str,
    format: str,
    timeout: float | Timeout,
    retries: int,
    validate: bool,
    headers: Mapping[str, str] | None,
    hooks: Hooks | None,
) -> Settings:
    """The settings that the arguments of a client ask for. Raises ConfigurationError and CredentialsError."""
    region_id = region_id or os.environ.get("ALIBABA_CLOUD_REGION_ID") or None
    if access_key_id is not None or access_key_secret is not None or security_token is not None:
        if credentials is not None:
            raise ConfigurationError("give either access_key_id and access_key_secret, or credentials, not both")
        source = Source(Credentials(access_key_id or "", access_key_secret or "", security_token), None)
    elif isinstance(credentials, Credentials):
        source = Source(credentials, None)
    elif credentials is None or callable(credentials):
        source = Source(None, credentials or default_chain)
    else:
        raise ConfigurationError("credentials must be Credentials or a function that gives them")
    if signature not in ("v3", "rpc"):
        raise ConfigurationError(f"signature must be 'v3' or 'rpc', not {signature!r}")
    if format not in ("JSON", "XML"):
        raise ConfigurationError(f"format must be 'JSON' or 'XML', not {format!r}")
    return Settings(
        service,
        choose(endpoint or os.environ.get("ALIBABA_CLOUD_ENDPOINT"), region_id, service.endpoints, service.endpoint),
        source,
        region_id,
        signature,
        format,
        as_timeout(timeout),
        as_retries(retries),
        validate,
        as_headers(headers),
        hooks or Hooks(),
        Bucket(),
    )


def as_timeout(value: float | Timeout) -> Timeout:
    """A number of seconds limits the whole call. Raises ConfigurationError."""
    timeout = (
        value
        if isinstance(value, Timeout)
        else Timeout(min(Timeout().connect, value), min(Timeout().read, value), value)
    )
    if not all(part is None or 0 < part < 1e7 for part in timeout):
        raise ConfigurationError("time limits must be more than zero seconds")
    return timeout


def as_retries(value: int) -> int:
    """Raises ConfigurationError where the value is no sensible number of retries."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise ConfigurationError("retries must be a whole number from 0 to 100")
    return value


def as_headers(value: Mapping[str, str] | None) -> dict[str, str]:
    """Extra headers, names in lower case. Raises ConfigurationError where one would break the request apart."""
    headers = {name.lower(): text for name, text in (value or {}).items()}
    for name, text in headers.items():
        if not name or not all(c.isalnum() or c in "-_" for c in name) or not name.isascii():
            raise ConfigurationError(f"{name!r} is no name of a header")
        if not isinstance(text, str) or any(ord(c) < 32 or ord(c) > 255 or ord(c) == 127 for c in text):
            raise ConfigurationError(f"the header {name} holds a line end or another character that no header may hold")
        if name in _OWN or name.startswith("x-acs-"):
            raise ConfigurationError(f"the header {name} is made by the client itself")
    return headers


_OWN = frozenset(("host", "authorization", "content-length", "content-type", "transfer-encoding", "connection"))
