"""What people see: the place, the line, the caret under the right cell, nothing that steers a terminal."""

from __future__ import annotations

import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from docpact.diagnostics import Code, Note, Severity, Span
from docpact.reporting import report
from docpact.reporting.source import Sources, excerpt, printable

CODE = Code("DP799", "wrong-colour", Severity.WARNING, "A colour is wrong.\n\nReally.")


def span(line: int, start: int, end: int, path: str = "page.md") -> Span:
    return Span(path, line, start, line, end)


def test_a_finding_shows_its_line_its_second_place_and_its_mend() -> None:
    finding = CODE.at(
        span(2, 3, 7), "blue is not red", help="paint it", notes=[Note(span(1, 1, 2), "red is said here")]
    )
    assert report([finding], "text", Sources({"page.md": "red\n  blue\n"})) == (
        "page.md:2:3: warning[DP799]: blue is not red\n"
        "    2 |   blue\n"
        "      |   ^^^^\n"
        "  note: page.md:1:1: red is said here\n"
        "    1 | red\n"
        "      | ^\n"
        "  help: paint it\n"
    )


def test_a_place_without_a_line_is_named_alone() -> None:
    assert report([CODE.at(Span.whole("gone.md"), "no such file")], "text", Sources()) == (
        "gone.md:1:1: warning[DP799]: no such file\n"
    )


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    text = report([CODE.at(Span("p", 1, 3, 2, 4), "m")], "text", Sources({"p": "abcde\nfghij"}))
    assert text.splitlines()[2] == "      |   ^^^"


@pytest.mark.parametrize(
    ("line", "start", "end", "carets"),
    [
        ("\tab", 2, 3, "    ^"),
        ("a\tb", 3, 4, "    ^"),
        ("实例ab", 3, 4, "    ^"),
        ("ab实例", 3, 5, "  ^^^^"),
        ("e\u0301x", 3, 4, " ^"),
        ("", 1, 1, "^"),
        ("abc", 9, 12, "   ^"),
    ],
)
def test_the_caret_stands_under_what_is_meant(line: str, start: int, end: int, carets: str) -> None:
    assert excerpt(line, start, end, 80)[1] == carets


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "a" * 1_000_000 + "HERE" + "b" * 1_000_000
    shown, carets = excerpt(line, 1_000_001, 1_000_005, 60)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "HERE"
    assert cell_len(shown) <= 60


@given(st.text(max_size=80), st.integers(-3, 90), st.integers(-3, 90), st.integers(20, 90))
def test_any_line_can_be_shown(line: str, start: int, end: int, width: int) -> None:
    shown, carets = excerpt(line, start, end, width)
    assert cell_len(shown) <= width
    assert re.fullmatch(r" *\^+", carets)
    assert printable(shown) == shown


def test_what_would_steer_a_terminal_is_written_out() -> None:
    hostile = "\x1b]0;title\x07\u202eevil\u200b\r\n\x9b2J\ud800"
    finding = CODE.at(span(1, 1, 2, f"{hostile}.md"), hostile, help=hostile, notes=[Note(span(1, 1, 2), hostile)])
    text = report([finding], "text", Sources({f"{hostile}.md": hostile.replace("\n", ""), "page.md": hostile}))
    assert set(text) - {"\n"} == set(printable(text.replace("\n", "")))
    assert "\\x1b]0;title\\x07\\u{202e}evil" in text


def test_colour_changes_nothing_but_colour() -> None:
    finding = CODE.at(span(1, 1, 3), "m", help="h", notes=[Note(span(1, 2, 3), "n")])
    sources = Sources({"page.md": "abc"})
    coloured = report([finding], "text", sources, colour=True)
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == report([finding], "text", sources)


def test_no_findings_print_nothing() -> None:
    assert report([], "text") == ""
