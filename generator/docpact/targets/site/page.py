"""An operation as a Markdown page of the dialect that docpact reads: compiling it gives the operation again.

Descriptions go out as they came in, because the facts of a schema stand in their sentences; names, codes and messages
are escaped, so that what is text stays text. Rows below others carry marks; lists and groups of request parameters
have dotted names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docpact.contract.model import (
    JSON,
    Contract,
    ErrorRow,
    Layout,
    Location,
    Operation,
    Parameter,
    Property,
    Schema,
    Style,
)
from docpact.escape import markdown
from docpact.targets.site.statements import CHINESE, ENGLISH, complete

_CHINESE = re.compile("[\u4e00-\u9fff]")
_NOTE = re.compile(r"(type|required|position|status): (.*)", re.DOTALL)
_SECOND_INDEX = re.compile(r"(?<![A-Za-z])[mM](?![A-Za-z])")
"""A description that calls the index of an inner list by a letter of its own."""
_TYPES = {
    ("string", None): "String",
    ("integer", "int32"): "Integer",
    ("integer", "int64"): "Long",
    ("integer", None): "Integer",
    ("number", "float"): "Float",
    ("number", "double"): "Double",
    ("number", None): "Double",
    ("boolean", None): "Boolean",
    ("object", None): "Object",
}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a dialect."""

    description: str
    syntax: str
    request: str
    body: str
    response: str
    example: str
    errors: str
    request_example: str
    response_example: str
    form: str
    name: str
    type: str
    required: str
    position: str
    example_value: str
    text: str
    status: str
    code: str
    message: str
    yes: str
    no: str


_ENGLISH = _Words(
    description="Description",
    syntax="Request syntax",
    request="Request parameters",
    body="Request body",
    response="Response parameters",
    example="Examples",
    errors="Error codes",
    request_example="Request example",
    response_example="Response example",
    form="`{}` format",
    name="Parameter",
    type="Type",
    required="Required",
    position="Position",
    example_value="Example",
    text="Description",
    status="HTTP status code",
    code="Error code",
    message="Error message",
    yes="Yes",
    no="No",
)
_IN_CHINESE = _Words(
    description="接口说明",
    syntax="请求语法",
    request="请求参数",
    body="请求体",
    response="返回数据",
    example="示例",
    errors="错误码",
    request_example="请求示例",
    response_example="正常返回示例",
    form="`{}` 格式",
    name="名称",
    type="类型",
    required="是否必选",
    position="位置",
    example_value="示例值",
    text="描述",
    status="HttpCode",
    code="错误码",
    message="错误信息",
    yes="是",
    no="否",
)


def write(operation: Operation) -> str:
    """The page of an operation."""
    return "\n".join(_Page(operation).lines()).rstrip("\n") + "\n"


def write_common_parameters(contract: Contract) -> str:
    """The page of the parameters that every request carries."""
    page = _Page(Operation(name="", parameters=contract.common_parameters))
    rows = [row for parameter in contract.common_parameters for row in page.parameter(parameter)]
    title = "公共参数" if page.words is _IN_CHINESE else "Common parameters"
    lines = [f"# {title}", "", f"## {page.words.request}", "", *page.parameter_table(rows)]
    return "\n".join(lines).rstrip("\n") + "\n"


