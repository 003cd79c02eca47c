"""One page becomes one operation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from docpact.contract.model import (
    Body,
    ErrorRow,
    Example,
    Location,
    Operation,
    Parameter,
    Property,
    Response,
    Rule,
    Schema,
    Style,
    group_errors,
)
from docpact.diagnostics import Diagnostic, Span
from docpact.pages.model import Fence, Page
from docpact.understand import codes, facts
from docpact.understand.columns import Grid
from docpact.understand.dialect import Dialect, builtin
from docpact.understand.errors import error_rows
from docpact.understand.examples import Element, Shape, read_json, read_xml, shape_of_json, shape_of_xml
from docpact.understand.faults import fault
from docpact.understand.layout import (
    Layout,
    Part,
    choose_dialect,
    is_identifier,
    lay_out,
    request_line,
)
from docpact.understand.markdown import first_sentence, plain
from docpact.understand.prose import error_parameter
from docpact.understand.request import build_tree, parameters, properties
from docpact.understand.response import answer_schema
from docpact.understand.rows import Entry, adopt, below, detailed, read_rows

Sources = dict[tuple[str | int, ...], Span]
"""Where each fact stands: ("operation",), ("parameter", name), ("error", index in Operation.errors), ("response", path)."""

_ACTION = re.compile(r"[?&\s]Action=\s*([A-Za-z][A-Za-z0-9_]*)")
_XML_ROOT = re.compile(r"\s*(?:<\?[^>]*>\s*)?<([A-Za-z]\w*)Response\b")
_STATUS_LINE = re.compile(r"\s*HTTP/\d\S* \d{3}[^\n]*\n(?:[\w-]+:[^\n]*\n)*\s*?(?=[^\s])")
"""The head of an answer that is shown with its status line and headers."""
_HOST = re.compile(r"https?(?:\(s\))?://([A-Za-z0-9.-]+\.[A-Za-z]{2,})", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[([^\[\]/]+)\]|<([^<>/]+)>|\$?\{([^{}/]+)\}")
_CODE_SPAN = re.compile(r"`+\s*([\[{].*?[\]}])\s*`+", re.DOTALL)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Kind(Enum):
    """What a page documents."""

    OPERATION = "operation"
    COMMON_PARAMETERS = "common parameters"
    COMMON_ERRORS = "common errors"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a page says. `product`, `version` and `hosts` are empty where the page does not name them."""

    kind: Kind
    page: str
    title: str = ""
    language: str = ""
    operation: Operation | None = None
    common_parameters: tuple[Parameter, ...] = ()
    common_errors: tuple[ErrorRow, ...] = ()
    unparsed: tuple[str, ...] = ()
    """What a page of no operation says besides."""
    product: str = ""
    version: str = ""
    usual_version: str = ""
    """The version of the product where no page names one."""
    hosts: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Sources = field(default_factory=dict)


def operation(page: Page, dialect: Dialect | None = None, dialects: tuple[Dialect, ...] = ()) -> Understood:
    """What a page says, in the given dialect, or in the one of `dialects` (or of docpact's own) that fits best."""
    return _Understanding(page, dialect or choose_dialect(page, dialects or builtin())).run()


