"""From an address in a contract to a line of the file that says it: a contract file, or the pages behind it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from docpact.contract.lines import Lines
from docpact.contract.model import Contract
from docpact.diagnostics import Span
from docpact.diff.model import Address, Part, Place
from docpact.diff.prose import holds, word_list

PageSources: TypeAlias = Mapping[str, Mapping[tuple[str | int, ...], Span]]
_LONGEST = 400
_TOKEN = re.compile(r"[^\W_]+")
_ENOUGH = 8
"""How many words of a text must stand on a line for it to be the line of that text."""


class Locator(Protocol):
    """Finds the place of an address. Where the exact thing cannot be found, what holds it is given.

    `text` stands there, and helps to find it where only the operation or the service is known.
    """

    def place(self, address: Address, text: str = "") -> Place: ...


class ContractPlaces:
    """Places in the text of a contract file, called `name` in messages. `document` is the text as loaded."""

    def __init__(self, name: str, text: str, document: Any) -> None:
        self.name = name
        self.document = document
        self.lines = text.split("\n")
        self.places = Lines(text.encode())

    def place(self, address: Address, text: str = "") -> Place:
        line, _ = self.places.locate(_existing(self.document, self._pointer(address)))
        row = self.lines[line - 1].strip() if line <= len(self.lines) else ""
        return Place(self.name, line, row[:_LONGEST])

    @functools.cached_property
    def _operations(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        paths = self.document.get("paths")
        for path, item in paths.items() if isinstance(paths, dict) else ():
            for method, node in item.items() if isinstance(item, dict) else ():
                if isinstance(node, dict):
                    found.setdefault(str(node.get("operationId") or f"{method} {path}"), (path, method))
        return found

    def _pointer(self, address: Address) -> tuple[str | int, ...]:
        if not address.operation:
            return self._service_pointer(address)
        path, method = self._operations.get(address.operation, ("", ""))
        root: tuple[str | int, ...] = ("paths", path, method)
        node = _at(self.document, root)
        if not isinstance(node, dict):
            return ("paths",)
        match address.part:
            case Part.OPERATION if address.keyword in ("path", "method", "title"):
                return root
            case Part.OPERATION:
                return _with_keyword(root, address)
            case Part.PARAMETER:
                index = _named(node.get("parameters"), "name", address.name)
                return self._schema_pointer((*root, "parameters", *index), address)
            case Part.BODY:
                content = _at(node, ("requestBody", "content"))
                media = next(iter(content), "") if isinstance(content, dict) else ""
                return self._schema_pointer((*root, "requestBody", "content", media), address)
            case Part.RULE:
                return (*root, "x-docpact-rules", address.index)
            case Part.RESPONSE:
                return self._response_pointer(root, node, address)
            case Part.ERROR:
                return self._error_pointer(root, node, address)
        return root

    def _service_pointer(self, address: Address) -> tuple[str | int, ...]:
        if address.part is Part.PARAMETER:
            rows = self.document.get("x-docpact-common-parameters")
            root: tuple[str | int, ...] = ("x-docpact-common-parameters", *_named(rows, "name", address.name))
            return self._schema_pointer(root, address)
        if address.part is Part.ERROR:
            rows = self.document.get("x-docpact-common-errors")
            return ("x-docpact-common-errors", *_named(rows, "code", address.name, address.index))
        if address.keyword in self.document:
            return (address.keyword,)
        return ("info", address.keyword)

    def _response_pointer(self, root: tuple[str | int, ...], node: Any, address: Address) -> tuple[str | int, ...]:
        responses = node.get("responses")
        status = next((s for s in responses if str(s).startswith("2")), "") if isinstance(responses, dict) else ""
        if not address.path:
            return (*root, "responses", status)
        content = _at(node, ("responses", status, "content", "application/json"))
        reference = _at(content, ("schema", "$ref"))
        if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
            return self._schema_pointer(("components", "schemas", reference.rpartition("/")[2]), address, top=False)
        return self._schema_pointer((*root, "responses", status, "content", "application/json"), address)

    def _error_pointer(self, root: tuple[str | int, ...], node: Any, address: Address) -> tuple[str | int, ...]:
        seen = 0
        for status, response in (node.get("responses") or {}).items():
            rows = response.get("x-docpact-errors") if isinstance(response, dict) else None
            for index, row in enumerate(rows if isinstance(rows, list) else ()):
                if isinstance(row, dict) and row.get("code") == address.name:
                    if seen == address.index:
                        return (*root, "responses", status, "x-docpact-errors", index)
                    seen += 1
        return (*root, "responses")

    def _schema_pointer(
        self, root: tuple[str | int, ...], address: Address, *, top: bool = True
    ) -> tuple[str | int, ...]:
        """On from a parameter, body or media type into its schema; `top` where `root` has the schema as a member."""
        if not address.path and address.keyword:
            here = _with_keyword(root, address)
            if _at(self.document, here) is not None:
                return here
        pointer = (*root, "schema") if top and (address.path or address.keyword) else root
        for step in address.path:
            for inner in (("items",), ("properties", step), ("contentSchema", "properties", step)):
                if (inner == ("items",)) == (step == "[]") and _at(self.document, (*pointer, *inner)) is not None:
                    pointer = (*pointer, *inner)
                    break
        return _with_keyword(pointer, address) if address.keyword else pointer


class PagePlaces:
    """Places on the pages of a contract. `sources` and `texts` are by the page's path, as the contract names it."""

    def __init__(
        self, contract: Contract, sources: PageSources, texts: Mapping[str, str], names: Mapping[str, str]
    ) -> None:
        self.contract = contract
        self.sources = sources
        self.texts = texts
        self.names = names

    def place(self, address: Address, text: str = "") -> Place:
        pages = self._pages(address)
        if not address.operation and address.part is Part.ERROR:
            return self._common_error(address, pages)
        for key in self._keys(address):
            if key == ("operation",) and text and (found := self._holding(pages, text, address.part)):
                return found
            for page in pages:
                plain = self._plain(page)
                span = self.sources.get(page, {}).get(key) or plain.get(_plain(key)) or plain.get(_folded(_plain(key)))
                if span is not None:
                    return self._at(page, span)
        return Place(self.names.get(pages[0], pages[0]) if pages else "", 0)

    def _pages(self, address: Address) -> list[str]:
        """The page of the operation; of the service, those that describe no operation come first."""
        operation = self.contract.operation(address.operation)
        if operation is not None:
            return [operation.page]
        taken = {operation.page for operation in self.contract.operations}
        return sorted(self.sources, key=lambda page: (page in taken, page))

    def _common_error(self, address: Address, pages: Sequence[str]) -> Place:
        """The row of a common error, which may stand on any page of such errors, and on several."""
        same = [row for row in self.contract.common_errors if row.code == address.name]
        wanted = same[address.index] if address.index < len(same) else None
        rows = (self._at(page, span) for page in pages for key, span in self.sources[page].items() if key[0] == "error")
        found = [place for place in rows if address.name in place.text]
        exact = (place for place in found if wanted is not None and holds(place.text, wanted.message))
        return next(exact, found[0] if found else Place(self.names.get(pages[0], pages[0]) if pages else "", 0))

    def _keys(self, address: Address) -> list[tuple[str | int, ...]]:
        match address.part:
            case Part.PARAMETER | Part.BODY:
                return [("parameter", address.subject), ("parameter", address.name), ("operation",)]
            case Part.RULE:
                return [("parameter", address.name), ("operation",)]
            case Part.OPERATION if address.keyword == "parameters":
                operation = self.contract.operation(address.operation)
                return [*(("parameter", p.name) for p in (operation.arguments if operation else ())), ("operation",)]
            case Part.OPERATION if address.keyword == "responses":
                return [("error", 0), ("operation",)]
            case Part.RESPONSE:
                shorter = [address.path[:length] for length in range(len(address.path), 0, -1)]
                return [*(("response", _join(path)) for path in shorter), ("operation",)]
            case Part.ERROR:
                return [("error", self._error(address)), ("operation",)]
        return [("operation",)]

    def _error(self, address: Address) -> int:
        operation = self.contract.operation(address.operation)
        rows = operation.errors if operation is not None else ()
        same = [index for index, row in enumerate(rows) if row.code == address.name]
        return same[address.index] if address.index < len(same) else -1

    def _holding(self, pages: Sequence[str], text: str, part: Part) -> Place | None:
        """The first line of the pages that holds the words of a text; in links they may stand in the target.

        What is said about a whole answer, its examples above all, stands in no row of a table.
        """
        wanted = f" {' '.join(_TOKEN.findall(text)[:_ENOUGH])} "
        for page in pages if wanted.strip() else ():
            for number, line in enumerate(self.texts.get(page, "").split("\n"), 1):
                if part is Part.RESPONSE and line.startswith("|"):
                    continue
                if any(wanted in f" {' '.join(tokens)} " for tokens in (word_list(line), _TOKEN.findall(line))):
                    return self._at(page, Span(page, number, 1, number, 1))
        return None

    @functools.lru_cache(maxsize=1024)  # noqa: B019  (lives as long as one comparison)
    def _plain(self, page: str) -> dict[tuple[str | int, ...], Span]:
        plain: dict[tuple[str | int, ...], Span] = {}
        for key, span in self.sources.get(page, {}).items():
            plain.setdefault(_plain(key), span)
        for key, span in list(plain.items()):
            plain.setdefault(_folded(key), span)
        return plain

    def _at(self, page: str, span: Span) -> Place:
        lines = self.texts.get(page, "").split("\n")
        row = " ".join(" ".join(lines[span.line - 1 : max(span.line, span.end_line)]).split())
        return Place(self.names.get(page, page), span.line, row[:_LONGEST])


