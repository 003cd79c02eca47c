"""Small pages and the contract files they become, to the character.

After a change that is meant: DOCPACT_GOLDEN=write pytest tests/golden, and review the difference.
"""

import os
from pathlib import Path

import pytest

from docpact import pipeline

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/page.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_becomes_its_contract(case):
    compiled = pipeline.compile_pages([case / "page.md"], base=case, source="page.md")
    assert [finding for finding in compiled.findings if finding.severity.value == "error"] == []
    if os.environ.get("DOCPACT_GOLDEN") == "write":
        (case / "openapi.yaml").write_text(compiled.text, encoding="utf-8")
    assert compiled.text == (case / "openapi.yaml").read_text(encoding="utf-8")
