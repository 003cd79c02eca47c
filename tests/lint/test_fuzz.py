"""Whatever a page holds: no rule raises, every place lies inside the file, mending ends and never changes what is said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docpact.diagnostics import Diagnostic, Span
from docpact.lint import engine
from docpact.lint.fix import mend
from docpact.lint.subject import Subject
from docpact.reporting import FORMATS, report
from docpact.reporting.source import Sources

ROOT = Path(__file__).parents[2]
SEEDS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "spec").rglob("pages/*.md"))]
CORPUS = ROOT.parent / "shared" / "corpus"
PIECES = [
    *"|`*_\\#{}[]()<>&?=\n\r\t\u200b\u00a0\u202e：",
    "||",
    "```",
    "**",
    "|---|",
    "## Examples\n",
    "Valid values: 9 to 1. ",
    "Default value: x. ",
    "](",
    "<!-- docpact: ignore DP7 -->",
    "\n\n |\n",
    "取值：",
]


def all_findings(subject: Subject) -> list[Diagnostic]:
    return engine.lint([subject]).findings


def is_inside(span: Span, text: str) -> bool:
    lines = text.split("\n")
    if not 1 <= span.line <= span.end_line <= len(lines):
        return False
    first, last = lines[span.line - 1], lines[span.end_line - 1]
    return 1 <= span.column <= len(first) + 1 and 1 <= span.end_column <= len(last) + 1


def examine(text: str) -> None:
    subject = engine.read("page.md", text)
    findings = all_findings(subject)
    for finding in findings:
        assert is_inside(finding.span, text), finding
        assert all(is_inside(note.span, text) for note in finding.notes), finding
        assert all(is_inside(edit.span, text) for edit in finding.edits), finding
    for form in FORMATS:
        report(findings, form, Sources({"page.md": text}))
    mended, _ = mend(subject, all_findings)
    again = engine.read("page.md", mended)
    assert mend(again, all_findings)[0] == mended


@st.composite
def broken_pages(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 40, 400])))
        text = text[:start] + draw(st.sampled_from(PIECES)) * draw(st.integers(0, 2)) + text[end:]
    return text


@settings(max_examples=40, deadline=None)
@given(broken_pages())
def test_broken_pages(text: str) -> None:
    examine(text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("".join(PIECES) + "aB1"), max_size=200))
def test_noise(text: str) -> None:
    examine(text)


@pytest.mark.corpus
def test_real_pages() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"there are no reference pages at {CORPUS}")
    paths = sorted(CORPUS.rglob("*.md"))
    subjects = engine.load(random.Random(7).sample(paths, 150))
    texts = {subject.path: subject.page.text for subject in subjects}
    for finding in engine.lint(subjects).findings:
        assert is_inside(finding.span, texts[finding.span.path]), finding
