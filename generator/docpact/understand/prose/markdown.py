"""A description cell's Markdown as blocks of plain text.

Cells are small and were never meant for a Markdown parser: paragraphs, lists and fences alternate without the
blank lines that CommonMark asks for, and lists are glued to the sentence that introduces them. What matters
here is which sentences stand on their own, which belong to a list item, and which words were set in bold or
code: those are the page's own quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docpact.understand.markdown import EMPHASIS

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_HYPHENS = {ord("\uff0d"): "-", ord("\u2212"): "-", ord("\u2010"): "-", ord("\u2011"): "-"}
_SPACES = {ord("\xa0"): " ", ord("\u3000"): " ", ord("\t"): "    ", ord("\r"): None}
_CLEAN = _ZERO_WIDTH | _SPACES | _HYPHENS
_UNCLEAN = re.compile(f"[{''.join(map(chr, _CLEAN))}]")
_ITEM = re.compile(r"( *)(?:[-*+•·●◦▪]|\d{1,3}[.)])(?: +|$)")
_FENCE = re.compile(r" *(?:`{3,}|~{3,})")
_GLUED = re.compile(r"(?<=[:：。.;；]) *(?=[-*] {2,}\S)")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>br|p|div|ul|ol|li|b|strong|code|i|em|span|sup|sub)(?: [^<>]*)?/?>", re.IGNORECASE
)
_AS_MARKDOWN = {"li": ("\n- ", "\n"), "b": ("**", "**"), "strong": ("**", "**"), "code": ("`", "`")}
_INLINE_TAGS = {"i", "em", "span", "sup", "sub"}
_QUOTATION = re.compile(r" {0,3}> ?")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?![` ])([^`\n]*\\[^`\n]*)\1(?!`)")
_LITERAL = re.compile(
    r"\\(?![*_])"
)  # inside code a backslash is one, unless it keeps a mask (`\*\*`) from being markup
_MARKUP = re.compile(
    r"\\([!-/:-@\[-`{-~])"  # an escape: the character itself, never markup
    r"|(\*\*|`+)"  # the borders of bold and code
    r"|!?\[([^\[\]\n]*)\]\([^()\n]*\)"  # a link: its text
    rf"|{EMPHASIS}"
    r"|&(lt|gt|amp|quot|nbsp|#39);"
    r"|\n\s*| \s+|[^\S ]\s*"  # white space that is not just one blank
)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "nbsp": " ", "#39": "'"}
_PLAIN = re.compile(r"[\\*`\[&\n]|  |(?<!\w)_")


@dataclass(slots=True)
class Block:
    """A paragraph, list item or fence: `text` is plain, `quotes` are the spans that were bold or code.

    `depth` is 0 for what stands in the cell itself and counts the lists around it otherwise. `parent` is the
    index of the item above, None at the top.
    """

    text: str
    quotes: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0
    item: bool = False
    code: bool = False
    parent: int | None = None

    def quoted(self, start: int) -> int | None:
        """Where the quotation that begins at `start` ends, or None."""
        return next((end for begin, end in self.quotes if begin == start), None)

    def part(self, start: int, end: int) -> Block:
        """The block's text between two positions as a block of its own."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        quotes = [(a - start, b - start) for a, b in self.quotes if start <= a and b <= end]
        return Block(text.strip(), quotes, self.depth, self.item, self.code, self.parent)


