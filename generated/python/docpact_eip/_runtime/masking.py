"""Keeping secrets out of everything that people see."""

from __future__ import annotations

import re

MASK = "***"
_SECRET_NAME = re.compile(
    r"passw|secret|private_?key|user_?data|credential|authorization|security_?token|access_?token|auth_?token|^signature$",
    re.IGNORECASE,
)


def is_secret(name: str) -> bool:
    """Whether the value under this name should not be shown."""
    return _SECRET_NAME.search(name) is not None


def without_secrets(value: object) -> object:
    """The value; of mappings and lists a copy in which what stands under the name of a secret is masked."""
    if isinstance(value, dict):
        return {key: MASK if is_secret(str(key)) else without_secrets(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_secrets(item) for item in value]
    return value


def mask(text: str, secrets: tuple[str, ...]) -> str:
    """The text with every occurrence of the secrets replaced, also where signs in them are escaped for URLs, JSON or HTML."""
    for secret in secrets:
        if len(secret) >= 4:
            text = re.sub("".join([c if c.isalnum() else _written(c) for c in secret]), MASK, text)
    return text


def _written(sign: str) -> str:
    """A pattern for all the ways in which a sign is written, escaped a few times over: the bounds keep the search linear."""
    number = ord(sign)
    names = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
    named = f"|{names[sign]}" if sign in names else ""
    percent = rf"%(?:25){{0,3}}(?i:{number:02x})"
    json = rf"\\{{0,8}}(?:{re.escape(sign)}|u(?i:{number:04x}))"
    entity = rf"&(?:amp;){{0,3}}(?:#0{{0,4}}{number}|#x0{{0,4}}(?i:{number:x}){named});"
    return f"(?:{percent}|{json}|{entity})"
