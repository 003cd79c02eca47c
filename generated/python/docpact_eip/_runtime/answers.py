"""Bodies of answers, JSON and XML, into one wire form."""

from __future__ import annotations

import json
from typing import Any

_MAX_DEPTH = 200
_ALWAYS = frozenset(("RequestId", "requestId", "Code", "code"))


class NotUnderstood(ValueError):
    """A body that is neither a JSON object nor an XML document."""


def parse(body: bytes, root: str) -> dict[str, Any]:
    """The wire form of a body, whatever its content type claims. `root` is the name of the XML root element.

    Raises NotUnderstood.
    """
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return parse_xml(body, root)
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


def parse_xml(body: bytes, root: str) -> dict[str, Any]:
    """The root element as nested dicts: repeated elements become lists, elements without children text.

    Prefixes of names are left out. Declarations of entities and document types are refused, and so is a document of
    another kind, such as a web page. Raises NotUnderstood.
    """
    from xml.parsers import expat

    tree = _Tree()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = tree.refuse
    parser.EntityDeclHandler = tree.refuse
    try:
        parser.Parse(body, True)
    except NotUnderstood:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter of encodings
        raise NotUnderstood(f"the body is no XML: {error}") from None
    name, value = tree.name, tree.value
    found = value if type(value) is dict else {}
    if name == "Error":
        return {"Message": "", **found}
    if name != root and not name.endswith("Response") and not found.keys() & _ALWAYS:
        raise NotUnderstood(f"the body is a <{name[:40]}>, not a <{root or 'Response'}>")
    return found


class _Tree:
    """What an XML document says, while it is read."""

    def __init__(self) -> None:
        self.name = ""
        self.value: Any = ""
        self._open: list[tuple[str, dict[str, Any], list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise NotUnderstood("the XML is nested too deep")
        self._open.append((name.rpartition(":")[2], {}, []))

    def end(self, _: str) -> None:
        name, children, texts = self._open.pop()
        value: Any = children or _leaf("".join(texts))
        if not self._open:
            self.name, self.value = name, value
            return
        siblings = self._open[-1][1]
        if name not in siblings:
            siblings[name] = value
        elif type(siblings[name]) is list:
            siblings[name].append(value)
        else:
            siblings[name] = [siblings[name], value]

    def text(self, data: str) -> None:
        self._open[-1][2].append(data)

    def refuse(self, *_: object) -> None:
        raise NotUnderstood("the XML declares a document type, which is refused")


def _leaf(text: str) -> str:
    """The text of an element. Line ends around it are how the document is printed; other spaces are the value's."""
    return text.strip() if text[:1] in ("\r", "\n") else text
