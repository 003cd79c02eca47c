"""Credentials that nobody gave: where they are looked for, and in which order."""

from __future__ import annotations

import os

from .credentials import Credentials
from .errors import CredentialsError


def from_environment() -> Credentials | None:
    """From `ALIBABA_CLOUD_ACCESS_KEY_ID`, `…_SECRET` and `ALIBABA_CLOUD_SECURITY_TOKEN`; None where they are not set."""
    key_id = os.environ.get("ALIBABA_CLOUD_ACCESS_KEY_ID")
    secret = os.environ.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
    if not key_id and not secret:
        return None
    if not key_id or not secret:
        missing = "SECRET" if key_id else "ID"
        raise CredentialsError(f"ALIBABA_CLOUD_ACCESS_KEY_{missing} is not set, though its other half is")
    try:
        return Credentials(key_id, secret, os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"))
    except CredentialsError as error:
        name, _, rest = str(error).partition(" ")
        raise CredentialsError(f"ALIBABA_CLOUD_{name.upper()} {rest}") from None


def default_chain() -> Credentials:
    """The environment, then the profile files. Raises CredentialsError, which says where it looked."""
    found = from_environment()
    if found is None:
        from .profiles import from_files

        found = from_files()
    if found is None:
        raise CredentialsError(
            "no credentials: none were given to the client, ALIBABA_CLOUD_ACCESS_KEY_ID is not set, and neither "
            "~/.aliyun/config.json nor ~/.alibabacloud/credentials exists"
        )
    return found
