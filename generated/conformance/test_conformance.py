"""Every case as a test: `pytest --endpoint http://127.0.0.1:8080`."""

from __future__ import annotations

import pytest

from conformance.cases import Case
from conformance.results import FAILED, NOT_EXERCISED
from conformance.runner import Runner


def test_conformance(case: Case, one: Runner) -> None:
    """Fails with what was expected, what came, the words of the pages and a line to repeat it by hand."""
    result = one.one(case)
    if result.status == NOT_EXERCISED:
        pytest.skip("; ".join(result.why))
    if result.status == FAILED:
        quotes = [f"{quote.place}: {quote.text}" for quote in case.quotes]
        pytest.fail("\n".join([case.title, *result.why, *quotes, *result.curl, result.alone]), pytrace=False)
