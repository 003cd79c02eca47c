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

NoneType = type(None)

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

    def __repr__(self) -> str:
        return f"<Settings of {self.service.product}>"


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
    for name, value in (("region_id", region_id), ("endpoint", endpoint)):
        if not isinstance(value, (str, NoneType)):
            raise ConfigurationError(f"{name} must be a text, not {type(value).__name__}")
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
        as_hooks(hooks),
        Bucket(),
    )


def as_timeout(value: float | Timeout) -> Timeout:
    """A number of seconds limits the whole call. Raises ConfigurationError."""
    if isinstance(value, Timeout):
        timeout = value
    elif isinstance(value, (int, float)):
        timeout = Timeout(min(Timeout().connect, value), min(Timeout().read, value), value)
    else:
        raise ConfigurationError(
            "timeout must be a number of seconds, or a Timeout; Timeout(total=None) sets no deadline"
        )
    for name, part in timeout._asdict().items():
        if part is None and name == "total":
            continue
        if isinstance(part, bool) or not isinstance(part, (int, float)) or not 0 < part < 1e7:
            raise ConfigurationError(f"time limits must be more than zero seconds, and {name} is {part!r}")
    return timeout


def as_retries(value: int) -> int:
    """Raises ConfigurationError where the value is no sensible number of retries."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise ConfigurationError("retries must be a whole number from 0 to 100")
    return value


def as_headers(value: Mapping[str, str] | None) -> dict[str, str]:
    """Extra headers, names in lower case. Raises ConfigurationError where one would break the request apart."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise ConfigurationError("headers must be a mapping of texts")
    headers = {name.lower(): text for name, text in value.items()}
    for name, text in headers.items():
        if not name or not all(c.isalnum() or c in "-_" for c in name) or not name.isascii():
            raise ConfigurationError(f"{name!r} is no name of a header")
        if not isinstance(text, str) or any(ord(c) < 32 or ord(c) > 255 or ord(c) == 127 for c in text):
            raise ConfigurationError(f"the header {name} holds a line end or another character that no header may hold")
        if name in _OWN or name.startswith("x-acs-"):
            raise ConfigurationError(f"the header {name} is made by the client itself")
    return headers


def as_hooks(value: Hooks | None) -> Hooks:
    """Raises ConfigurationError where the value is none."""
    hooks = Hooks() if value is None else value
    if not isinstance(hooks, Hooks) or not all(hook is None or callable(hook) for hook in hooks):
        raise ConfigurationError("hooks must be Hooks, with functions")
    return hooks


_OWN = frozenset(("host", "authorization", "content-length", "content-type", "transfer-encoding", "connection"))
