"""What programs read: JSON, GitHub's workflow commands, SARIF."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.diagnostics import Code, Diagnostic, Edit, Note, Severity, Span
from docpact.reporting import report

WARNING = Code("DP799", "wrong-colour", Severity.WARNING, "A colour\nis wrong.\n\nReally.")
ERROR = Code("DP798", "no-colour", Severity.ERROR, "There is none.")
NOTE = Code("DP797", "odd-colour", Severity.NOTE, "It is odd.")

# The parts of the SARIF 2.1.0 schema that these logs use, by hand: required keys, kinds of values, allowed levels.
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": _TEXT,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9%/._~:-]*$"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        key: {"type": "integer", "minimum": 1}
                        for key in ("startLine", "startColumn", "endLine", "endColumn")
                    },
                },
            },
        },
    },
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": _TEXT,
                                                "help": _TEXT,
                                                "defaultConfiguration": {"properties": {"level": _LEVEL}},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "level": _LEVEL,
                                "message": _TEXT,
                                "locations": {"type": "array", "items": _LOCATION},
                                "relatedLocations": {"type": "array", "items": _LOCATION},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                            },
                        },
                    },
                },
            },
        },
    },
}

TEXT = st.text(max_size=20)
SPANS = st.builds(
    lambda path, line, column, lines, columns: Span(path, line, column, line + lines, column + columns),
    TEXT,
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(0, 2),
    st.integers(0, 9),
)
FINDINGS = st.lists(
    st.builds(
        lambda code, span, message, help, notes: code.at(span, message or "m", help=help, notes=notes),
        st.sampled_from([WARNING, ERROR, NOTE]),
        SPANS,
        TEXT,
        TEXT,
        st.lists(st.builds(Note, SPANS, TEXT.map(lambda t: t or "n")), max_size=2),
    ),
    max_size=4,
)


def a_finding() -> Diagnostic:
    return WARNING.at(
        Span("a b/页.md", 2, 3, 2, 7), "100% wrong,\nsee: there", help="mend", notes=[Note(Span.whole("c.md"), "here")]
    )


@given(FINDINGS)
def test_json_says_everything(findings: list[Diagnostic]) -> None:
    document = json.loads(report(findings, "json"))
    assert [(d["code"], d["message"], d["help"] or "") for d in document["diagnostics"]] == [
        (d.code.id, d.message, d.help) for d in findings
    ]
    assert sum(document["summary"].values()) == len(findings)


@given(FINDINGS)
def test_a_github_command_is_one_line_whatever_it_says(findings: list[Diagnostic]) -> None:
    text = report(findings, "github")
    assert text.count("\n") == len(findings)
    assert "\r" not in text
    assert all(line.startswith("::") for line in text.split("\n")[:-1])


def test_github_commands_are_escaped_as_its_runner_unescapes_them() -> None:
    assert report([a_finding()], "github") == (
        "::warning file=a b/页.md,line=2,endLine=2,col=3,endColumn=6,title=DP799 wrong-colour"
        "::100%25 wrong,\\nsee: there%0Anote: c.md:1:1: here%0Ahelp: mend\n"
    )
    hostile = WARNING.at(Span.whole("a:b,c%\n.md"), "m")
    assert report([hostile], "github").startswith("::warning file=a%3Ab%2Cc%25%0A.md,line=1,")


@given(FINDINGS)
def test_sarif_keeps_to_its_schema(findings: list[Diagnostic]) -> None:
    document = json.loads(report(findings, "sarif"))
    jsonschema.validate(document, SARIF)
    (run,) = document["runs"]
    for result, finding in zip(run["results"], findings, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code.id
    prints = [r["partialFingerprints"]["docpactFinding/v1"] for r in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_names_the_place_as_a_uri_and_the_rule_with_its_page() -> None:
    (run,) = json.loads(report([a_finding()], "sarif"))["runs"]
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/%E9%A1%B5.md"},
        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 7},
    }
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["shortDescription"]["text"], rule["help"]["markdown"]) == (
        "A colour is wrong.",
        "A colour\nis wrong.\n\nReally.",
    )


def test_edits_are_told_to_programs() -> None:
    finding = WARNING.at(Span("p.md", 2, 3, 2, 7), "m", help="h", edits=[Edit(Span("p.md", 2, 3, 2, 7), "red")])
    (diagnostic,) = json.loads(report([finding], "json"))["diagnostics"]
    assert diagnostic["edits"] == [
        {"text": "red", "path": "p.md", "line": 2, "column": 3, "end_line": 2, "end_column": 7}
    ]
    (run,) = json.loads(report([finding], "sarif"))["runs"]
    (fix,) = run["results"][0]["fixes"]
    assert fix == {
        "description": {"text": "h"},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": "p.md"},
                "replacements": [
                    {
                        "deletedRegion": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 7},
                        "insertedContent": {"text": "red"},
                    }
                ],
            }
        ],
    }


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="known are text, json, github, sarif"):
        report([], "xml")
