"""Old names that go on working: `x-docpact-aliases`, which an overlay declares where documentation corrects a name.

On a parameter, a member's schema, an operation or an error row it is a list of old names; on a schema with valid values it
is a mapping from the value to its old spellings. `docpact diff` suggests the overlay action.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTENSION = "x-docpact-aliases"


def aliases(extensions: Mapping[str, Any]) -> tuple[str, ...]:
    """The old names of a parameter, member, operation or error."""
    value = extensions.get(EXTENSION)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def value_aliases(extensions: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The old spellings of each valid value of a schema."""
    value = extensions.get(EXTENSION)
    if not isinstance(value, dict):
        return {}
    return {
        str(key): tuple(str(item) for item in old) if isinstance(old, list) else (str(old),)
        for key, old in value.items()
    }
