"""An operation as a Markdown page of the dialect that docpact reads: compiling it gives the operation again.

Descriptions go out as they came in, because the facts of a schema stand in their sentences; names, codes and messages
are escaped, so that what is text stays text. Rows below others carry marks; lists and groups of request parameters
have dotted names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlencode

from docpact.contract.model import JSON, Contract, ErrorRow, Operation, Response, Rule, Schema, Style
from docpact.escape import markdown
from docpact.targets.site.page_cells import table_head, table_row
from docpact.targets.site.page_rows import Row, Rows
from docpact.targets.site.page_tree import Tree
from docpact.targets.site.page_words import words_for


def write(operation: Operation, console: str = "") -> str:
    """The page of an operation. `console` is where it can be tried: see `console_link`."""
    return "\n".join(_Page(operation, console).lines()).rstrip("\n") + "\n"


def console_link(contract: Contract, operation: Operation, page: str) -> str:
    """The address of the operation's console on its HTML page, which also says whose operation it is."""
    kind = "ROA" if operation.style is Style.REST else "RPC"
    facts = {"product": contract.title, "api": operation.name, "type": kind, "version": contract.version}
    return f"{page}?try=1&{urlencode(facts, quote_via=quote)}"


def write_common_parameters(contract: Contract) -> str:
    """The page of the parameters that every request carries."""
    # What the common pages say besides stands with the errors, where there are any.
    further = () if contract.common_errors else contract.unparsed
    page = _Page(Operation(name="", parameters=contract.common_parameters, unparsed=further))
    rows = [row for parameter in contract.common_parameters for row in page.rows.parameter(parameter)]
    lines = [f"# {page.words.common_parameters}", "", f"## {page.words.request}", "", *page.parameter_table(rows)]
    if further:
        lines += [f"## {page.words.errors}", "", *page.unparsed()]
    return "\n".join(lines).rstrip("\n") + "\n"


