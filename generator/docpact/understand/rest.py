"""How a REST operation is called: its request line, what travels in the path, the query and the body."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace

from docpact.contract.model import Body, Location, Parameter, Property, Schema
from docpact.diagnostics import Span
from docpact.pages.model import Fence
from docpact.understand import codes, facts
from docpact.understand.align import align, places
from docpact.understand.dialect import fold
from docpact.understand.examples import Shape, read_json, shape_of_json
from docpact.understand.layout import Layout
from docpact.understand.messages import RequestLine, payload, request_line
from docpact.understand.names import FlatName, Step
from docpact.understand.request import Node, build_tree, properties
from docpact.understand.rows import Entry

_CODE_SPAN = re.compile(r"`+\s*([\[{].*?[\]}])\s*`+", re.DOTALL)
_BODY_NAMES = ("body", "requestbody")
_BODIES = ("POST", "PUT", "PATCH")


@dataclass(frozen=True, slots=True)
class Call:
    """The call of an operation: one method of its request line, and where the line stands."""

    line: RequestLine
    method: str
    span: Span

    @property
    def others(self) -> tuple[str, ...]:
        """The other methods that the request line allows."""
        return tuple(method for method in self.line.methods if method != self.method)


def find_call(layout: Layout, entries: Sequence[Entry]) -> Call | None:
    """The call of a REST page: its request line, with the names of the rows in its path; None on other pages."""
    found = next(_lines(layout), None)
    if found is None or any(entry.name.text == "Action" for entry in entries):
        return None
    line, span = found
    method = line.methods[0]
    if len(line.methods) > 1:
        shown = next((r.methods[0] for f in layout.requests if (r := request_line(f.text)) is not None), "")
        method = shown if shown in line.methods else method
    return Call(_with_rows(line, entries), method, span)


def _lines(layout: Layout) -> Iterator[tuple[RequestLine, Span]]:
    for _, text, span in layout.calls:
        line = request_line(text)
        if line is not None and "Action" not in line.query:
            yield line, span
    rest = layout.explorer.get("type", "").upper() == "ROA"
    for fence in layout.requests:
        line = request_line(fence.text)
        if line is not None and (rest or (line.path != "/" and "Action=" not in fence.text)):
            yield line, fence.span


def _with_rows(line: RequestLine, entries: Sequence[Entry]) -> RequestLine:
    """The line with its placeholders spelt as the rows are; a row of the path may name a segment without any mark."""
    names = {e.name.text for e in entries}
    bare = {_fold(e.name.text): e.name.text for e in entries if e.position in (None, "path")}
    in_path = {_fold(e.name.text): e.name.text for e in entries if e.position == "path"}
    placeholders: list[str] = []
    segments: list[str] = []
    for segment in line.path.split("/"):

        def respelt(match: re.Match[str]) -> str:
            name = match[1] if match[1] in names else bare.get(_fold(match[1]), match[1])
            placeholders.append(name)
            return f"{{{name}}}"

        made = re.sub(r"\{([^{}]+)\}", respelt, segment)
        known = in_path.get(_fold(segment)) if made == segment and segment else None
        if known is not None and known not in line.placeholders:
            placeholders.append(known)
            made = f"{{{known}}}"
        segments.append(made)
    return replace(line, path="/".join(segments), placeholders=tuple(placeholders))


def _fold(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def report_missing(layout: Layout, call: Call, names: Container[str]) -> None:
    """Reports the placeholders of the path that no row describes."""
    for name in dict.fromkeys(call.line.placeholders):
        if name not in names:
            layout.problems.append(
                codes.NOT_ON_PAGE.at(call.span, f"no row describes `{name}` of the path", help="add the row")
            )


def with_placeholders(made: list[Parameter], placeholders: Sequence[str]) -> list[Parameter]:
    """The parameters with all those of the path; one that the path does not have travels in the query."""
    known = {p.name for p in made}
    out = [
        replace(p, location=Location.QUERY) if p.location is Location.PATH and p.name not in placeholders else p
        for p in made
    ]
    out += (
        Parameter(name=name, schema=Schema(type="string"), location=Location.PATH, required=True)
        for name in dict.fromkeys(placeholders)
        if name not in known
    )
    return out


def in_body(layout: Layout, call: Call, entries: Sequence[Entry]) -> list[bool]:
    """Which rows are about the body: those that say so, those that an example shows there, and with them those that
    no example shows in the query.
    """
    shown: set[str] = set()
    asked: set[str] = set(call.line.query)
    for fence in (*layout.requests, *layout.syntax):
        body = _json_of(fence)
        value = read_json(body)[0] if body else None
        value = value[0] if isinstance(value, list) and value else value
        shown.update(map(str, value) if isinstance(value, dict) else ())
        head = fence.text.strip().split("{", 1)[0]
        asked.update(re.findall(r"[?&]([\w.-]+)=", head))
    names = [entry.name.steps[0].name for entry in entries]
    silent = [
        entry.position is None and name not in call.line.placeholders
        for entry, name in zip(entries, names, strict=True)
    ]
    some = any(quiet and name in shown for quiet, name in zip(silent, names, strict=True))
    if not some and not asked and call.method in _BODIES:
        some = layout.dialect.body_by_default and not any(entry.position for entry in entries)
    return [
        entry.position == "body" or (some and quiet and name not in asked)
        for entry, quiet, name in zip(entries, silent, names, strict=True)
    ]


def _json_of(fence: Fence) -> str:
    """The JSON behind the head of a request; nothing where it has no head."""
    if request_line(fence.text) is None:
        return ""
    body = payload(fence.text)
    return body if body[:1] in ("{", "[") else ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The body of a request, of which nobody read the descriptions yet."""

    bare: Body
    """All but what the rows say."""
    rows: Node | None = None
    shown: Shape = field(default_factory=lambda: Shape(""))
    """What the samples show."""
    is_list: bool = False

    def read(self, reader: facts.Reader) -> Body:
        """The body with its rows, and with what the reader reads about them."""
        if self.rows is None:
            return self.bare
        schema = Schema(type="object", properties=properties(self.rows, reader, ""))
        if self.is_list:
            return replace(self.bare, schema=Schema(type="array", items=schema))
        whole = _whole(schema, self.shown)
        if whole is None:
            return replace(self.bare, schema=schema)
        description = self.bare.description or whole.description
        return replace(self.bare, schema=replace(whole, description=""), description=description)


