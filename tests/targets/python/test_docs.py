"""What docstrings say: the page's words as plain text, and nothing twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact import pipeline
from docpact.contract.model import Contract, Operation, Parameter, Schema
from docpact.targets.base import Settings
from docpact.targets.python import PythonTarget
from docpact.targets.python.docs import readable


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("plain", "plain"),
        (r"**MULTI\_BINDED**", "**MULTI_BINDED**"),
        (r"`a\_b` and a\_b", r"`a\_b` and a_b"),
        (r"``a`\_b`` \[c\]", r"``a`\_b`` [c]"),
        ("a\\\\b \\n \\", "a\\b \\n \\"),
        (r"one ` \_ tick", "one ` _ tick"),
    ],
)
def test_escapes_of_markdown_are_resolved_outside_of_code(markdown: str, text: str) -> None:
    assert readable(markdown) == text


@given(st.text(alphabet="a\\`_\n", max_size=30))
def test_only_backslashes_go(text: str) -> None:
    assert readable(text).replace("\\", "") == text.replace("\\", "")


def module(description: str, *values: str) -> str:
    schema = Schema(type="string", enum=values, enum_descriptions={"in": "the pen is full"} if "in" in values else {})
    operation = Operation(
        name="PutPen", parameters=(Parameter(name="InkColour", schema=schema, description=description),)
    )
    files = pipeline.generate(
        Contract(title="Pens", version="1", operations=(operation,)), PythonTarget(), Settings("openapi.yaml")
    )
    return files["docpact_pens/operations/put_pen.py"] + files["docpact_pens/enums/ink_colour.py"]


def test_values_that_the_description_lists_are_not_listed_again() -> None:
    assert "One of" not in module(r"The ink. Valid values: **red** and **deep\_blue**.", "red", "deep_blue")
    assert "One of `red`, `blue`." in module("The ink is red or bluish.", "red", "blue")


def test_enumerations_say_where_they_are_documented_and_what_values_mean() -> None:
    text = module("The ink.", "in")
    assert '    """Documented for PutPen."""\n\n    IN = "in"\n    """The pen is full."""\n' in text
