"""Reading answers: JSON and XML into the same values, and problems where they are neither."""

from __future__ import annotations

import json
from xml.etree import ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.client import Answer

Shape = Mapping[str, Any]


@dataclass(slots=True)
class Parsed:
    """An answer that was read. `value` is the document (None where it could not be read).

    `root` is the root element's name for XML. `problems` say what kept it from being read.
    """

    answer: Answer
    format: str
    value: Any = None
    root: str | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def success(self) -> bool:
        return 200 <= self.answer.status < 300

    @property
    def code(self) -> str | None:
        return self._text("Code")

    @property
    def message(self) -> str | None:
        return self._text("Message")

    def _text(self, name: str) -> str | None:
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else None

    def words(self) -> str:
        """What came, in one line."""
        if self.success:
            return f"success ({self.answer.status})"
        if self.code is None:
            return f"status {self.answer.status} without a Code"
        return f"{self.answer.status} {self.code}: {self.message or ''}".rstrip(": ")


def read(answer: Answer, wanted: str | None, shape: Shape) -> Parsed:
    """Reads an answer in the format that was asked for; `shape` is the documented one, which XML needs."""
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    body = answer.body
    looks_xml = body.lstrip()[:1] == b"<"
    found = "XML" if looks_xml else "JSON"
    parsed = Parsed(answer, found)
    if not body.strip():
        parsed.problems.append("the answer has no body")
        return parsed
    try:
        if looks_xml:
            _read_xml(parsed, body, shape)
        else:
            parsed.value = json.loads(body)
            wrapper = shape.get("json_root")
            if wrapper and isinstance(parsed.value, dict) and list(parsed.value) == [wrapper]:
                parsed.value = parsed.value[wrapper]
    except (ValueError, ElementTree.ParseError) as error:
        parsed.problems.append(f"the body is not well-formed {found}: {error}")
        return parsed
    if not isinstance(parsed.value, dict):
        parsed.problems.append("the body is no object")
    if wanted is not None and found != wanted.upper():
        parsed.problems.append(f"the answer came as {found} though Format={wanted} was asked for")
    expected = ("application/json", "text/json") if found == "JSON" else ("application/xml", "text/xml")
    if kind not in expected:
        parsed.problems.append(f"the content type is {kind or 'missing'!s}, not {expected[0]}")
    return parsed


def _read_xml(parsed: Parsed, body: bytes, shape: Shape) -> None:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise ValueError("a document type declaration, which no answer needs")
    root = ElementTree.fromstring(body)  # noqa: S314 - no declarations, so no entities
    parsed.root = root.tag
    parsed.value = _element(root, shape if parsed.success else {})


def _element(element: ElementTree.Element, shape: Shape) -> Any:
    kind = shape.get("type")
    children = list(element)
    if kind == "array":
        return [_element(child, shape.get("items") or {}) for child in children]
    if not children and kind != "object":
        return _scalar(element.text or "", kind)
    known = shape.get("properties") or {}
    out: dict[str, Any] = {}
    for child in children:
        below = known.get(child.tag) or {}
        if below.get("type") == "array" and not _wrapped(child, below):
            out.setdefault(child.tag, []).append(_element(child, below.get("items") or {}))
        elif child.tag in out and not below:
            held = out[child.tag]
            out[child.tag] = [*(held if isinstance(held, list) else [held]), _element(child, {})]
        else:
            out[child.tag] = _element(child, below)
    return out


def _wrapped(child: ElementTree.Element, shape: Shape) -> bool:
    name = shape.get("xml_name")
    return bool(name) and (any(grandchild.tag == name for grandchild in child) or not (list(child) or child.text))


def _scalar(text: str, kind: str | None) -> Any:
    """Text of XML as the documented type; left as text where it is not of that type, for the checks to say so."""
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def select(value: Any, path: str) -> list[Any]:
    """The values at a path such as `EipAddresses.EipAddress[].Status` or `Items[0].Name`; none where it ends."""
    found = [value]
    for part in _parts(path):
        found = list(_step(found, part))
    return found


def _parts(path: str) -> Iterator[str]:
    for part in path.split("."):
        name, _, rest = part.partition("[")
        if name:
            yield name
        while rest:
            index, _, rest = rest.partition("]")
            yield f"[{index}]"
            rest = rest.removeprefix("[")


def _step(values: list[Any], part: str) -> Iterator[Any]:
    for value in values:
        if part == "[]":
            yield from value if isinstance(value, list) else ()
        elif part.startswith("["):
            index = int(part[1:-1])
            if isinstance(value, list) and index < len(value):
                yield value[index]
        elif isinstance(value, dict) and part in value:
            yield value[part]