def body(layout: Layout, entries: list[Entry]) -> Sent | None:
    """The body of the request as its rows and its samples show it; None where nothing is said of one."""
    samples = [payload(fence.text).strip() for fence in layout.body_samples]
    samples += [m[1] for text in layout.body_prose for m in _CODE_SPAN.finditer(text)]
    samples += [s for f in layout.requests if (s := _json_of(f))]
    values = [v for s in samples if s[:1] in ("{", "[") and (v := read_json(s)[0]) is not None]
    value = values[0] if values else None
    description = "\n\n".join(layout.body_prose)
    if not entries:
        if value is None:
            return Sent(Body(schema=Schema(), description=description)) if description else None
        shape = shape_of_json(value, Shape(""))
        return Sent(Body(schema=_schema_of_shape(shape), description=description, example=value))
    shape = Shape("")
    for text in (*samples, *(s for f in layout.syntax if (s := _json_of(f)))):
        shape_of_json(read_json(text)[0], shape)
    root = build_tree(nested(entries, shape), layout.problems, layout.spans, "parameter")
    required = any(node.required for node in root.children.values())
    bare = Body(schema=Schema(), required=required, description=description, example=value)
    return Sent(bare, root, shape, isinstance(value, list))


def _whole(schema: Schema, shown: Shape) -> Schema | None:
    """The body as its one row describes it: a row `body` with parts, where no sample shows a member of that name."""
    if len(schema.properties) != 1:
        return None
    (row,) = schema.properties
    is_body = fold(row.name) in _BODY_NAMES and row.name not in shown.members
    return row.schema if is_body and row.schema.type == "object" and row.schema.properties else None


def nested(entries: list[Entry], shape: Shape) -> list[Entry]:
    """The rows with those that samples show inside a list or struct, whose own row stands before, as its parts."""
    if any(entry.name.depth for entry in entries):
        return entries
    tree = places(shape)
    found = align(entries, tree)
    names: dict[int, FlatName] = {}
    out = []
    for entry, place in zip(entries, found, strict=True):
        above = place.parent if place is not None else None
        owner = names.get(above.index) if above is not None else None
        if owner is not None and above is not None and len(entry.name.steps) == 1:
            steps = owner.steps
            if above.shape.levels and not steps[-1].indices:
                steps = (*steps[:-1], Step(steps[-1].name, ("N",) * above.shape.levels))
            text = f"{owner.text}{'.N' * above.shape.levels}.{entry.name.text}"
            entry = replace(entry, name=FlatName(text, (*steps, *entry.name.steps)))
        if place is not None:
            names.setdefault(place.index, entry.name)
        out.append(entry)
    return out


def _schema_of_shape(shape: Shape) -> Schema:
    if shape.members:
        members = tuple(Property(name=m.name, schema=_schema_of_shape(m)) for m in shape.members.values())
        schema = Schema(type="object", properties=members)
    else:
        schema = Schema(type=shape.kind)
    for _ in range(shape.levels):
        schema = Schema(type="array", items=schema)
    return schema
