"""Bodies of answers, JSON and XML, into one wire form."""

from __future__ import annotations

import json
from typing import Any

_MAX_DEPTH = 200


class NotUnderstood(ValueError):
    """A body that is neither a JSON object nor an XML document."""


def parse(body: bytes, root: str) -> dict[str, Any]:
    """The wire form of a body, whatever its content type claims. `root` is the name of the XML root element.

    Raises NotUnderstood.
    """
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return parse_xml(body)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        if not body.strip():
            raise NotUnderstood("the body is empty") from None
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise NotUnderstood(f"the body is no JSON: {reason}") from None
    if type(value) is not dict:
        raise NotUnderstood(f"the body is a JSON {type(value).__name__}, not an object")
    if len(value) == 1 and root in value and type(value[root]) is dict:
        return value[root]  # type: ignore[no-any-return]  # some services wrap JSON like XML
    return value


def parse_xml(body: bytes) -> dict[str, Any]:
    """The root element as nested dicts: repeated elements become lists, elements without children text.

    Declarations of entities and document types are refused. Raises NotUnderstood.
    """
    from xml.parsers import expat

    stack: list[tuple[str, dict[str, Any], list[str]]] = []
    result: list[Any] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) >= _MAX_DEPTH:
            raise NotUnderstood("the XML is nested too deep")
        stack.append((name, {}, []))

    def end(name: str) -> None:
        _, children, texts = stack.pop()
        value: Any = children or "".join(texts).strip()
        if not stack:
            result.append(value)
            return
        siblings = stack[-1][1]
        if name not in siblings:
            siblings[name] = value
        elif type(siblings[name]) is list:
            siblings[name].append(value)
        else:
            siblings[name] = [siblings[name], value]

    def text(data: str) -> None:
        if stack:
            stack[-1][2].append(data)

    def refuse(*_: object) -> None:
        raise NotUnderstood("the XML declares a document type, which is refused")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise NotUnderstood(f"the body is no XML: {error}") from None
    return result[0] if result and type(result[0]) is dict else {}