class _Understanding:
    def __init__(self, page: Page, dialect: Dialect) -> None:
        self.page, self.dialect = page, dialect
        self.layout: Layout = lay_out(page, dialect)
        self.problems = self.layout.problems
        self.sources: Sources = self.layout.spans
        self.unparsed = self.layout.unparsed

    def run(self) -> Understood:
        layout = self.layout
        requests = [fence.text for fence in layout.requests]
        entries = self.request_rows(layout.request)
        body_entries = self.request_rows(layout.body)
        line = self.request_line()
        kind = self.kind(entries, line is not None)
        rows = error_rows(layout.errors, self.problems, self.unparsed)
        made: Operation | None = None
        common: tuple[Parameter, ...] = ()
        errors: tuple[ErrorRow, ...] = ()
        reader = facts.Reader(self.dialect.language, [entry.name.text for entry in (*entries, *body_entries)])
        if kind is Kind.OPERATION:
            made = self.operation(entries, body_entries, line, reader, rows)
        elif kind is Kind.COMMON_PARAMETERS:
            root = build_tree(entries, self.problems, self.sources, "parameter")
            common = tuple(parameters(root, reader, (), Location.QUERY))
            self.unparsed += [" | ".join(c.text for c in r.cells) for p in layout.response for r in p.grid.table.rows]
        elif kind is Kind.COMMON_ERRORS:
            errors = self.errors(rows, ())
        else:
            what = f"`{layout.title}`" if layout.title else "this page"
            where = self.sources.get(("title",), Span.whole(self.page.path))
            code = codes.NO_OPERATION if self.seems_an_operation(entries, line is not None) else codes.OTHER_PAGE
            help = "give it a request table with an `Action` row or a request line, or leave the page out"
            self.problems.append(code.at(where, f"{what} describes no operation", help=help))
        hosts = [match[1].lower() for text in requests for match in _HOST.finditer(text)]
        return Understood(
            kind=kind,
            page=self.page.path,
            title=layout.title,
            language=self.dialect.language,
            operation=made,
            common_parameters=common,
            common_errors=errors,
            unparsed=tuple(self.unparsed) if made is None and kind is not Kind.OTHER else (),
            product=layout.explorer.get("product", ""),
            version=layout.explorer.get("version", ""),
            usual_version=self.dialect.versions.get(layout.explorer.get("product", "").casefold(), ""),
            hosts=tuple(dict.fromkeys(hosts)),
            diagnostics=tuple(self.problems),
            sources=self.sources,
        )

    def rows(self, grid: Grid) -> list[Entry]:
        return list(read_rows(grid, self.dialect, self.problems, self.unparsed))

    def request_rows(self, parts: Sequence[Part]) -> list[Entry]:
        """The rows of the request tables; those of a table that details one parameter go below that parameter."""
        out: list[Entry] = []
        for part in parts:
            rows = [row if row.position else replace(row, position=part.position) for row in self.rows(part.grid)]
            owner = detailed(out, part.label, rows)
            out += rows if owner is None else [below(owner, row) for row in rows]
        return adopt(out)

    # ------------------------------------------------------------------------------------------ what it is

    def kind(self, entries: Sequence[Entry], has_line: bool) -> Kind:
        layout, title = self.layout, self.layout.title
        has_action = any(entry.name.text == "Action" for entry in entries)
        api = layout.explorer.get("api", "")
        titled = is_identifier(title)
        if not (titled and (has_action or api)):
            if self.dialect.common_parameters_title.search(title) and not api:
                return Kind.COMMON_PARAMETERS if entries else Kind.OTHER
            if self.dialect.common_errors_title.search(title) and layout.errors and not entries:
                return Kind.COMMON_ERRORS
        asked = any(_ACTION.search(fence.text) for fence in layout.requests)
        if has_action and (layout.response or layout.answers or titled or api or asked) and self.name_votes(entries):
            return Kind.OPERATION
        if (has_line and (titled or api)) or (api and (entries or layout.response or layout.answers)):
            return Kind.OPERATION
        if asked and (entries or layout.response) and len(layout.requests) <= 4 and layout.response:
            return Kind.OPERATION
        if titled and entries and (layout.response or layout.errors):
            return Kind.OPERATION
        return Kind.OTHER

    def seems_an_operation(self, entries: Sequence[Entry], has_line: bool) -> bool:
        """Whether a page of no operation was perhaps meant to be one, or says nothing at all."""
        layout = self.layout
        if not layout.title or not any(section.blocks for section in self.page.sections):
            return True
        named = _is_camel(layout.title) or layout.explorer.get("api")
        parts = (has_line or entries, layout.body, layout.response, layout.errors)
        return bool(named) or sum(map(bool, parts)) > 1

    def name_votes(self, entries: Sequence[Entry]) -> Counter[str]:
        """Each name that a part of the page gives the operation, with the number of parts that do."""
        votes: Counter[str] = Counter()
        layout = self.layout
        if is_identifier(layout.title):
            votes[layout.title] += 1
        else:
            words = [w for w in _WORD.findall(layout.title) if _is_camel(w)]
            if len(words) == 1:
                votes[words[0]] += 1
        for entry in entries:
            if entry.name.text == "Action":
                value = self.action_value(entry)
                if value:
                    votes[value] += 1
                break
        for fence in layout.requests:
            match = _ACTION.search(fence.text)
            if match is not None:
                votes[match[1]] += 1
                break
        for fence in layout.answers:
            match = _XML_ROOT.match(fence.text)
            if match is not None:
                votes[match[1]] += 1
                break
        if layout.explorer.get("api"):
            votes[layout.explorer["api"]] += 1
        return votes

    def action_value(self, entry: Entry) -> str:
        if is_identifier(entry.example):
            return entry.example
        text = plain(entry.description)
        words = [w for w in _WORD.findall(text) if w[0].isupper() and _is_camel(w)]
        return words[-1] if words else ""

    def name(self, entries: Sequence[Entry]) -> str:
        """The operation's name: what most parts of the page give; of equals, the action row's, then the title."""
        votes = self.name_votes(entries)
        if not votes:
            return ""
        folded: Counter[str] = Counter()
        for name, count in votes.items():
            folded[name.casefold()] += count
        most = max(folded.values())
        best = [name for name in votes if folded[name.casefold()] == most]
        # Parts that differ in case only: the one most parts write, the wire's (action row, request) first.
        name = max(best, key=lambda n: votes[n])
        if len(votes) > 1:
            where = self.sources.get(("parameter", "Action")) or self.sources.get(
                ("title",), Span.whole(self.page.path)
            )
            others = ", ".join(f"`{n}`" for n in votes if n != name)
            self.problems.append(
                codes.ACTION_DIFFERS.at(
                    where, f"the page calls the operation `{name}`, and also {others}", help="correct the wrong one"
                )
            )
        return name

    # ------------------------------------------------------------------------------------------ the operation

    def request_line(self) -> tuple[tuple[str, ...], str] | None:
        for fence in self.layout.syntax:
            for text in fence.text.strip().split("\n"):
                line = request_line(text)
                if line is not None:
                    return line
        if self.layout.explorer.get("type", "").upper() != "ROA":
            return None
        return next((line for f in self.layout.requests if (line := request_line(f.text.strip())) is not None), None)

    def operation(
        self,
        entries: list[Entry],
        body_entries: list[Entry],
        line: tuple[tuple[str, ...], str] | None,
        reader: facts.Reader,
        error_rows: list[tuple[ErrorRow, Span]],
    ) -> Operation:
        layout = self.layout
        name = self.name(entries)
        self.sources["operation",] = self.sources.get(("title",), Span.whole(self.page.path))
        rpc = line is None
        if rpc:
            entries = entries + body_entries
            body_entries = []
        else:
            inside = self.in_body(entries, self.rest_line(line)[2] if line is not None else [])
            body_entries = body_entries + [e for e, there in zip(entries, inside, strict=True) if there]
            entries = [e for e, there in zip(entries, inside, strict=True) if not there]
        method, path, placeholders = ("GET", "/", []) if line is None else self.rest_line(line)
        root = build_tree(entries, self.problems, self.sources, "parameter")
        made = parameters(root, reader, placeholders, Location.QUERY)
        made = _with_action(made, name) if rpc else self.with_placeholders(made, placeholders)
        body = None if rpc else self.body(body_entries, reader)
        summary, rest = first_sentence("\n\n".join(layout.intro))
        description = "\n\n".join(part for part in (rest, *layout.details) if part)
        response = self.response(name, reader, rpc)
        names = tuple(p.name for p in made)
        errors = self.errors(error_rows, names, reader.names)
        return Operation(
            name=name,
            style=Style.RPC if rpc else Style.REST,
            method=method,
            path=path,
            summary=summary,
            description=description,
            page=self.page.path,
            read_only=self.dialect.is_read_only(name) and method == "GET",
            parameters=tuple(made),
            body=body,
            rules=tuple(dict.fromkeys(_of_lists(rule, names) for rule in reader.rules)),
            response=response,
            errors=errors,
            request_examples=tuple(fence.text.strip("\n").rstrip() for fence in layout.requests),
            unparsed=tuple(self.unparsed),
        )

    def in_body(self, entries: Sequence[Entry], placeholders: Sequence[str]) -> list[bool]:
        """Which rows are about the body: those that say so, those that an example shows there, and with them those that
        no example shows in the query.
        """
        shown: set[str] = set()
        heads = ""
        for fence in (*self.layout.requests, *self.layout.syntax):
            payload = _payload(fence.text)
            value = read_json(payload)[0] if payload else None
            value = value[0] if isinstance(value, list) and value else value
            heads += fence.text.strip().split("{", 1)[0] + "\n"
            shown.update(map(str, value) if isinstance(value, dict) else ())
        names = [entry.name.steps[0].name for entry in entries]
        silent = [
            entry.position is None and name not in placeholders for entry, name in zip(entries, names, strict=True)
        ]
        asked = {name for name in names if re.search(rf"[?&]{re.escape(name)}=", heads)}
        some = any(quiet and name in shown for quiet, name in zip(silent, names, strict=True))
        return [
            entry.position == "body" or (some and quiet and name not in asked)
            for entry, quiet, name in zip(entries, silent, names, strict=True)
        ]

    def rest_line(self, line: tuple[tuple[str, ...], str]) -> tuple[str, str, list[str]]:
        methods, path = line
        method = methods[0]
        if len(methods) > 1:
            shown = next((r[0][0] for f in self.layout.requests if (r := request_line(f.text.strip())) is not None), "")
            method = shown if shown in methods else method
        path = path.split("?")[0]
        placeholders = [next(filter(None, m.groups())).strip() for m in _PLACEHOLDER.finditer(path)]
        path = _PLACEHOLDER.sub(lambda m: "{" + next(filter(None, m.groups())).strip() + "}", path)
        return method, path, placeholders

    def with_placeholders(self, made: list[Parameter], placeholders: list[str]) -> list[Parameter]:
        known = {p.name for p in made}
        out = [
            replace(p, location=Location.QUERY) if p.location is Location.PATH and p.name not in placeholders else p
            for p in made
        ]
        for name in placeholders:
            if name not in known:
                where = self.layout.syntax[0].span if self.layout.syntax else Span.whole(self.page.path)
                self.problems.append(
                    codes.NOT_ON_PAGE.at(where, f"no row describes `{name}` of the path", help="add the row")
                )
                out.append(Parameter(name=name, schema=Schema(type="string"), location=Location.PATH, required=True))
        return out

    def body(self, entries: list[Entry], reader: facts.Reader) -> Body | None:
        samples = [fence.text.strip() for fence in self.layout.body_samples]
        samples += [m[1] for text in self.layout.body_prose for m in _CODE_SPAN.finditer(text)]
        samples += [s for f in self.layout.requests if (s := _payload(f.text))]
        value = next((v for s in samples if s[:1] in "{[" and (v := read_json(s)[0]) is not None), None)
        description = "\n\n".join(self.layout.body_prose)
        if not entries:
            if value is None:
                return Body(schema=Schema(), description=description) if description else None
            shape = shape_of_json(value, Shape(""))
            return Body(schema=_schema_of_shape(shape), description=description, example=value)
        root = build_tree(entries, self.problems, self.sources, "parameter")
        schema = Schema(type="object", properties=properties(root, reader, ""))
        if isinstance(value, list):
            schema = Schema(type="array", items=schema)
        required = any(node.required for node in root.children.values())
        return Body(schema=schema, required=required, description=description, example=value)

    def response(self, name: str, reader: facts.Reader, rpc: bool) -> Response:
        layout = self.layout
        shape = Shape("")
        xml_root: str | None = None
        examples: list[Example] = []
        xmls = []
        for fence in layout.answers:
            shown = _STATUS_LINE.sub("", fence.text, count=1).strip("\n")
            text = shown.strip()
            if text.startswith("<"):
                element, sound = read_xml(text)
                if element is not None:
                    xmls.append(element)
                    xml_root = xml_root or element.name or None
                if not sound:
                    self.broken(fence, "XML")
                examples.append(Example(media_type="application/xml", value=shown))
                continue
            if text.startswith("HTTP/"):  # the answer's head
                text = text[min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0) :]
            value, sound = read_json(text)
            if value is None or not isinstance(value, (dict, list)):
                self.unparsed.append(fence.text)
                continue
            if not sound:
                self.broken(fence, "JSON")
            if isinstance(value, dict) and len(value) == 1:
                key, inner = next(iter(value.items()))
                if isinstance(inner, dict) and key.strip() == f"{name}Response":
                    value = inner
            shape_of_json(value, shape)
            examples.append(Example(media_type="application/json", value=value if sound else shown))
        entries = self.response_rows()
        wanted: set[str] | None = None
        if any(example.media_type == "application/json" and not isinstance(example.value, str) for example in examples):
            wanted = {entry.name.steps[-1].name.casefold() for entry in entries}
            wanted -= {inner.name.casefold() for inner in shape.walk()}
        for element in xmls:
            if element.name in shape.members:  # the root is missing and this is a member
                element = Element("", [element])
            shape_of_xml(element, shape, wanted)
        schema = answer_schema(entries, shape, reader, self.problems, self.sources, wrapped_lists=rpc)
        if rpc and schema is not None and xml_root is None:
            xml_root = f"{name}Response"
        examples.sort(key=lambda example: example.media_type)  # JSON first
        return Response(schema=schema, xml_root=xml_root if schema is not None else None, examples=tuple(examples))

    def broken(self, fence: Fence, what: str) -> None:
        span, why = fault(self.page, fence, what)
        message = f"this {what} example is not well-formed{f': {why}' if why else ''}"
        self.problems.append(codes.BROKEN_EXAMPLE.at(span, message, help="correct it"))

    def response_rows(self) -> list[Entry]:
        """The rows of the response tables in depth-first order: a table of a data type stands where it is named."""
        out: list[Entry] = []
        for part in self.layout.response:
            at = _place_of(out, part.label) if out else 0
            out[at:at] = self.rows(part.grid)
        return out

    def errors(
        self, rows: list[tuple[ErrorRow, Span]], names: tuple[str, ...], flat: Sequence[str] = ()
    ) -> tuple[ErrorRow, ...]:
        made = [replace(row, parameter=_top(error_parameter(row, flat), names)) for row, _ in rows]
        first: dict[int | None, int] = {}
        for number, row in enumerate(made):
            first.setdefault(row.status, number)
        order = sorted(range(len(made)), key=lambda number: first[made[number].status])
        for index, number in enumerate(order):
            self.sources["error", index] = rows[number][1]
        return group_errors(tuple(made))