def plain(markdown: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of one run of Markdown, white space collapsed, with the spans that were bold or code."""
    if not _PLAIN.search(markdown):
        return markdown.strip(), []
    if "\\" in markdown and "`" in markdown:
        markdown = _CODE_SPAN.sub(lambda code: _LITERAL.sub(r"\\\\", code.group()), markdown)
    parts: list[str] = []
    quotes: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    length = position = 0

    def add(text: str) -> None:
        nonlocal length
        if text:
            parts.append(text)
            length += len(text)

    markdown = markdown.strip()
    for match in _MARKUP.finditer(markdown):
        add(markdown[position : match.start()])
        position = match.end()
        escaped, border, link, _, emphasis, entity = match.groups()
        if escaped:
            add(escaped)
        elif border:
            begin = opened.pop(border, None)
            if begin is None:
                opened[border] = length
            elif begin < length:
                quotes.append((begin, length))
        elif link is not None:
            text, inner = plain(link)
            quotes.extend((length + a, length + b) for a, b in inner)
            add(text)
        elif emphasis:
            text, _ = plain(emphasis)
            quotes.append((length, length + len(text)))
            add(text)
        elif entity:
            add(_ENTITIES[entity])
        elif "\n" in match.group():
            add("\n")
        else:
            add(" ")
    add(markdown[position:])
    text = "".join(parts)
    quotes = [_trim(text, begin, end) for begin, end in quotes]
    return text, [(begin, end) for begin, end in quotes if begin < end]


def _trim(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin] == " ":
        begin += 1
    while begin < end and text[end - 1] == " ":
        end -= 1
    return begin, end


@dataclass(slots=True)
class _Raw:
    lines: list[str]
    depth: int
    item: bool
    code: bool = False
    top: bool = False  # a paragraph indented by the one blank that these pages put before what follows a list


def blocks(cell: str) -> list[Block]:
    """The blocks of a cell, in order."""
    if _UNCLEAN.search(cell):  # most are clean, and `translate` asks about every character
        cell = cell.translate(_CLEAN)
    raws = _lines(_TAG.sub(_tag, cell) if "<" in cell else cell)
    _adopt(raws)
    result: list[Block] = []
    above: list[int] = []  # the open items, outermost first
    for raw in raws:
        text, quotes = ("\n".join(raw.lines), []) if raw.code else plain(_join(raw.lines))
        if not text:
            continue
        depth = raw.depth
        del above[depth - 1 if raw.item else depth :]
        parent = above[-1] if above else None
        result.append(Block(text, quotes, depth, raw.item, raw.code, parent))
        if raw.item:
            above.append(len(result) - 1)
    return result


def _tag(match: re.Match[str]) -> str:
    """What an HTML tag is in Markdown: `<li>` an item, `<b>` bold, `<br>` the end of a line."""
    name = match["name"].lower()
    if name in _INLINE_TAGS:
        return ""
    return _AS_MARKDOWN.get(name, ("\n", "\n"))[bool(match["end"])]


def _lines(cell: str) -> list[_Raw]:
    raws: list[_Raw] = []
    fence: str | None = None
    indents: list[int] = []
    fresh = True
    for line in cell.split("\n"):
        if fence is not None:
            if line.strip().startswith(fence):
                fence = None
            else:
                raws[-1].lines.append(line)
            continue
        quotation = _QUOTATION.match(line)
        if quotation:
            line, fresh = line[quotation.end() :], True
        opening = _FENCE.match(line)
        if opening:
            fence = opening.group().strip()
            raws.append(_Raw([], len(indents) if line.startswith("  ") else 0, item=False, code=True))
            fresh = True
            continue
        for piece in _GLUED.split(line) if "- " in line or "* " in line else (line,):
            item = _ITEM.match(piece)
            if item and item.end() < len(piece):
                indent = len(item.group(1))
                while indents and indent < indents[-1] + 2:
                    indents.pop()
                indents.append(indent)
                raws.append(_Raw([piece[item.end() :]], len(indents), item=True))
                fresh = False
            elif not piece.strip():
                fresh = True
            elif fresh:
                indent = len(piece) - len(piece.lstrip(" "))
                depth = len(indents)
                while depth and indent < indents[depth - 1] + 2:
                    depth -= 1
                raws.append(_Raw([piece], depth, item=False, top=indent == 1))
                fresh = False
            else:
                raws[-1].lines.append(piece)
    return raws


def _adopt(raws: list[_Raw]) -> None:
    """Give unindented paragraphs between two items of a list to the item before them."""
    first = next((index for index, raw in enumerate(raws) if raw.item), len(raws))
    following: int | None = None  # the depth of the next item, as long as nothing introduces a new list between
    for raw in reversed(raws[first:]):
        if raw.item:
            following = raw.depth
        elif following is None or raw.code or raw.depth:
            continue
        elif raw.top or raw.lines[-1].rstrip().endswith((":", "：")):
            following = None
        else:
            raw.depth = following


def _join(lines: list[str]) -> str:
    """One paragraph: a line break is soft before a small letter, and ends a sentence elsewhere."""
    text = lines[0]
    for line in lines[1:]:
        line = line.strip()
        text += (" " if line[:1].islower() or text.rstrip().endswith(",") else "\n") + line
    return text
