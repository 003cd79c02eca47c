"""What parses and still is no module is found when it is generated, not when somebody imports it."""

from __future__ import annotations

import pytest

from docpact.escape.check import EscapedText, python


@pytest.mark.parametrize("source", ["def f(a, a):\n    pass\n", "x = (\n", "a = 1\x00\n"])
def test_what_is_no_module_is_refused(source: str) -> None:
    with pytest.raises(EscapedText, match=r"^pens\.py"):
        python("pens.py", source)


def test_a_module_is_given_back() -> None:
    assert python("pens.py", "def f(a, b):\n    return a\n") == "def f(a, b):\n    return a\n"