def _is_camel(word: str) -> bool:
    """Whether a word is written as operations are: `DescribeRegions`."""
    return is_identifier(word) and any(c.islower() for c in word) and sum(map(str.isupper, word)) > 1


_INDEX = re.compile(r"\.(?:[nNmM]|\d+)$")


def _of_lists(rule: Rule, names: tuple[str, ...]) -> Rule:
    """The rule with the lists for their elements: the page's `InstanceId.N` is the parameter `InstanceId`."""

    def whole(flat: str) -> str:
        bare = _INDEX.sub("", flat)
        return bare if flat not in names and bare in names else flat

    return replace(
        rule,
        parameter=whole(rule.parameter),
        others=tuple(whole(other) for other in rule.others),
        when=tuple(replace(condition, parameter=whole(condition.parameter)) for condition in rule.when),
    )


def _top(flat: str | None, names: tuple[str, ...]) -> str | None:
    """The parameter that holds the flat name: `Tag` for `Tag.N.Key`."""
    if flat is None or flat in names:
        return flat
    group = flat.partition(".")[0]
    return group if group in names else None


def _place_of(entries: list[Entry], label: str) -> int:
    """Behind which row the table of a data type belongs: the one that has its name or its type."""
    wanted = {w.casefold() for w in _WORD.findall(label)}
    for number, entry in enumerate(entries):
        names = {
            (entry.type.of_name or "").casefold(),
            entry.name.steps[-1].name.casefold(),
            entry.type_text.casefold(),
        }
        if wanted & (names - {""}):
            return number + 1
    return len(entries)


