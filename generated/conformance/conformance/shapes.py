"""Walking an answer beside its documented shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")


class Shapes:
    """One walk. `seen` collects the paths of documented fields that came with the documented type."""

    def __init__(self, format: str, seen: set[str]) -> None:
        self.format = format
        self.seen = seen
        self.problems: list[str] = []

    def walk(self, value: Any, shape: Mapping[str, Any], path: str) -> None:
        """Compares a value with a shape; `path` is where it stands (`EipAddresses.EipAddress[].Status`)."""
        kind = shape.get("type")
        if value is None or (value == "" and self.format == "XML"):
            return  # an empty element, and a null, say that there is no value
        fits, name = _fits(value, kind, bool(shape.get("lenient")))
        if not fits:
            self.problems.append(f"{path or 'the answer'} is {_show(value)}, {name}; documented is {kind}")
            return
        if path:
            self.seen.add(path)
        if kind == "array" and not isinstance(value, list):
            value = [value]
        if isinstance(value, dict) and kind in ("object", None):
            self._members(value, shape, path)
        elif isinstance(value, list):
            for item in value[:200]:
                self.walk(item, shape.get("items") or {}, f"{path}[]")
        else:
            self._scalar(value, shape, path)

    def _members(self, value: Mapping[str, Any], shape: Mapping[str, Any], path: str) -> None:
        members: Mapping[str, Any] = shape.get("properties") or {}
        for name, below in members.items():
            where = f"{path}.{name}" if path else name
            if name in value:
                self.walk(value[name], below, where)
                if value[name] is None and name in shape.get("required", ()):
                    self.problems.append(f"{where} is null, and every documented answer has a value")
            elif name in shape.get("required", ()) and not (self.format == "XML" and below.get("type") == "array"):
                twin = next((other for other in value if other not in members and _near(other, name)), None)
                hint = f"; there is an undocumented {twin!r}" if twin else ""
                self.problems.append(f"{where} is missing, which every documented answer has{hint}")
        for other in value:
            if other in members:
                continue
            twin = next((n for n in members if n not in value and _near(other, n)), None)
            if twin and twin not in shape.get("required", ()) and other not in shape.get("also", ()):
                self.problems.append(f"{path + '.' if path else ''}{other} is not documented; {twin} is")

    def _scalar(self, value: Any, shape: Mapping[str, Any], path: str) -> None:
        allowed = shape.get("enum")
        if allowed and value != "" and str(value) not in {str(item) for item in allowed}:
            self.problems.append(f"{path} is {_show(value)}, not one of the documented {', '.join(map(str, allowed))}")
        if shape.get("format") == "date-time" and value != "" and not DATE_TIME.fullmatch(str(value)):
            self.problems.append(f"{path} is {_show(value)}, no time in the documented form")
        if value != "" and _number(value):
            for key, beyond in (("minimum", float.__lt__), ("maximum", float.__gt__)):
                limit = shape.get(key)
                if limit is not None and beyond(float(value), float(limit)):
                    self.problems.append(f"{path} is {value}, beyond the documented {key} {limit}")


def _fits(value: Any, kind: str | None, lenient: bool) -> tuple[bool, str]:
    name = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "an array"}.get(
        type(value), "an object"
    )
    if lenient and not isinstance(value, str):
        return True, name
    match kind:
        case None:
            return True, name
        case "object":
            return isinstance(value, dict), name
        case "array":
            return isinstance(value, list) or (lenient and not isinstance(value, (bool, int, float))), name
        case "string":
            return isinstance(value, str) or (lenient and not isinstance(value, (dict, list))), name
        case "integer":
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole or (lenient and isinstance(value, str) and re.fullmatch(r"-?\d+", value) is not None), name
        case "number":
            real = isinstance(value, (int, float)) and not isinstance(value, bool)
            return real or (lenient and isinstance(value, str) and _number(value)), name
        case "boolean":
            return isinstance(value, bool) or (lenient and value in ("true", "false", "True", "False")), name
    return True, name


def _number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _near(one: str, other: str) -> bool:
    """Whether two names are one slip of the pen apart: case, one letter more, less, changed or swapped."""
    if one.lower() == other.lower():
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        unequal = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(unequal) == 1:
            return not (one[unequal[0]].isdigit() and other[unequal[0]].isdigit())
        return len(unequal) == 2 and unequal[1] == unequal[0] + 1 and one[unequal[0]] == other[unequal[1]]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))) and not longer.startswith(shorter)


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
