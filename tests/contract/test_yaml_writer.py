"""What the writer prints reads back as the same value, for docpact's reader and for YAML 1.1."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from docpact.contract import yaml_reader, yaml_writer

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["yes", "1e5", "2016-04-28", "12:30", "a: b", "a #b", "- x", "|\n", " \n a", "a\n\n", "\ufeff", "~", "", "=", "<<"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_reads_back_as_the_same_value(value: object) -> None:
    text = yaml_writer.dump(value)
    assert yaml_reader.load(text) == value
    text.encode()


@given(TEXT)
def test_other_readers_agree_on_strings(text: str) -> None:
    assert yaml.safe_load(yaml_writer.dump({"key": text, "list": [text]})) == {"key": text, "list": [text]}


@pytest.mark.parametrize("value", ["x", {"a": 1}, [{"a": [1]}], ["a b", ["c d"]], {}, [], "a\nb"])
def test_keys_may_be_of_any_length(value: object) -> None:
    document = {"k " * 600: value, "small": {"'" * 1200: value}, "list": [{"k " * 600: value, "z": 1}]}
    assert yaml_reader.load(yaml_writer.dump(document)) == document
