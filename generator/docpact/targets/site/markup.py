"""The Markdown of pages as HTML that can do no harm.

The library renders; what it must not do is decided here: no HTML of the page's own, no scheme but that of the
web and of mail, nothing loaded from elsewhere (an image becomes a link to it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from docpact.escape import Code, html

Resolve = Callable[[str, str], str | None]
"""Target and label of a link to where it leads on the site, or None where it leads nowhere."""

# Text without any of these needs no parser, and most table cells are such text.
_MARKED = re.compile(r"[\\`*_\[\]#<>|~&!\n]|^\s*(?:[-+=]|\d+[.)])")


class Markup:
    """Renders Markdown; texts that come again, as those of common parameters do, are rendered once."""

    def __init__(self, resolve: Resolve, table: str = "Table", image: str = "image") -> None:
        """`table` and `image` are the words for things without a name of their own."""
        self._parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}, renderer_cls=_Renderer)
        self._parser.enable(["table", "strikethrough"])
        self._parser.inline.ruler.after("link", "spaced_link", _spaced_link)
        self._parser.options.update({"resolve": resolve, "table": table, "image": image})
        self._blocks: dict[str, Code] = {}
        self._lines: dict[str, Code] = {}

    def block(self, text: str) -> Code:
        """Paragraphs, lists, tables and code blocks; empty for empty text."""
        text = text.strip()
        found = self._blocks.get(text)
        if found is None:
            if not _MARKED.search(text):
                found = Code(f"<p>{html.text(text)}</p>") if text else Code("")
            else:
                found = Code(self._parser.render(text, {}).strip())
            self._blocks[text] = found
        return found

    def line(self, text: str) -> Code:
        """The text as one line without blocks: for summaries and table cells."""
        text = " ".join(text.split())
        found = self._lines.get(text)
        if found is None:
            plain = not _MARKED.search(text)
            found = html.text(text) if plain else Code(self._parser.renderInline(text, {}).strip())
            self._lines[text] = found
        return found

    def plain(self, text: str) -> str:
        """The text without its markup, on one line: for search, titles and descriptions."""
        if not _MARKED.search(text):
            return " ".join(text.split())
        words = [_words(token.children or [token]) for token in self._parser.parse(text, {}) if token.content]
        return " ".join(" ".join(words).split())


def _words(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


class _Renderer(RendererHTML):
    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return html.text(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<code>{html.text(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _pre(tokens[idx].content)

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _pre(tokens[idx].content)

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # A heading inside a description is no part of the page's own outline.
        return '<p class="heading">'

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</p>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        label = html.attribute(options["table"])
        return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table>\n'

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<th>"  # the alignment would be a style attribute, which the site's policy forbids

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<td>"

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        address = _leads_to(str(token.attrs.get("href", "")), _label(tokens, idx), options)
        env.setdefault("open_links", []).append(address is not None)
        return "" if address is None else f'<a href="{address}"{_rel(address)}>'

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</a>" if env["open_links"].pop() else ""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        label = html.text(token.content or options["image"])
        address = html.url(str(token.attrs.get("src", "")))
        return label if address is None else f'<a href="{address}"{_rel(address)}>{label}</a>'


_SPACED = re.compile(r"""\([ ]*([^()<>"'\n]*[^()<>"'\s][ ][^()<>"'\n]*?)[ ]*\)""")


def _spaced_link(state: StateInline, silent: bool) -> bool:
    """`[label](a file.md)`: a target with blanks, which CommonMark takes for text and many pages hold."""
    start, end = state.pos, state.posMax
    if state.src[start] != "[" or (close := parseLinkLabel(state, start, True)) < 0:
        return False
    target = _SPACED.match(state.src, close + 1, end)
    if target is None:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, close
        state.push("link_open", "a", 1).attrs = {"href": target[1]}
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos, state.posMax = target.end(), end
    return True


def _pre(text: str) -> str:
    return f'<pre tabindex="0"><code>{html.text(text.strip(chr(10)))}</code></pre>\n'


def _label(tokens: Sequence[Token], start: int) -> str:
    depth = 0
    words: list[Token] = []
    for token in tokens[start:]:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if depth == 0:
            break
        words.append(token)
    return _words(words).strip()


def _leads_to(target: str, label: str, options: Any) -> Code | None:
    inside = options["resolve"](target, label)
    return html.attribute(inside) if inside is not None else html.url(target)


def _rel(address: str) -> str:
    return ' rel="noopener noreferrer"' if address.startswith(("http", "HTTP")) else ""


_SEAM = re.compile(r"(?<=[._])(?=.)|(?<=[a-z0-9])(?=[A-Z])")


def breakable(name: str) -> Code:
    """A name that may break behind its dots, underscores and words, so that it fits narrow places."""
    return Code("<wbr>".join(html.text(part) for part in _SEAM.split(name)))
