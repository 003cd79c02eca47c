"""Cells become blocks: what is an item, how deep, and what was in bold or code."""

from __future__ import annotations

import pytest

from docpact.understand.prose import facts
from docpact.understand.prose.markdown import Block, blocks, plain


def shape(cell: str) -> list[tuple[int, bool, str]]:
    return [(block.depth, block.item, block.text) for block in blocks(cell)]


def test_paragraphs_lists_and_fences() -> None:
    cell = "The kind. Valid values:\n\n -   **cat**: purrs\n    -   tabby\n\nCats sleep.\n-   dog\n\n Default value: cat.\n\n```\na | b\n```"
    assert shape(cell) == [
        (0, False, "The kind. Valid values:"),
        (1, True, "cat: purrs"),
        (2, True, "tabby"),
        (1, False, "Cats sleep."),
        (1, True, "dog"),
        (0, False, "Default value: cat."),
        (0, False, "a | b"),
    ]
    assert blocks(cell)[-1].code


def test_lists_glued_to_their_sentence() -> None:
    assert shape("Valid value:-   on: it is\n-   off") == [
        (0, False, "Valid value:"),
        (1, True, "on: it is"),
        (1, True, "off"),
    ]


def test_escapes_links_entities_and_invisible_characters() -> None:
    text, quotes = plain(r"Set **a\_b** or `c\*d`, see [the list](~~1~~) &lt;now&gt;")
    assert text == "Set a_b or c*d, see the list <now>"
    assert [text[begin:end] for begin, end in quotes] == ["a_b", "c*d"]
    assert blocks("a\u200bb\u00a0c")[0].text == "ab c"


@pytest.mark.parametrize("mark", ["**", "*", "__", "_", "`"])
def test_every_mark_of_emphasis_quotes(mark: str) -> None:
    text, quotes = plain(f"Valid values: {mark}on{mark}, {mark}X_Forwarded_For{mark}, and eip-2z\\*\\*\\*.")
    assert text == "Valid values: on, X_Forwarded_For, and eip-2z***."
    assert [text[begin:end] for begin, end in quotes] == ["on", "X_Forwarded_For"]


@pytest.mark.parametrize("text", ["snake_case_name", "_id or _source", "5*6 and 7*8", "*.com and *.org", "a __x"])
def test_stars_and_underscores_that_mark_nothing(text: str) -> None:
    assert plain(text) == (text, [])


def test_a_line_break_is_soft_before_a_small_letter() -> None:
    assert [block.text for block in blocks("It must be 2 to\n128 long\nand unique.\nDefault value: 1")] == [
        "It must be 2 to\n128 long and unique.\nDefault value: 1"
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "The kind. Valid values:<ul><li><b>cat</b>: purrs</li><li><b>dog</b> (default): barks</li></ul>",
        "The kind. Valid values:<br>- **cat**: purrs<br/>- **dog** (default): barks",
        "> The kind. Valid values:\n>\n> * **cat**: purrs\n> * **dog** (default): barks",
        "The kind. Valid values:\n\n1. `cat`\n2. `dog` \\(default\\)",
    ],
)
def test_lists_of_any_kind(cell: str) -> None:
    found = facts(cell, language="en", type="string", name="Kind")
    assert (found.enum, found.default) == (("cat", "dog"), "dog")


def test_a_part_keeps_its_quotes() -> None:
    block = Block("One. Two three.", [(5, 8)])
    part = block.part(4, 15)
    assert (part.text, part.quotes) == ("Two three.", [(0, 3)])
    assert part.quoted(0) == 3
