"""The success answer of an operation, from its tables and its examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from docpact.contract.model import JSON, Example, Response, Schema
from docpact.pages.model import Fence
from docpact.understand import codes, facts
from docpact.understand.dialect import Dialect
from docpact.understand.errors import successes
from docpact.understand.examples import Element, Shape, read_json, read_xml, shape_of_json, shape_of_xml
from docpact.understand.faults import fault
from docpact.understand.layout import Layout
from docpact.understand.messages import payload
from docpact.understand.messages import status as status_of
from docpact.understand.request import Node, build_tree, properties
from docpact.understand.response import Answered, answered
from docpact.understand.rows import Entry, read_rows
from docpact.understand.tree import Tree, only_tree, read_tree

_WORD = re.compile(r"(?:[A-Za-z_][A-Za-z0-9_]*\.)*([A-Za-z_][A-Za-z0-9_]*)")
_DEEPEST = 24
_MOST_ROWS = 5000


@dataclass(slots=True)
class _Shown:
    """What the examples of answers show together."""

    shape: Shape = field(default_factory=lambda: Shape(""))
    examples: list[Example] = field(default_factory=list)
    documents: list[Element] = field(default_factory=list)
    """Those in XML."""
    xml_root: str | None = None
    status: int | None = None

    @property
    def has_json(self) -> bool:
        return any(e.media_type == "application/json" and not isinstance(e.value, str) for e in self.examples)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of an operation, of which nobody read the descriptions yet."""

    bare: Response
    """All but what the rows say."""
    tree: Answered | Tree | None
    headers: Node

    def read(self, reader: facts.Reader) -> Response:
        """The answer with its rows, and with what the reader reads about them."""
        schema = self.bare.schema if self.tree is None else self.tree.schema(reader)
        return replace(self.bare, schema=schema, headers=properties(self.headers, reader, ""))


def answer(layout: Layout, name: str, *, rpc: bool) -> Answer:
    """The answer of the operation of that name. What its examples are wrong in is recorded in the layout's problems."""
    shown = _examples(layout, name)
    shape, xml_root = shown.shape, shown.xml_root
    entries = _rows(layout)
    if xml_root is not None and xml_root not in shape.members:
        entries = [entry for entry in entries if entry.name.text != xml_root or entry.name.depth]
    wanted: set[str] | None = None
    if shown.has_json:
        wanted = {entry.name.steps[-1].name.casefold() for entry in entries}
        wanted -= {inner.name.casefold() for inner in shape.walk()}
    for element in shown.documents:
        if element.name in shape.members:  # the root is missing and this is a member
            element = Element("", [element])
        shape_of_xml(element, shape, wanted)
    if not shown.examples:
        for fence in layout.answer_forms:
            shape_of_json(_sampled(read_json(payload(fence.text))[0], layout.dialect), shape)
    grid = only_tree([part.grid for part in layout.response], layout.dialect)
    tree: Answered | Tree | None
    if grid is not None:
        tree = read_tree(grid, layout, shape.levels)
    else:
        tree = answered(entries, shape, layout.problems, layout.spans, wrapped_lists=rpc)
    plain = Schema(type=shape.kind) if tree is None and shape.kind not in (None, "object") else None
    if rpc and xml_root is None:
        xml_root = f"{name}Response"
    stated = successes(layout.statuses)
    status = shown.status or (stated[0][0] if stated else 200)
    bare = Response(
        status=status,
        description=next((text for number, text in stated if number == status), ""),
        schema=plain,
        xml_root=None if tree is None and plain is None else xml_root,
        examples=tuple(sorted(shown.examples, key=lambda example: example.media_type)),  # JSON first
    )
    return Answer(bare, tree, _headers(layout))


def _examples(layout: Layout, name: str) -> _Shown:
    shown = _Shown()
    for fence in layout.answers:
        status = status_of(fence.text)
        if shown.status is None and status is not None and 200 <= status < 300:
            shown.status = status
        body = payload(fence.text).strip("\n")
        text = body.strip()
        if text.startswith("<"):
            element, sound = read_xml(text)
            if element is not None:
                shown.documents.append(element)
                shown.xml_root = shown.xml_root or element.name or None
            if not sound:
                _report_broken(layout, fence, "XML")
            shown.examples.append(Example(media_type="application/xml", value=body))
        elif text:
            _read_json(layout, fence, body, name, shown)
    return shown


