"""The examples in the rule files are the rules' tests: each sentence yields exactly what stands beside it."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import docpact.understand.prose as prose
from docpact.contract.model import Rule, RuleKind
from docpact.understand.prose import Facts, facts

LANGUAGES = sorted((Path(prose.__file__).parent / "languages").glob("*.toml"))
PLAIN = [
    field.name for field in dataclasses.fields(Facts) if field.name not in ("says", "enum_descriptions", "indexes")
]


def examples() -> Iterator[Any]:
    for file in LANGUAGES:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for rule in data["rule"]:
            for number, example in enumerate(rule["examples"]):
                yield pytest.param(data["language"], example, id=f"{file.stem}-{rule['id']}-{number}")


def stated(found: Facts) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in PLAIN}
    values["rules"] = tuple(spelled(rule) for rule in found.rules)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None and value != () and (value is not False or name in ("default", "optional"))
    }


def spelled(rule: Rule) -> str:
    """A rule in the short form of the data files: `required_if Pet when Kind=cat|dog, not Age`."""
    if rule.others:
        sign = ":" if rule.kind is RuleKind.REQUIRES else ","
        return f"{rule.kind.value} {rule.parameter}{sign} {', '.join(rule.others)}"
    when = [
        (
            f"{c.parameter}{'!=' if c.negated else '='}{'|'.join(c.values)}"
            if c.values
            else ("not " if c.negated else "") + c.parameter
        )
        for c in rule.when
    ]
    return f"{rule.kind.value} {rule.parameter} when {', '.join(when)}"


@pytest.mark.parametrize(("language", "example"), list(examples()))
def test_example(language: str, example: dict[str, Any]) -> None:
    example = dict(example)
    text, kind = example.pop("text"), example.pop("type", "string")
    name = example.pop("name", "Pet")
    found = facts(
        text,
        language=language,
        type=kind,
        name=name,
        names=example.pop("names", ()),
        example=example.pop("example", None),
    )
    assert stated(found) == example


def test_every_rule_has_an_example_that_yields_something() -> None:
    for file in LANGUAGES:
        for rule in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]:
            vetoes = "" in rule.get("sets", {}).values()  # it only keeps another rule from being certain
            assert vetoes or any(
                set(example) - {"text", "type", "name", "names", "example"} for example in rule["examples"]
            ), rule["id"]
