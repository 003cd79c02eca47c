"""A yes or no that is nearly spelt right is taken for what it is, and reported."""

from __future__ import annotations

import pytest

from docpact import pages
from docpact.understand import operation

PAGE = """# Paint

Paints a wall.

## Request parameters

|Parameter|Type|Required|Example|Description|
|---|---|---|---|---|
|Action|String|Yes|Paint|The name of this action.|
|Color|String|{}|red|The colour.|
"""


@pytest.mark.parametrize(
    ("cell", "required", "code"),
    [("Yse", True, "DP205"), ("Requried", True, "DP205"), ("Optinal", False, "DP205"), ("Sometimes", False, "DP209")],
)
def test_a_slip(cell: str, required: bool, code: str) -> None:
    page, _ = pages.read("Paint.md", PAGE.format(cell))
    said = operation(page)
    assert said.operation is not None
    assert said.operation.parameters[1].required is required
    assert [d.code.id for d in said.diagnostics] == [code]