def _read_json(layout: Layout, fence: Fence, body: str, name: str, shown: _Shown) -> None:
    value, sound = read_json(body.strip())
    if _is_form(value, layout.dialect):
        layout.answer_forms.append(fence)
        return
    if value is None or (isinstance(value, str) and not sound):
        layout.unparsed.append(fence.text)
        return
    if not sound:
        _report_broken(layout, fence, "JSON")
    if isinstance(value, dict) and len(value) == 1:
        key, inner = next(iter(value.items()))
        if isinstance(inner, dict) and key.strip() == f"{name}Response":
            value = inner
    shape_of_json(value, shown.shape)
    shown.examples.append(Example(media_type="application/json", value=value if sound else body))


def _report_broken(layout: Layout, fence: Fence, what: str) -> None:
    span, why = fault(layout.page, fence, what)
    message = f"this {what} example is not well-formed{f': {why}' if why else ''}"
    layout.problems.append(codes.BROKEN_EXAMPLE.at(span, message, help="correct it"))


def _is_form(value: JSON, dialect: Dialect) -> bool:
    """Whether all values of a JSON document are names of types: it shows the form of an answer and no answer."""
    leaves = 0
    waiting: list[JSON] = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (dict, list)):
            waiting += inner.values() if isinstance(inner, dict) else inner
            continue
        kind = dialect.type(inner) if isinstance(inner, str) and inner else None
        if kind is None or kind.type is None:
            return False
        leaves += 1
    return leaves > 0


_SAMPLES: dict[str | None, JSON] = {"integer": 1, "number": 1.5, "boolean": True, "array": [], "object": {}}


def _sampled(form: JSON, dialect: Dialect, depth: int = 0) -> JSON:
    """A form with a value of its type for each name of a type."""
    if isinstance(form, dict) and depth < _DEEPEST:
        return {key: _sampled(inner, dialect, depth + 1) for key, inner in form.items()}
    if isinstance(form, list) and depth < _DEEPEST:
        return [_sampled(inner, dialect, depth + 1) for inner in form]
    kind = dialect.type(form) if isinstance(form, str) else None
    return form if kind is None else _SAMPLES.get(kind.type, form)


def _headers(layout: Layout) -> Node:
    """The headers of the answer that tables of their own describe."""
    entries = [
        entry
        for part in layout.response_headers
        for entry in read_rows(part.grid, layout.dialect, layout.problems, layout.unparsed)
    ]
    return build_tree(entries, layout.problems, layout.spans, "header")


def _rows(layout: Layout) -> list[Entry]:
    """The rows of the response tables in depth-first order: the table of a data type stands behind each row it is about."""
    out: list[Entry] = []
    waiting: list[tuple[str, list[Entry]]] = []
    for part in layout.response:
        rows = read_rows(part.grid, layout.dialect, layout.problems, layout.unparsed)
        if out and part.label:
            waiting.append((part.label, rows))
        else:
            out += rows
    while waiting:
        known = {word for entry in out for word in _words_of(entry)}
        ready = next((one for one in waiting if known & _words(one[0])), waiting[0])
        waiting.remove(ready)
        _insert(out, *ready)
    return out


def _insert(entries: list[Entry], label: str, rows: list[Entry]) -> None:
    """Puts the rows of a table behind the rows that its label names, or else at the end."""
    wanted = _words(label)
    found = [number for number, entry in enumerate(entries) if wanted & _words_of(entry)]
    owners = [number for number in found if _is_owner(entries[number], wanted)]
    if not owners:
        at = found[0] + 1 if found else len(entries)
        entries[at:at] = rows
        return
    for number in reversed(owners if len(entries) < _MOST_ROWS else owners[:1]):
        owner = entries[number]
        within = (*owner.above, owner.name.steps[-1])
        entries[number + 1 : number + 1] = [replace(row, within=(*within, *row.within)) for row in rows]


def _is_owner(entry: Entry, wanted: set[str]) -> bool:
    """Whether the row holds what a table describes: it is of that type, or a list or struct of that name."""
    kind = entry.type
    return bool(kind.of_name and kind.of_name.casefold() in wanted) or kind.type in ("array", "object")


def _words(label: str) -> set[str]:
    """The names that a label may mean; of `Result.Content` only the last, which says where the others are."""
    return {word.casefold() for word in _WORD.findall(label)}


def _words_of(entry: Entry) -> set[str]:
    """The names by which a label may mean a row."""
    names = (entry.type.of_name or "", entry.name.steps[-1].name, entry.type_text)
    return {name.casefold() for name in names if name}
