"""The outline of a file finds what the YAML parser finds, at the same place, or says that it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.contract import yaml_reader, yaml_writer
from docpact.contract.yaml_outline import Outline, Unclear
from docpact.diagnostics import Pointer

_TEXTS = st.text(alphabet=st.sampled_from("ab:-#|>\n \"'{}[]é：0~"), max_size=12)
_SCALARS = st.none() | st.booleans() | st.integers() | _TEXTS
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4), max_leaves=25
)


def pointers(value: Any, here: Pointer = ()) -> Iterator[Pointer]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        yield (*here, step)
        yield from pointers(item, (*here, step))


@given(st.dictionaries(_TEXTS, _VALUES, max_size=4))
def test_whatever_the_writer_wrote_is_found_where_the_parser_finds_it(document: dict[str, Any]) -> None:
    text = yaml_writer.dump(document)
    outline, parsed = Outline(text.encode()), yaml_reader.Places(text)
    for pointer in pointers(document):
        try:
            offset, column = outline.find(pointer)
        except Unclear:
            continue
        assert (text.encode().count(b"\n", 0, offset) + 1, column) == parsed.locate(pointer)


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        (("one",), (2, 1)),
        (("one", "two", 1), (5, 5)),
        (("one", "two", 1, "b"), (6, 5)),
        (("one", "two", 2), (9, 5)),
        (("one", "two", 2, "deep"), (9, 5)),
        (("one", "text"), (10, 3)),
        (("it is", "flow"), (14, 3)),
    ],
)
def test_block_style(pointer: Pointer, place: tuple[int, int]) -> None:
    text = """# a comment
one:
  two:
  - a: 1
  - a: 2
    b: 3
  # another
  -
    deep: 4
  text: |
   one:

it is:
  flow: {a: 1}
"""
    offset, column = Outline(text.encode()).find(pointer)
    line = text.count("\n", 0, offset) + 1
    assert (line, column) == place


@pytest.mark.parametrize("pointer", [("absent",), ("one", 0), ("one", "two"), ("list", "a"), ("list", 2), ("flow", 0)])
def test_what_cannot_be_followed_is_said(pointer: Pointer) -> None:
    with pytest.raises(Unclear):
        Outline(b"one: 1\nlist:\n- 1\n- 2\nflow: [1]\n").find(pointer)


@pytest.mark.parametrize("data", [b"", b"\n", b"{{{ \xff", b"[1]", b'{"one": 1}', b"? one\n: 1\n"])
def test_what_is_no_block_style_is_said(data: bytes) -> None:
    with pytest.raises(Unclear):
        Outline(data).find(("one",))
