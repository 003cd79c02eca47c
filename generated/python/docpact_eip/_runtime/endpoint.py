"""Where a service is reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from .errors import ConfigurationError


class Endpoint(NamedTuple):
    """A scheme, a host and a port; `authority` is what the Host header says."""

    scheme: str
    host: str
    port: int
    authority: str


def parse(text: str) -> Endpoint:
    """The endpoint that `vpc.aliyuncs.com` or `http://127.0.0.1:8080` names. Raises ConfigurationError."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
        host = parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError as error:
        shown = "given" if "@" in text else repr(text)
        raise ConfigurationError(f"the endpoint {shown} is not valid: {error}") from None
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ConfigurationError("an endpoint is a host, with scheme and port where needed, and nothing else")
    if parts.scheme not in ("http", "https"):
        raise ConfigurationError(f"the endpoint {text!r} must begin with https:// or http://")
    if not host or any(c.isspace() or not c.isprintable() for c in text):
        raise ConfigurationError(f"the endpoint {text!r} names no host")
    if port == 0:
        raise ConfigurationError(f"the endpoint {text!r} has the port 0, which nothing listens at")
    shown = f"[{host}]" if ":" in host else host
    default = 443 if parts.scheme == "https" else 80
    return Endpoint(parts.scheme, host, port or default, shown if port in (None, default) else f"{shown}:{port}")


def choose(explicit: str | None, region: str | None, regions: Mapping[str, str], default: str) -> Endpoint:
    """The explicit endpoint, else the region's, else the service's. Raises ConfigurationError."""
    text = explicit or (regions.get(region) if region else None) or default
    if "{region}" in text:
        if not region:
            raise ConfigurationError("the endpoint depends on the region: give region_id or endpoint")
        if not region.replace("-", "").isalnum() or not region.isascii():
            raise ConfigurationError(f"{region!r} is no region")
        text = text.replace("{region}", region)
    if not text:
        raise ConfigurationError(
            "the pages name no endpoint: give endpoint=… to the client, or set ALIBABA_CLOUD_ENDPOINT"
        )
    return parse(text)
