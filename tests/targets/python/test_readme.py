"""The README shows calls that a reader could make: values of the pages, else words that say what belongs there."""

from __future__ import annotations

import re

import pytest

from docpact import pipeline
from docpact.contract.model import (
    Body,
    Condition,
    Contract,
    ErrorRow,
    Operation,
    Parameter,
    Property,
    Response,
    Rule,
    RuleKind,
    Schema,
)
from docpact.targets.base import Settings
from docpact.targets.python import PythonTarget
from docpact.targets.python.example import example_of

STRING = Schema(type="string")


def needed(name: str, schema: Schema = STRING, example: str | None = None) -> Parameter:
    return Parameter(name=name, schema=schema, required=True, example=example)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (needed("PenId"), "pen-id"),
        (needed("PenId", example="pen-1"), "pen-1"),
        (needed("PenId", Schema(type="string", max_length=3)), "aaa"),
        (needed("PenId", Schema(type="string", pattern="p-[0-9]+", example="p-7"), "other"), "p-7"),
        (needed("Colour", Schema(type="string", enum=("red", "blue")), "blue"), "blue"),
        (needed("Colour", Schema(type="string", enum=("red", "blue")), "green"), "red"),
        (needed("Size", Schema(type="integer", minimum=5), "3"), 5),
        (needed("Size", Schema(type="integer", minimum=5), "30"), 30),
        (needed("Size", Schema(type="integer", maximum=0)), 0),
        (needed("PenIds", Schema(type="array")), ["pen-ids"]),
        (needed("PenIds", Schema(type="array", items=STRING), "pen-1"), ["pen-1"]),
        (needed("PenIds", Schema(type="array", items=STRING), '["pen-1", "pen-2"]'), ["pen-1"]),
        (needed("PenIds", Schema(type="array", items=STRING), '["pen-1'), ["pen-ids"]),
        (
            needed(
                "Tag",
                Schema(
                    type="object",
                    properties=(
                        Property(name="Key", schema=STRING, required=True),
                        Property(name="Value", schema=STRING),
                    ),
                ),
            ),
            {"Key": "key"},
        ),
    ],
)
def test_values_read_well(parameter: Parameter, value: object) -> None:
    assert example_of(Operation(name="PutPen", parameters=(parameter,))) == {parameter.name: value}


def test_a_call_that_a_rule_may_refuse_is_not_shown() -> None:
    ink = Parameter(name="Ink", schema=Schema(type="string", default="dry"))

    def shown(rule: Rule) -> bool:
        return example_of(Operation(name="PutPen", parameters=(needed("PenId"), ink), rules=(rule,))) is not None

    assert not shown(Rule(kind=RuleKind.ANY_OF, parameter="Ink", others=("Tip",)))
    assert shown(Rule(kind=RuleKind.ANY_OF, parameter="Ink", others=("PenId",)))
    wet = Condition(parameter="Ink", values=("wet",))
    assert shown(Rule(kind=RuleKind.REQUIRED_IF, parameter="Tip", when=(wet,)))
    assert not shown(Rule(kind=RuleKind.REQUIRED_IF, parameter="Tip", when=(Condition(parameter="PenId"),)))
    assert not shown(Rule(kind=RuleKind.REQUIRES, parameter="PenId", others=("Ink",)))
    assert not shown(Rule(kind=RuleKind.ONLY_IF, parameter="PenId", when=(wet,)))


def readme(*operations: Operation) -> str:
    files = pipeline.generate(Contract(title="Pens", version="1", operations=operations), PythonTarget(), Settings("c"))
    return files["README.md"]


def test_sections_without_anything_to_show_are_left_out() -> None:
    text = readme()
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == ["Errors", "Options", "Operations"]
    assert "\n\n\n" not in text


def test_a_pager_that_needs_arguments_is_shown_with_them() -> None:
    pens = Schema(
        type="object",
        properties=(
            Property(name="TotalCount", schema=Schema(type="integer")),
            Property(name="Pens", schema=Schema(type="array", items=STRING)),
        ),
    )
    pages = [Parameter(name=name, schema=Schema(type="integer")) for name in ("PageNumber", "PageSize")]
    listing = Operation(
        name="DescribePens", read_only=True, parameters=(needed("BoxId"), *pages), response=Response(schema=pens)
    )
    text = readme(listing, Operation(name="PutPen", body=Body(schema=pens), errors=(ErrorRow(status=400, code="Bad"),)))
    assert 'for item in client.iter_pens(\n    box_id="box-id",\n):\n    print(item)\n' in text
    assert "except errors.Bad as error" in text
    assert (
        "async def main():\n    async with AsyncClient() as client:\n        result = await client.put_pen()\n" in text
    )
