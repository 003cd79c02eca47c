"""Every rule keeps what its documentation page shows, and what the Markdown tests beside this file say.

A test is a section of Markdown. Its code blocks are the pages; the info of a block says what it is:

    page [NAME.md]   a whole page
    request          rows of a request table
    response         rows of a response table
    errors           rows of an error table
    example          a code block of the examples section

All blocks but whole pages stand together on one page, `Paint.md`. A line that ends in `<!-- CODE: text -->` expects a
finding of the rule there whose message has the text; the comment is no part of the page. `\\u200b` and its like stand for
the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from docpact.diagnostics import Diagnostic
from docpact.lint import engine
from docpact.lint.rule import Rule, rules

HERE = Path(__file__).parent
RULES = {rule.code.name: rule for rule in rules()}

_EXPECTED = re.compile(r"[ \t]*<!-- (DP\d{3})(?:: ((?:(?!-->).)*?))? -->[ \t]*$")
_HEADS = {
    "request": ("Request parameters", "|Parameter|Type|Required|Example|Description|"),
    "response": ("Response parameters", "|Parameter|Type|Example|Description|"),
    "errors": ("Error codes", "|HTTP status code|Error code|Error message|Description|"),
}
_ACTION = "|Action|String|Yes|Paint|The name of this action.|"


@dataclass(slots=True)
class Expected:
    path: str
    line: int
    code: str
    text: str


@dataclass(slots=True)
class Case:
    title: str
    pages: dict[str, str] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)


def blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """The code blocks of a Markdown text: the heading or `Word:` line above, the info, the lines."""
    title, lines = "", iter(text.split("\n"))
    for line in lines:
        fence = re.match(r"(`{3,})(\S.*)$", line)
        if fence is not None:
            body = []
            for inner in lines:
                if inner.strip() == fence[1]:
                    break
                body.append(inner)
            yield title, fence[2].strip(), "\n".join(body)
        elif line.startswith("#") or re.fullmatch(r"\w+:", line):
            title = line.lstrip("#").strip().removesuffix(":")


def cases(text: str) -> list[Case]:
    """The tests of a Markdown text, one for each title that has code blocks."""
    found: dict[str, Case] = {}
    parts: dict[str, dict[str, list[str]]] = {}
    for title, info, body in blocks(text):
        kind, _, name = info.partition(" ")
        body = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), body)
        if kind == "page":
            found.setdefault(title, Case(title)).pages[name or "Paint.md"] = body
        elif kind in _HEADS or kind == "example":
            found.setdefault(title, Case(title))
            parts.setdefault(title, {}).setdefault(kind, []).append(body)
    for title, kinds in parts.items():
        found[title].pages["Paint.md"] = page(kinds)
    for case in found.values():
        for path, content in case.pages.items():
            case.pages[path] = without_expectations(case, path, content)
    return list(found.values())


def page(kinds: dict[str, list[str]]) -> str:
    out = ["# Paint", "", "Paints a wall.", ""]
    kinds.setdefault("request", [])
    kinds.setdefault("response", ["|RequestId|String|1|The ID of the request.|"])
    for kind in ("request", "response", "example", "errors"):
        if kind == "example" and kind in kinds:
            out += ["## Examples", ""]
            for body in kinds[kind]:
                out += ["```", body, "```", ""]
        elif kind in _HEADS and kind in kinds:
            heading, head = _HEADS[kind]
            out += [f"## {heading}", "", head, re.sub(r"[^|]+", "---", head)]
            out += [_ACTION] if kind == "request" else []
            out += [*kinds[kind], ""]
    return "\n".join(out)


def without_expectations(case: Case, path: str, content: str) -> str:
    lines = content.split("\n")
    for number, line in enumerate(lines, 1):
        here: list[Expected] = []
        while match := _EXPECTED.search(line):
            here.insert(0, Expected(path, number, match[1], match[2] or ""))
            line = line[: match.start()]
        case.expected += here
        lines[number - 1] = line
    return "\n".join(lines)


def run(case: Case, rule: Rule) -> list[Diagnostic]:
    subjects = [engine.read(path, text) for path, text in case.pages.items()]
    return engine.lint(subjects, engine.Choice(select=(rule.code.id,))).findings


@pytest.mark.parametrize("name", RULES)
def test_the_documentation_page_shows_what_is_found_and_what_is_not(name: str) -> None:
    rule = RULES[name]
    shown = {case.title: case for case in cases(rule.code.explanation)}
    assert run(shown["Bad"], rule), "the bad example is not found"
    if "Good" in shown:
        assert run(shown["Good"], rule) == []
    assert "Mend:" in rule.code.explanation


CASES = [(file.stem, case) for file in sorted(HERE.glob("*.md")) for case in cases(file.read_text("utf-8"))]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case.title}" for name, case in CASES])
def test_case(name: str, case: Case) -> None:
    found = run(case, RULES[name])
    assert [(d.span.path, d.span.line, d.code.id) for d in found] == [(e.path, e.line, e.code) for e in case.expected]
    for finding, expected in zip(found, case.expected, strict=True):
        assert expected.text in finding.message


def test_every_rule_has_an_id_a_name_and_one_way_to_run() -> None:
    assert len(RULES) >= 25
    ids = [rule.code.id for rule in rules()]
    assert ids == sorted(set(ids))
    assert all(id.startswith("DP7") for id in ids)
    assert all((rule.check is None) != (rule.check_all is None) for rule in rules())


def test_every_rule_has_cases_of_its_own_beside_its_page() -> None:
    assert {name for name, _ in CASES} == set(RULES)
