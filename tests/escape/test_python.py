"""Text keeps its value in a literal and cannot leave the place it was put into."""

import ast
import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docpact.escape import python

HOSTILE = st.sampled_from(
    [
        '"""',
        "\\",
        "'''",
        '"',
        "\r",
        "*/",
        "{{",
        "{%",
        "</script>",
        "\0",
        "\u202e",
        "\u2028",
        "\ud800",
        "\n#",
        '\\"""',
        '"""\nimport os\n',
    ]
)
TEXT = st.lists(st.text(max_size=6) | HOSTILE, max_size=5).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
)


@given(JSON)
def test_a_literal_is_the_value(value):
    assert eval(python.literal(value)) == value


@given(TEXT)
def test_a_literal_shows_no_control_or_invisible_character(text):
    written = python.literal(text)
    assert "\n" not in written
    assert "\u202e" not in written
    written.encode()


@given(TEXT)
def test_a_docstring_stays_one_docstring(text):
    source = f'def f():\n    """{python.docstring_text(text)}"""\n    return 1\n'
    [function] = ast.parse(source).body
    assert [type(node) for node in function.body] == [ast.Expr, ast.Return]
    assert isinstance(function.body[0].value, ast.Constant)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30))
def test_a_docstring_keeps_printable_text(text):
    source = f'"""{python.docstring_text(text)}"""\n'
    assert ast.literal_eval(source.strip()) == text


@given(TEXT)
def test_a_comment_stays_one_comment(text):
    source = f"x = 1  # {python.comment(text)}\ny = 2\n"
    kinds = [token.type for token in tokenize.generate_tokens(io.StringIO(source).readline)]
    assert kinds.count(tokenize.COMMENT) == 1
    assert [node.lineno for node in ast.parse(source).body] == [1, 2]


@pytest.mark.parametrize("name", ["from", "None", "__class__", "../../x", "a b", "", "9a", "ｎone", "a\n"])
def test_names_that_are_no_identifiers_are_refused(name):
    with pytest.raises(ValueError, match="no name"):
        python.identifier(name)
