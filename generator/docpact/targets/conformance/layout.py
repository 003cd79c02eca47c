"""The case files as text: stable, and a line for each case and fact, so that a change shows as the lines it touches."""

from __future__ import annotations

import json

from docpact.contract.model import JSON

_BY_LINE = ("cases", "facts", "rows", "not_asserted")


def dumps(document: dict[str, JSON]) -> str:
    """The JSON text of a case file."""
    parts = []
    for key, value in document.items():
        if key in _BY_LINE and isinstance(value, list) and value:
            lines = ",\n  ".join(_compact(item) for item in value)
            parts.append(f"{_compact(key)}: [\n  {lines}\n ]")
        else:
            parts.append(f"{_compact(key)}: {_compact(value)}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _compact(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False)