def write_common_errors(contract: Contract) -> str:
    """The page of the errors that every operation can answer with."""
    said = _said(contract.common_errors)
    page = _Page(Operation(name="", errors=contract.common_errors, description=said, unparsed=contract.unparsed))
    lines = [f"# {page.words.common_errors}", "", f"## {page.words.errors}", "", *page.errors(), *page.unparsed()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _said(rows: Sequence[ErrorRow]) -> str:
    return " ".join(row.description for row in rows)


class _Page:
    def __init__(self, operation: Operation, console: str = "") -> None:
        self.operation, self.console = operation, console
        texts = [operation.description, *(p.description for p in operation.parameters)]
        self.words = words_for(texts)
        ruled = frozenset(name for rule in operation.rules for name in _named(rule))
        self.rows = Rows(self.words, operation.style, [p.name for p in operation.parameters], ruled)

    def lines(self) -> Iterator[str]:
        operation, words = self.operation, self.words
        yield f"# {markdown.text(operation.name)}"
        yield ""
        if operation.summary:
            yield from (markdown.text(operation.summary), "")
        if self.console:
            yield from (f"## {words.trying}", "", f"[{words.try_it}]({self.console})", "")
        if operation.description:
            yield from (f"## {words.description}", "", operation.description, "")
        if operation.style is Style.REST:
            yield from (f"## {words.syntax}", "", markdown.fence(f"{self.methods()} {operation.path}"), "")
        if operation.parameters:
            yield from (f"## {words.request}", "")
            yield from self.parameter_table([row for p in operation.parameters for row in self.rows.parameter(p)])
        yield from self.body()
        yield from self.answer(operation.response)
        yield from self.examples()
        if operation.errors or operation.unparsed:
            yield from (f"## {words.errors}", "")
            yield from self.errors()
            yield from self.unparsed()

    # ---------------------------------------------------------------------------------------- tables

    def parameter_table(self, rows: Sequence[Row], tree: str = "") -> Iterator[str]:
        """A table of parameters or, with the head of its names, of the members of an answer."""
        words = self.words
        request = not tree
        placed = any(row.position for row in rows)
        heads = [tree or words.name, words.type]
        heads += [words.required] if request else []
        heads += [words.position] if placed else []
        heads += [words.example_value]
        more = list(dict.fromkeys(head for row in rows for head in row.more))
        heads += [*more, words.text]
        yield table_head(heads)
        for row in rows:
            cells: list[str] = [markdown.text(row.name), markdown.text(row.type)]
            cells += [row.required] if request else []
            cells += [row.position] if placed else []
            cells += [markdown.text(row.example).replace("\n", " ")]
            cells += [row.more.get(head, "") for head in more]
            yield table_row(cells, row.text)
        yield ""

    def methods(self) -> str:
        """The methods of a request line."""
        methods = self.operation.extensions.get("x-docpact-methods")
        return "|".join(map(str, methods)) if isinstance(methods, list) else self.operation.method

    def answer(self, response: Response) -> Iterator[str]:
        """The answer: its status where it says anything, its headers, its members as a tree."""
        words = self.words
        if response.headers:
            yield from (f"## {words.response_headers}", "")
            headers = Schema(type="object", properties=response.headers)
            yield from self.parameter_table(list(self.rows.members(headers, 0)))
        rows = [] if response.schema is None else list(Tree(words).rows(response.schema))
        stated = response.status != 200 or bool(response.description)
        if rows or stated:
            yield from (f"## {words.response}", "")
        if stated:
            yield from (
                table_head([words.status, words.text]),
                table_row([str(response.status)], response.description),
                "",
            )
        if rows:
            yield from self.parameter_table(rows, words.dialect.tree.name if words.dialect.tree else "")

    def body(self) -> Iterator[str]:
        body = self.operation.body
        if body is None:
            return
        yield from (f"## {self.words.body}", "")
        if body.description:
            yield from (body.description, "")
        rows = list(self.rows.body(body.schema))
        telling = any(row.text or row.example or row.more or row.required == self.words.yes for row in rows)
        if rows and (telling or body.example is None):  # names and types alone are what the example shows
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
            exact = text != text.strip() or text.startswith("HTTP/") or (not table and (above or " | " in text))
            if exact and text.strip()[:1] not in tuple('<{["'):
                yield from (markdown.fence(text), "")
                above = False
            else:
                yield from (text, "")
                above = not table

    def is_text(self, head: str) -> bool:
        """Whether a column under that head would be taken for the descriptions."""
        guess = self.words.dialect.columns.find(head)
        return guess is not None and guess.role == "description"

    def errors(self) -> Iterator[str]:
        rows = self.operation.errors
        if not rows:
            return
        words = self.words
        extra = [_extra(row) for row in rows]
        heads = list(dict.fromkeys(head for cells in extra for head in cells if head != "status"))
        later = [head for head in heads if self.is_text(head)]  # of two such columns the first one counts
        heads = [head for head in heads if head not in later]
        yield table_head([words.status, words.code, words.message, *heads, words.text, *later])
        for row, cells in zip(rows, extra, strict=True):
            status = cells.get("status", "") if row.status is None else str(row.status)
            texts = [status, markdown.text(row.code), _message(row), *(cells.get(head, "") for head in heads)]
            texts += [row.description, *(cells.get(head, "") for head in later)]
            yield table_row(texts[:-1], texts[-1])
        yield ""


def _named(rule: Rule) -> Iterator[str]:
    yield rule.parameter
    yield from rule.others
    for condition in rule.when:
        yield condition.parameter


def _extra(row: ErrorRow) -> dict[str, str]:
    notes = row.extensions.get("x-docpact-unparsed")
    cells: dict[str, str] = {}
    for note in notes if isinstance(notes, list) else []:
        head, _, cell = str(note).partition(": ")
        cells[head] = cell
    return cells


def _message(row: ErrorRow) -> str:
    return markdown.text(row.message)


def _pretty(value: JSON) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
