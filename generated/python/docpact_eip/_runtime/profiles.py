"""Credentials from the profile files of the vendor's tools. No message shows what a file holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .credentials import Credentials
from .errors import CredentialsError


def from_files() -> Credentials | None:
    """From `~/.aliyun/config.json`, else `~/.alibabacloud/credentials`; None where neither exists.

    `ALIBABA_CLOUD_PROFILE` chooses the profile, `ALIBABA_CLOUD_CREDENTIALS_FILE` another place for the second.
    Raises CredentialsError where a file or profile cannot be used.
    """
    wanted = os.environ.get("ALIBABA_CLOUD_PROFILE")
    place = os.environ.get("ALIBABA_CLOUD_CREDENTIALS_FILE")
    if place:
        return from_ini(_expanded(place), wanted)
    config = _expanded("~/.aliyun/config.json")
    if os.path.lexists(config):
        return from_config(config, wanted)
    credentials = _expanded("~/.alibabacloud/credentials")
    return from_ini(credentials, wanted) if os.path.lexists(credentials) else None


def _expanded(place: str) -> Path:
    try:
        return Path(place).expanduser()
    except RuntimeError:
        raise CredentialsError(f"{place} cannot be looked for: this user has no home folder") from None


def from_config(path: Path, wanted: str | None = None) -> Credentials:
    """The profile of a `config.json` as the vendor's command line writes it."""
    import json

    try:
        data = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        where = (
            f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "some depth"
        )
        raise CredentialsError(f"{path} is not valid JSON at {where}") from None
    profiles = data.get("profiles") if isinstance(data, dict) else None
    if not isinstance(profiles, list):
        raise CredentialsError(f"{path} has no list `profiles`; run the vendor's `configure` command to write one")
    name = wanted or data.get("current") or "default"
    profile = next((p for p in profiles if isinstance(p, dict) and p.get("name") == name), None)
    if profile is None:
        raise CredentialsError(f"{path} has no profile {name!r}")
    mode = profile.get("mode") or "AK"
    if mode not in ("AK", "StsToken"):
        raise CredentialsError(
            f"{path}: profile {name!r} has the mode {mode!r}; this client reads AK and StsToken, "
            "for others give it a provider: Client(credentials=…)"
        )
    return _make(path, name, profile, "sts_token" if mode == "StsToken" else "")


def from_ini(path: Path, wanted: str | None = None) -> Credentials:
    """The section of a `credentials` file."""
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(_read(path))
    except configparser.Error as error:
        line = getattr(error, "lineno", None)
        raise CredentialsError(f"{path} is not a valid INI file{f' (line {line})' if line else ''}") from None
    name = wanted or "default"
    if not parser.has_section(name):
        raise CredentialsError(f"{path} has no section [{name}]")
    section = dict(parser.items(name))
    kind = section.get("type") or "access_key"
    if kind not in ("access_key", "sts"):
        raise CredentialsError(
            f"{path}: [{name}] has the type {kind!r}; this client reads access_key and sts, "
            "for others give it a provider: Client(credentials=…)"
        )
    return _make(path, name, section, "security_token" if kind == "sts" else "")


def _make(path: Path, name: str, profile: dict[str, Any], token: str) -> Credentials:
    for key in ("access_key_id", "access_key_secret", *([token] if token else [])):
        if not isinstance(profile.get(key), str) or not profile[key]:
            raise CredentialsError(f"{path}: profile {name!r} has no {key}")
    try:
        return Credentials(profile["access_key_id"], profile["access_key_secret"], profile[token] if token else None)
    except CredentialsError as error:
        raise CredentialsError(f"{path}: profile {name!r}: {error}") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CredentialsError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise CredentialsError(f"{path} cannot be read: {error.strerror}") from None
