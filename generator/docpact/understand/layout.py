"""What each part of a page is for: its title, its tables, its examples, its prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from docpact.diagnostics import Diagnostic, Edit, Span
from docpact.pages.model import Fence, Heading, Page, Prose, Section, Table
from docpact.understand import codes
from docpact.understand.columns import Grid, understand_columns
from docpact.understand.dialect import Dialect
from docpact.understand.markdown import plain, unescape, without_comments
from docpact.understand.messages import is_call, is_request

_CALL = re.compile(r"https?(?:\(s\))?://|http\(s\)|/\?|curl ", re.IGNORECASE)
_ERROR_ROOT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<Error>")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")


_PLACES = ("query", "path", "header")
"""Sections that say where their parameters travel."""


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter table and what stands above it: a heading of its own or the last line of prose."""

    grid: Grid
    label: str = ""
    position: str | None = None
    """Where the parameters travel whose rows do not say it."""


@dataclass(slots=True)
class Layout:
    """A page, sorted by what its parts are for. Blocks of prose that no later stage reads are in `leftover`."""

    page: Page
    dialect: Dialect
    title: str = ""
    heading: Heading | None = None
    intro: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    request: list[Part] = field(default_factory=list)
    body: list[Part] = field(default_factory=list)
    body_prose: list[str] = field(default_factory=list)
    body_samples: list[Fence] = field(default_factory=list)
    response: list[Part] = field(default_factory=list)
    response_headers: list[Part] = field(default_factory=list)
    errors: list[Grid] = field(default_factory=list)
    statuses: list[Grid] = field(default_factory=list)
    """Tables of HTTP statuses without error codes."""
    syntax: list[Fence] = field(default_factory=list)
    calls: list[tuple[int, str, Span]] = field(default_factory=list)
    """Where a request line may stand that tells the operation's method and path, with a rank: the surest places have the lowest."""
    requests: list[Fence] = field(default_factory=list)
    answers: list[Fence] = field(default_factory=list)
    answer_forms: list[Fence] = field(default_factory=list)
    """Answers with the names of types for values."""
    error_answers: list[Fence] = field(default_factory=list)
    explorer: dict[str, str] = field(default_factory=dict)
    unparsed: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    spans: dict[tuple[str | int, ...], Span] = field(default_factory=dict)


def choose_dialect(page: Page, dialects: tuple[Dialect, ...]) -> Dialect:
    """The dialect that knows most of the page's headings and column heads."""
    words = [(s.heading.text, 3) for s in page.sections if s.heading is not None and s.heading.level > 1]
    words += [(cell.text, 1) for s in page.sections for table in s.tables() for cell in table.header.cells]

    def known(dialect: Dialect) -> int:
        return sum(
            weight
            for word, weight in words
            if (dialect.sections if weight == 3 else dialect.columns).find(word, forgiving=False)
        )

    counts = [known(dialect) for dialect in dialects]
    best = dialects[counts.index(max(counts))]
    if max(counts) == 0 and len(dialects) > 1:
        chinese = any("\u4e00" <= c <= "\u9fff" for c in page.text[:2000])
        return next((d for d in dialects if (d.language == "zh") == chinese), best)
    return best


def lay_out(page: Page, dialect: Dialect) -> Layout:
    """Sorts the blocks of a page."""
    layout = Layout(page, dialect)
    title = page.title
    if title is not None:
        layout.heading = title
        layout.title = plain(title.text)
        layout.spans["title",] = title.span
    _read_explorer(layout)
    role = "intro"
    for section in page.sections:
        if section.heading is not None and section.heading is not title:
            role = _role(layout, section, role)
        named = role != "description"
        if not named:
            role = "prose"
        before = len(layout.details)
        _sort(layout, section, role)
        if named and role == "prose" and section.heading is not None and len(layout.details) > before:
            layout.details.insert(before, f"{'#' * max(section.heading.level, 2)} {section.heading.text}")
    layout.calls.sort(key=lambda call: call[0])
    return layout


def _read_explorer(layout: Layout) -> None:
    match = layout.dialect.explorer.search(layout.page.text)
    if match is not None:
        query = parse_qs(match["query"].split("?")[-1].split("#")[-1])
        layout.explorer = {key: values[0].strip() for key, values in query.items() if values and values[0].strip()}


