"""What takes findings away: comments with a reason, tables in docpact.toml, a baseline."""

from __future__ import annotations

from pathlib import Path

import pytest

from docpact.lint import baseline, engine
from docpact.lint.suppress import Suppression

PAGE = """# Common error codes

## Error codes

|HTTP status code|Error code|Error message|Description|
|---|---|---|---|
|400|Forbbiden|No.|No.|
|400|InvalidParamter|No.|No.|
"""
SELECT = ("misspelt-error-code", "DP79")


def found(comment: str = "", *outside: Suppression) -> list[tuple[str, str]]:
    subject = engine.read("spec/Errors.md", f"{PAGE}\n{comment}\n")
    result = engine.lint([subject], engine.Choice(select=SELECT), outside)
    return [(d.code.id, d.message) for d in result.findings]


def test_a_comment_takes_the_findings_of_its_rule_away() -> None:
    assert len(found()) == 2
    assert found("<!-- docpact: ignore misspelt-error-code because the service sends them so -->") == []
    assert found("<!-- docpact:ignore DP730\nbecause the service\nsends them so -->") == []


def test_words_in_brackets_narrow_it() -> None:
    comment = "<!-- docpact: ignore misspelt-error-code (Forbbiden) because the service sends it so -->"
    assert [message.split("`")[1] for _, message in found(comment)] == ["InvalidParamter"]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- docpact: ignore misspelt-error-code -->",
        "<!-- docpact: ignore misspelt-error-code because -->",
        "<!-- docpact: ignore because it is so -->",
        "<!-- docpact: please be quiet -->",
        "<!-- docpact: -->",
    ],
)
def test_without_a_rule_or_a_reason_it_takes_nothing_away_and_says_so(comment: str) -> None:
    assert sorted(code for code, _ in found(comment)) == ["DP730", "DP730", "DP790"]


def test_a_comment_that_takes_nothing_away_is_reported_where_its_rule_ran() -> None:
    left = "<!-- docpact: ignore misspelt-error-code (Teh) because the service sends it so -->"
    assert ("DP791", "no finding of `misspelt-error-code` is left to suppress") in found(left)
    misspelt = "<!-- docpact: ignore misspelled-error-code because it is so -->"
    assert "DP791" in [code for code, _ in found(misspelt)]
    other = "<!-- docpact: ignore dead-link because it is so -->"
    assert "DP791" not in [code for code, _ in found(other)]


def test_other_comments_are_nothing_to_the_linter() -> None:
    assert len(found("<!-- a remark about docpact -->")) == 2


def test_a_table_of_the_configuration_reaches_the_pages_of_its_pattern(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = Suppression("DP730", "it is so", "spec/*.md", "Forbbiden", root=tmp_path)
    there = Suppression("DP730", "it is so", "other/*.md", root=tmp_path)
    assert [message.split("`")[1] for _, message in found("", here, there)] == ["InvalidParamter"]


def test_a_baseline_accepts_what_was_found_and_no_more(tmp_path: Path) -> None:
    def lint(text: str) -> list[engine.Diagnostic]:
        return engine.lint([engine.read("p.md", text)], engine.Choice(select=("DP730", "DP734"))).findings

    path = tmp_path / "lint.json"
    path.write_text(baseline.dump(lint(PAGE)))
    accepted = baseline.read(path)
    assert baseline.new(lint(PAGE), accepted) == []
    assert baseline.new(lint(f"\n\n{PAGE}"), accepted) == [], "a finding that moved is the same finding"
    twice = lint(f"{PAGE}|400|Forbbiden|No.|No.|\n|400|Insatnce|No.|No.|\n")
    assert [d.code.name for d in baseline.new(twice, accepted)] == ["duplicate-error-row", "misspelt-error-code"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"findings": 3}',
        '{"findings": {"p": {"DP730": ["x"]}}}',
        '{"findings": {"p": {"DP730": {"m": "x"}}}}',
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lint.json"
    path.write_text(text)
    with pytest.raises(baseline.BaselineError, match="is no baseline"):
        baseline.read(path)
