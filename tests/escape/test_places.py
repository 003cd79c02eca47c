"""Text of other people in HTML, scripts, shell commands and Markdown stays text, whatever it holds."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docpact.escape import html, markdown, script, shell

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NASTY = "</script><script>alert(1)</script>\"'`<!--${x}\u2028\u202e%s\\"


class Reader(HTMLParser):
    """Notes the tags, attributes and text of a document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(source: str) -> Reader:
    reader = Reader()
    reader.feed(source)
    reader.close()
    return reader


@given(TEXT)
@example(NASTY)
def test_html_text_makes_no_tag(text: str) -> None:
    assert [tag for tag, _ in read(f"<p>{html.text(text)}</p>").tags] == ["p"]


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_html_text_reads_as_what_it_was(text: str) -> None:
    assert read(f"<p>{html.text(text)}</p>").text == text


@given(TEXT)
@example(NASTY)
def test_an_attribute_stays_one_attribute(text: str) -> None:
    assert [(tag, list(attrs)) for tag, attrs in read(f'<p title="{html.attribute(text)}">').tags] == [("p", ["title"])]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JaVaScRiPt:x", "data:text/html,x", "//evil", "x", "vbscript:x", "\x01javascript:x"],
)
def test_only_the_web_and_mail_are_addresses(address: str) -> None:
    assert html.url(address) is None


def test_addresses_of_the_web_are_kept() -> None:
    assert html.url("https://example.org/?a=1&b=2") == "https://example.org/?a=1&amp;b=2"
    assert html.url("mailto:a@example.org") == "mailto:a@example.org"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
        max_leaves=8,
    )
)
@example(NASTY)
def test_a_script_literal_is_the_value_and_ends_nothing(value: object) -> None:
    source = script.literal(value)
    assert json.loads(source) == value
    assert not set(source) & set("<>&\u2028\u2029")
    assert json.loads(json.loads(script.parsed(value).removeprefix("JSON.parse(").removesuffix(")"))) == value


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
@example(NASTY)
@example("=x")
@example("-n")
def test_a_shell_word_arrives_as_it_was(text: str) -> None:
    done = subprocess.run(["sh", "-c", f"printf %s: {shell.word(text)}"], capture_output=True, check=True)
    assert done.stdout.decode() == f"{text}:"


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
@example("1. x")
@example("- a")
@example("# a")
@example("&amp;")
def test_markdown_text_reads_as_what_it_was(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.text(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_a_code_span_and_a_fence_cannot_be_ended_from_inside(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"a {markdown.code_span(text)} b")
    if text.strip():
        kinds = [child.type for child in tokens[1].children or []]
        assert kinds == ["text", "code_inline", "text"]
    assert [token.type for token in MarkdownIt("commonmark").parse(markdown.fence(text))] == ["fence"]