_CALL_SPAN = re.compile(r"`([^`\n]+)`")
_LIST_MARK = re.compile(r"(?:[-*+>]|\d+[.)])\s+")
_MOST_CALLS = 50


def _note_calls(layout: Layout, block: Fence | Prose, role: str) -> None:
    """Keeps the places where a request line may stand: lines of code, code in prose, lines of prose of nothing else."""
    if (
        role in ("example", "response", "response_header", "response_syntax", "error")
        or len(layout.calls) > _MOST_CALLS
    ):
        return
    sure = role == "syntax"
    if isinstance(block, Fence):
        for number, line in enumerate(block.text.strip().split("\n")[: _MOST_CALLS if sure else 1]):
            if is_request(line):
                layout.calls.append((0 if sure else 2 + (number > 0), line, block.span))
        return
    for line in block.text.split("\n"):
        text = _LIST_MARK.sub("", line.strip(), count=1)
        pieces = [text.strip("*_ `"), *_CALL_SPAN.findall(text)] if text else []
        found = next((piece for piece in map(unescape, pieces) if is_call(piece)), None)
        if found is not None:
            layout.calls.append((1 if sure else 3, found, block.span))


def _role(layout: Layout, section: Section, before: str) -> str:
    """What a section is for: by its heading, or where the dialect does not know it, by where it stands."""
    assert section.heading is not None
    heading = section.heading
    guess = layout.dialect.section(heading.text)
    if guess is not None:
        if guess.meant is not None:
            layout.problems.append(
                codes.MISSPELT.at(
                    heading.span,
                    f"the heading `{plain(heading.text)}` is taken for `{guess.meant}`",
                    help="correct it",
                    edits=_respell(layout, heading, guess.meant),
                )
            )
        return guess.role
    return before if before in _LASTING else "prose"


_LASTING = ("request", *_PLACES, "body", "body_detail", "response", "response_header")
"""Sections that go on below headings which no dialect knows."""


def _respell(layout: Layout, heading: Heading, meant: str) -> list[Edit]:
    """The edit that puts other words into a heading; its attributes stay."""
    span = heading.span
    line = layout.page.text.split("\n")[span.line - 1]
    start = line.find(heading.text)
    if start < 0:
        return []
    return [Edit(span._replace(column=start + 1, end_line=span.line, end_column=start + 1 + len(heading.text)), meant)]


def _sort(layout: Layout, section: Section, role: str) -> None:
    heading = section.heading
    label = ""
    if heading is not None and heading is not layout.heading and layout.dialect.section(heading.text) is None:
        label = plain(heading.text)
    above = ""
    for block in section.blocks:
        if isinstance(block, Table):
            if role == "request" and layout.dialect.body_table.search(above) and not _has_positions(layout, block):
                role = "body"
            _sort_table(layout, block, role, above or label)
            above = ""
        elif isinstance(block, Fence):
            _note_calls(layout, block, role)
            _sort_fence(layout, block, role, above)
        else:
            last = block.text.rsplit("\n", 1)[-1]
            guess = _caption(layout, block)
            if guess is not None and not (guess == "example" and role in _LASTING):  # an example of what stands there
                role = guess
            if guess is None or "\n" in block.text.strip():
                _note_calls(layout, block, role)
                _sort_prose(layout, block, role)
            above = plain(last)


def _has_positions(layout: Layout, table: Table) -> bool:
    return any(
        guess.role == "position" for cell in table.header.cells if (guess := layout.dialect.columns.find(cell.text))
    )


_CAPTIONS = frozenset(
    "request query path header body syntax response response_header response_syntax example error".split()
)


def _caption(layout: Layout, block: Prose) -> str | None:
    """The role of a line that stands for a heading: one of bold text, or one alone (`Table 2: Query parameters`)."""
    lines = [line.strip() for line in block.text.split("\n")]
    found = None
    for line in lines:
        bold = line.startswith("**") and line.endswith("**")
        if len(line) < 60 and (bold or len(lines) == 1):
            guess = layout.dialect.section(_LIST_MARK.sub("", line, count=1), forgiving=False)
            if guess is not None and guess.role in _CAPTIONS:
                found = guess.role
    return found