def _plain(key: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The key of a row without the marks of lists: `Tag.N.Key`, `Tag.1.Key` and `Tag[].Key` are one."""
    if len(key) < 2 or not isinstance(key[1], str):
        return key
    steps = key[1].replace("[]", "").split(".")
    kept = [step for step in steps if step not in ("", "N", "n", "M", "m", "X", "x") and not step.isdigit()]
    return (key[0], ".".join(kept))


def _folded(key: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(step.casefold() if isinstance(step, str) else step for step in key)


def _join(path: tuple[str, ...]) -> str:
    text = ""
    for step in path:
        text += step if step == "[]" or not text else f".{step}"
    return text


def _existing(document: Any, pointer: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The pointer as far as the document has something there."""
    node = document
    for depth, step in enumerate(pointer):
        if not _has(node, step):
            return pointer[:depth]
        node = node[step]
    return pointer


def _has(node: Any, step: str | int) -> bool:
    if isinstance(node, dict):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node)


def _at(node: Any, pointer: tuple[str | int, ...]) -> Any:
    for step in pointer:
        if not _has(node, step):
            return None
        node = node[step]
    return node


def _named(rows: Any, key: str, name: str, nth: int = 0) -> tuple[int, ...]:
    found = [
        i
        for i, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and row.get(key) == name
    ]
    return (found[nth],) if nth < len(found) else ()


def _with_keyword(pointer: tuple[str | int, ...], address: Address) -> tuple[str | int, ...]:
    return (*pointer, address.keyword) if address.keyword else pointer
