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


def mask(text: str, secrets: tuple[str, ...]) -> str:
    """The text with every occurrence of the secrets replaced, also where they are percent-encoded."""
    for secret in secrets:
        if len(secret) >= 4:
            if secret in text:
                text = text.replace(secret, MASK)
            if not secret.isalnum():
                from urllib.parse import quote

                once = quote(secret, safe="~")
                text = text.replace(once, MASK).replace(quote(once, safe="~"), MASK)
    return text