def write_common_errors(contract: Contract) -> str:
    """The page of the errors that every operation can answer with."""
    page = _Page(Operation(name="", errors=contract.common_errors, description=_said(contract.common_errors)))
    title = "公共错误码" if page.words is _IN_CHINESE else "Common error codes"
    lines = [f"# {title}", "", f"## {page.words.errors}", "", *page.errors()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _said(rows: Sequence[ErrorRow]) -> str:
    return " ".join(row.description for row in rows)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a parameter table. `more` are cells under heads of their own."""

    name: str
    type: str
    required: str
    position: str
    example: str
    text: str
    more: Mapping[str, str]


class _Page:
    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        texts = [operation.description, *(p.description for p in operation.parameters)]
        chinese = any(_CHINESE.search(text) for text in texts)
        self.words = _IN_CHINESE if chinese else _ENGLISH
        self.phrases = CHINESE if chinese else ENGLISH
        self.names = [p.name for p in operation.parameters]

    def lines(self) -> Iterator[str]:
        operation, words = self.operation, self.words
        yield f"# {markdown.text(operation.name)}"
        yield ""
        if operation.summary:
            yield from (markdown.text(operation.summary), "")
        if operation.description:
            yield from (f"## {words.description}", "", operation.description, "")
        if operation.style is Style.REST:
            yield from (f"## {words.syntax}", "", markdown.fence(f"{operation.method} {operation.path}"), "")
        if operation.parameters:
            yield from (f"## {words.request}", "")
            yield from self.parameter_table([row for p in operation.parameters for row in self.parameter(p)])
        yield from self.body()
        if operation.response.schema is not None:
            rows = list(self.fields(operation.response.schema, 0))
            if rows:
                yield from (f"## {words.response}", "")
                yield from self.parameter_table(rows)
        yield from self.examples()
        if operation.errors or operation.unparsed:
            yield from (f"## {words.errors}", "")
            yield from self.errors()
            yield from self.unparsed()

    # ---------------------------------------------------------------------------------------- rows

    def parameter(self, parameter: Parameter) -> Iterator[_Row]:
        schema = parameter.schema
        name = parameter.name
        position = ""
        if self.operation.style is Style.REST or parameter.location is not Location.QUERY:
            position = parameter.location.value.capitalize()
        if parameter.layout is Layout.PLAIN:
            text = complete(parameter.description, schema, name, self.names, parameter.example, self.phrases)
            yield self.row(name, schema, parameter.required, text, parameter.example, parameter.unparsed, position)
            yield from self.members(schema, 1, position)
        else:
            yield from self.group(
                name,
                schema,
                parameter.required,
                parameter.description,
                schema.example,
                parameter.unparsed,
                position,
                True,
            )
        yield from self.more_rows(parameter.extensions, position)

    def group(
        self,
        name: str,
        schema: Schema,
        required: bool,
        text: str,
        example: JSON,
        notes: Sequence[str],
        position: str,
        top: bool = False,
    ) -> Iterator[_Row]:
        """The rows of a repeated or dotted group: its own where it has one, and those of its parts."""
        levels = 0
        inner = schema
        while inner.type == "array" and inner.items is not None:
            inner = inner.items
            levels += 1
        nested = ".N" in name and schema.max_items is not None and _SECOND_INDEX.search(text)
        flat = name + (".M" if nested else ".N") * levels
        parts = inner.properties
        if not parts:
            shown = example if example is not None else inner.example
            text = complete(text, schema, flat, self.names, shown, self.phrases)
            yield self.row(flat, inner if levels else schema, required, text, shown, notes, position)
            return
        if text or notes or required != any(part.required for part in parts):
            yield self.row(flat, Schema(type="object"), required, text, None, notes, position, own_type="")
        for part in parts:
            yield from self.part(f"{flat}.{part.name}", part, position)

    def part(self, name: str, part: Property, position: str) -> Iterator[_Row]:
        schema = part.schema
        yield from self.group(
            name, schema, part.required, schema.description, schema.example, schema.unparsed, position
        )
        yield from self.more_rows(schema.extensions, position)

    def members(self, schema: Schema, depth: int, position: str = "") -> Iterator[_Row]:
        """The rows of what is inside a plain parameter or a body, marked by their depth."""
        inner = schema
        while inner.items is not None:
            inner = inner.items
        for member in inner.properties:
            yield self.row(
                "└" * depth + member.name,
                member.schema,
                member.required,
                member.schema.description,
                member.schema.example,
                member.schema.unparsed,
                position,
            )
            yield from self.members(member.schema, depth + 1, position)
            yield from self.more_rows(member.schema.extensions, position)

    def more_rows(self, extensions: Mapping[str, JSON], position: str, depth: int = 0) -> Iterator[_Row]:
        """Rows that describe the same thing again."""
        rows = extensions.get("x-docpact-more-rows")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                yield _Row(
                    "└" * depth + str(row.get("name", "")),
                    str(row.get("type", "")),
                    self.words.yes if row.get("required") else self.words.no,
                    position,
                    str(row.get("example", "")),
                    str(row.get("description", "")),
                    {},
                )

    def fields(self, schema: Schema, depth: int) -> Iterator[_Row]:
        inner = schema
        while inner.items is not None:
            inner = inner.items
        for member in inner.properties:
            field = member.schema
            if field.extensions.get("x-docpact-undocumented") is True:
                yield from self.fields(field, depth)
                continue
            table = next((c.table for c in field.conflicts if c.fact == "type"), None)
            yield self.row(
                "└" * depth + member.name,
                field,
                False,
                field.description,
                field.example,
                field.unparsed,
                "",
                own_type=_type(Schema(type=table)) if table not in (None, field.type) else None,
            )
            yield from self.fields(field, depth + 1)
            yield from self.more_rows(field.extensions, "", depth)

    def row(
        self,
        name: str,
        schema: Schema,
        required: bool,
        text: str,
        example: JSON,
        notes: Sequence[str],
        position: str,
        own_type: str | None = None,
    ) -> _Row:
        cells = {
            "type": _type(schema) if own_type is None else own_type,
            "required": self.words.yes if required else self.words.no,
            "position": position,
        }
        more: dict[str, str] = {}
        for note in notes:
            match = _NOTE.fullmatch(note)
            if match is not None:
                cells[match[1]] = markdown.text(match[2])
            else:
                head, _, cell = note.partition(": ")
                more[head] = cell
        return _Row(name, cells["type"], cells["required"], cells["position"], _example(example), text, more)

    # ---------------------------------------------------------------------------------------- tables

    def parameter_table(self, rows: Sequence[_Row]) -> Iterator[str]:
        words = self.words
        request = any(row.required != words.no for row in rows) or (bool(rows) and rows[0].name == "Action")
        placed = any(row.position for row in rows)
        heads = [words.name, words.type]
        heads += [words.required] if request else []
        heads += [words.position] if placed else []
        heads += [words.example_value]
        more = list(dict.fromkeys(head for row in rows for head in row.more))
        heads += [*more, words.text]
        yield _table_head(heads)
        for row in rows:
            cells = [markdown.text(row.name), row.type]
            cells += [row.required] if request else []
            cells += [row.position] if placed else []
            cells += [markdown.text(row.example).replace("\n", " ")]
            cells += [row.more.get(head, "") for head in more]
            yield _table_row(cells, row.text)
        yield ""

    def body(self) -> Iterator[str]:
        body = self.operation.body
        if body is None:
            return
        yield from (f"## {self.words.body}", "")
        if body.description:
            yield from (body.description, "")
        rows = list(self.members(body.schema, 0))
        if any(row.text or row.example or row.more or row.required == self.words.yes for row in rows):
            yield from self.parameter_table(rows)
        if body.example is not None:
            yield from (markdown.fence(_pretty(body.example)), "")

    def examples(self) -> Iterator[str]:
        operation, words = self.operation, self.words
        if not (operation.request_examples or operation.response.examples):
            return
        yield from (f"## {words.example}", "")
        for request in operation.request_examples:
            yield from (words.request_example, "", markdown.fence(request), "")
        if operation.response.examples:
            yield from (words.response_example, "")
        for example in operation.response.examples:
            form = "XML" if "xml" in example.media_type else "JSON"
            yield from (words.form.format(form), "", markdown.fence(_pretty(example.value), form.lower()), "")

    def unparsed(self) -> Iterator[str]:
        """Text that was not understood. What prose would not keep as it is, or join to the text above, is fenced."""
        above = False
        for text in self.operation.unparsed:
            table = text.startswith("|")
            exact = text != text.strip() or text.startswith("HTTP/") or (above and not table)
            if exact and text.strip()[:1] not in tuple('<{["'):
                yield from (markdown.fence(text), "")
                above = False
            else:
                yield from (text, "")
                above = not table

    def errors(self) -> Iterator[str]:
        rows = self.operation.errors
        if not rows:
            return
        words = self.words
        extra = [_extra(row) for row in rows]
        heads = list(dict.fromkeys(head for cells in extra for head in cells if head != "status"))
        yield _table_head([words.status, words.code, words.message, *heads, words.text])
        for row, cells in zip(rows, extra, strict=True):
            status = cells.get("status", "") if row.status is None else str(row.status)
            texts = [status, markdown.text(row.code), _message(row), *(cells.get(head, "") for head in heads)]
            yield _table_row(texts, row.description)
        yield ""


def _table_head(heads: Sequence[str]) -> str:
    return f"|{'|'.join(heads)}|\n|{'|'.join('-' * max(3, len(head)) for head in heads)}|"


def _table_row(cells: Sequence[str], text: str) -> str:
    """A row whose last cell is Markdown of any length."""
    text = text.strip()
    end = "\n\n |" if "\n" in text else "|"
    # A backslash at the end of a cell would make its bar a part of it.
    closed = [f"{cell} " if cell.endswith("\\") else cell for cell in (*cells, text)]
    return f"|{'|'.join(closed)}{end}"


def _extra(row: ErrorRow) -> dict[str, str]:
    notes = row.extensions.get("x-docpact-unparsed")
    cells: dict[str, str] = {}
    for note in notes if isinstance(notes, list) else []:
        head, _, cell = str(note).partition(": ")
        cells[head] = cell
    return cells


def _message(row: ErrorRow) -> str:
    return markdown.text(row.message)


def _type(schema: Schema) -> str:
    if schema.type is None:
        return ""
    if schema.type == "array":
        if schema.items is None or schema.items.type is None:
            return "Array"
        return f"Array of {_type(schema.items)}"
    if schema.json is not None and "json" not in schema.says:
        return "JSON String"
    if schema.format == "date-time" and "format" not in schema.says:
        return "Date"
    known = _TYPES.get((schema.type, schema.format)) or _TYPES.get((schema.type, None))
    return known or schema.type.capitalize()


def _example(value: JSON) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _pretty(value: JSON) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