def _sort_table(layout: Layout, table: Table, role: str, label: str) -> None:
    grid, problems = understand_columns(table, layout.dialect, errors=role == "error")
    part = Part(grid, label, role if role in _PLACES else None)
    if grid.is_errors or (role == "error" and "code" in grid):
        layout.errors.append(grid)
    elif grid.is_statuses and role != "example":
        layout.statuses.append(grid)
    elif role in ("request", *_PLACES) and grid.is_parameters:
        layout.request.append(part)
    elif role == "body" and grid.is_parameters:
        layout.body.append(part)
    elif role == "response" and "name" in grid and len(grid.roles) > 1:
        layout.response.append(part)
    elif role == "response_header" and "name" in grid:
        layout.response_headers.append(part)
    elif role in ("intro", "prose", "example", "error", "syntax") and grid.is_parameters and _is_free(layout, grid):
        (layout.request if "required" in grid or not layout.request else layout.response).append(part)
    else:
        _keep_table(layout, table, role)
        return
    layout.problems += problems


def _is_free(layout: Layout, grid: Grid) -> bool:
    """Whether a parameter table under an unknown heading fills a place that is empty otherwise."""
    if "type" not in grid and "required" not in grid:
        return False
    return not layout.request or not ("required" in grid or layout.response)


def _keep_table(layout: Layout, table: Table, role: str) -> None:
    lines = layout.page.text.split("\n")[table.span.line - 1 : table.span.end_line]
    text = "\n".join(line.rstrip("\r") for line in lines)
    if role in ("intro", "prose", "body_detail"):
        layout.details.append(text)
    else:
        layout.unparsed.append(text)
        layout.problems.append(
            codes.UNKNOWN_TABLE.at(
                table.header.span,
                "this table is none of parameters or errors; it is kept as text",
                help="check its column heads",
            )
        )


def _sort_fence(layout: Layout, fence: Fence, role: str, above: str) -> None:
    text = fence.text.strip()
    if not text:
        return
    if role == "syntax" or (role in _PLACES and is_request(text)):
        layout.syntax.append(fence)
    elif role == "response_syntax":
        layout.answer_forms.append(fence)
    elif role == "body":
        layout.body_samples.append(fence)
    elif role in ("intro", "prose", "request", "body_detail", *_PLACES) and not _is_example(text):
        layout.details.append(f"```\n{fence.text}\n```")
    elif looks_like_request(text):
        layout.requests.append(fence)
    elif text.lstrip()[0] in '<{["' or role == "example":
        wrong = "failed" in fence.info or layout.dialect.error_example.search(above) or _is_error_answer(text)
        (layout.error_answers if wrong else layout.answers).append(fence)
    else:
        layout.unparsed.append(fence.text)


def _is_example(text: str) -> bool:
    return looks_like_request(text) or text.startswith("<?xml")


def looks_like_request(text: str) -> bool:
    """Whether the code is a request as these pages show one: a URL with a query, or a request line."""
    head = text.lstrip()[:300]
    return is_request(head) or ("Action=" in head and head[0] not in "<{[") or bool(_CALL.match(head))


def _is_error_answer(text: str) -> bool:
    return bool(_ERROR_ROOT.match(text)) or (
        text.lstrip().startswith("{") and '"HostId"' in text and '"Code"' in text and len(text) < 800
    )


def _sort_prose(layout: Layout, block: Prose, role: str) -> None:
    text = without_comments(block.text).strip()
    if not text:
        return
    if role == "intro":
        layout.intro.append(text)
    elif role == "body":
        layout.body_prose.append(text)
    elif role in ("prose", "body_detail", "request", "query", "path", "response_syntax"):
        if layout.dialect.explorer.search(text) is None:
            layout.details.append(text)
    elif role == "error":
        if layout.dialect.common_errors_link.search(text) is None:
            layout.unparsed.append(text)
    elif role in ("response", "response_header") and len(text) > 60:
        layout.unparsed.append(text)


def is_identifier(text: str) -> bool:
    return _IDENTIFIER.fullmatch(text) is not None