def _with_action(made: list[Parameter], name: str) -> list[Parameter]:
    """The parameters with the `Action` row as the contract has it: required, its only value the operation's name."""
    action = next((p for p in made if p.name == "Action"), None)
    if action is None:
        action = Parameter(name="Action", schema=Schema(type="string"), description="The operation to perform.")
        made = [action, *made]
    fixed = replace(
        action,
        required=True,
        schema=Schema(type="string", enum=(name,)),
        location=Location.QUERY,
        example=name,
    )
    return [fixed if p is action else p for p in made]


def _payload(text: str) -> str:
    """The JSON behind the head of a request example."""
    if request_line(text.strip()) is None:
        return ""
    starts = [at for at in (text.find("{"), text.find("[\n"), text.find("[ ")) if at >= 0]
    return text[min(starts) :].strip() if starts else ""


def _schema_of_shape(shape: Shape) -> Schema:
    if shape.members:
        members = tuple(Property(name=m.name, schema=_schema_of_shape(m)) for m in shape.members.values())
        schema = Schema(type="object", properties=members)
    else:
        schema = Schema(type=shape.kind)
    for _ in range(shape.levels):
        schema = Schema(type="array", items=schema)
    return schema


def server_url(host: str) -> str:
    """The URL of an endpoint that request examples name."""
    return f"https://{host}"
